//! Passwords sprayed over a pool: few tries at each of many accounts, from many addresses. No ladder and no limit by address sees that; the number of wrong
//! passwords in the whole pool does.
//!
//! Refusing everybody would be what an attacker wants. So it is an alarm, and apps that ask for captchas when there is a reason have one; browsers in which
//! people have signed in before are not asked (E06). Counted by each node for itself: it needs no exact number.
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::alarms::{self, Alarm};
use crate::clock::{MINUTE, Millis};
use crate::http::apps::Caller;
use crate::server::Server;

const WINDOW: Millis = 10 * MINUTE;

#[derive(Clone, Copy, Default)]
struct Window {
    began: Millis,
    failures: u32,
    /// When there were too many.
    sprayed_at: Option<Millis>,
}

/// By pool.
#[derive(Default)]
pub struct Sprays(Mutex<HashMap<String, Window>>);

impl Sprays {
    /// Whether the pool has seen too many wrong passwords within the last ten minutes.
    pub fn lasts(&self, pool: &str, now: Millis) -> bool {
        let at = self.with(|it| it.get(pool).and_then(|it| it.sprayed_at));
        at.is_some_and(|it| it > now - WINDOW)
    }

    /// Counts a wrong password; true where it is one too many.
    fn count(&self, pool: &str, now: Millis, most: u32) -> bool {
        self.with(|it| {
            let window = it.entry(pool.to_owned()).or_default();
            if window.began <= now - WINDOW {
                window.began = now;
                window.failures = 0;
            }
            window.failures = window.failures.saturating_add(1);
            let too_many = window.failures > most;
            if too_many {
                window.sprayed_at = Some(now);
            }
            too_many
        })
    }

    fn with<T>(&self, job: impl FnOnce(&mut HashMap<String, Window>) -> T) -> T {
        job(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A password was wrong, whosever it was to be.
pub fn failed(server: &Server, caller: &Caller) {
    let (pool, most) = (&caller.app.pool, server.config.limits.failures_per_pool);
    if server.sprays.count(pool, server.clock.now(), most) {
        alarms::raise(server, caller, Alarm::PasswordsSprayed, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e06_a_spray_lasts_ten_minutes_after_the_last_failure_too_many() {
        let sprays = Sprays::default();
        assert!(!sprays.count("a", 1, 2) && !sprays.count("a", 2, 2) && !sprays.lasts("a", 2));
        assert!(sprays.count("a", 3, 2) && sprays.lasts("a", 3));
        assert!(
            !sprays.lasts("b", 3),
            "another pool's people notice nothing"
        );
        assert!(sprays.lasts("a", 2 + WINDOW) && !sprays.lasts("a", 3 + WINDOW));
        assert!(!sprays.count("a", 4 + WINDOW, 2), "a window begins anew");
    }
}
