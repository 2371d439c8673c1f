//! The time, in milliseconds since 1970 in UTC, as something that is handed in.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970 in UTC.
pub type Millis = i64;

pub const SECOND: Millis = 1000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;
pub const DAY: Millis = 24 * HOUR;

/// The system's clock, set ahead by as much as [`Clock::advance`] said: copies of one clock stay together.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    ahead: Arc<AtomicI64>,
}

impl Clock {
    pub fn now(&self) -> Millis {
        // A system clock before 1970 is no clock; 0 makes everything expire, which is the safe side.
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX) + self.ahead.load(Ordering::Relaxed)
    }

    /// Lets time pass at once, for tests of what takes minutes or days.
    pub fn advance(&self, by: Millis) {
        self.ahead.fetch_add(by, Ordering::Relaxed);
    }
}

/// The first moment of the next day in UTC.
pub fn next_day(now: Millis) -> Millis {
    (now.div_euclid(DAY) + 1) * DAY
}

/// Whole seconds until `then`, rounded up and at least 1: what `Retry-After` carries.
pub fn seconds_until(then: Millis, now: Millis) -> u32 {
    let seconds = (then - now + SECOND - 1).div_euclid(SECOND);
    u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)
}

/// As ISO 8601 in UTC; `None` only for times beyond the calendar.
pub fn iso(at: Millis) -> Option<String> {
    jiff::Timestamp::from_millisecond(at)
        .ok()
        .map(|it| it.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_midnight_utc() {
        assert_eq!(next_day(0), DAY);
        assert_eq!(next_day(DAY - 1), DAY);
        assert_eq!(next_day(DAY), 2 * DAY);
    }

    #[test]
    fn a_wait_is_rounded_up_and_never_nothing() {
        assert_eq!(seconds_until(1001, 0), 2);
        assert_eq!(seconds_until(1000, 0), 1);
        assert_eq!(seconds_until(0, 5000), 1);
    }

    #[test]
    fn a_time_is_written_as_iso_8601() {
        assert_eq!(iso(0).as_deref(), Some("1970-01-01T00:00:00Z"));
    }
}
