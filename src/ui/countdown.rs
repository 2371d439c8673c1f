//! Seconds that run down, by a clock that nobody can set.
use std::time::Duration;

use crate::i18n::{I18n, Key, decimal};
use crate::live::{Live, keep};
use crate::platform::{self, Timer};

/// Seconds for which pressing is pointless, and what is said meanwhile.
#[derive(Clone, Copy, Default)]
pub struct Waiting {
    left: Option<Live<u32>>,
    /// A text with `{time}`.
    pub label: Option<Key>,
}

impl Waiting {
    /// `total`: a number, and the seconds that begin when it is another one than before. Ends with its owner.
    pub fn of(label: Key, total: impl Fn() -> Option<(u32, u32)> + 'static) -> Self {
        let left = Live::new(0);
        let timer = Live::new(None::<Timer>);
        let mut before = None;
        // Keeps the timer in step with what there is to wait for.
        keep(Box::new(move || {
            let now = total();
            if now != before {
                before = now;
                let seconds = now.map_or(0, |it| it.1);
                tick(
                    platform::now() + Duration::from_secs(seconds.into()),
                    left,
                    timer,
                );
            }
        }));
        Self {
            left: Some(left),
            label: Some(label),
        }
    }

    /// Whole seconds; zero when there is nothing to wait for.
    pub fn left(self) -> u32 {
        self.left.map_or(0, |it| it.get())
    }

    /// `label`, or how long there is to wait.
    pub fn say(self, i18n: I18n, label: Key) -> String {
        match (self.left(), self.label) {
            (left @ 1.., Some(waiting)) => i18n.with(waiting, &[("time", &clock(left))]),
            _nothing_to_wait_for => i18n.text(label),
        }
    }
}

fn tick(end: Duration, left: Live<u32>, timer: Live<Option<Timer>>) {
    let rest = end.saturating_sub(platform::now());
    let seconds = (rest.as_secs() + u64::from(rest.subsec_nanos() > 0)) as u32;
    left.set(seconds);
    let next = rest.saturating_sub(Duration::from_secs(seconds.saturating_sub(1).into()));
    let again = (seconds > 0).then(|| Timer::after(next, move || tick(end, left, timer)));
    timer.set(again);
}

/// `0:05`, as clocks write it.
fn clock(seconds: u32) -> String {
    let padding = if seconds % 60 < 10 { ":0" } else { ":" };
    [
        &decimal((seconds / 60).into()),
        padding,
        &decimal((seconds % 60).into()),
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_always_has_two_digits_of_seconds() {
        assert_eq!(
            (clock(5).as_str(), clock(60).as_str(), clock(899).as_str()),
            ("0:05", "1:00", "14:59")
        );
    }
}
