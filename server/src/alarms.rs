//! What whoever runs the server should look at: codes that are guessed, messages that run up a bill, passwords that are sprayed.
//!
//! An alarm is a warning in the log under a target of its own, and a count in the metrics. It says who and from where as keyed hashes, by which the
//! other lines about them are found.
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::clock::{HOUR, Millis};
use crate::http::apps::Caller;
use crate::server::Server;

/// Stable: whoever watches the log looks for it.
pub const TARGET: &str = "guard_server::alarm";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// Codes of one person were worn out by wrong tries again and again (O06).
    CodesGuessed,
    /// No more messages go to a calling code, or from a pool, for a while (O18).
    MessagesSpent,
    /// Many wrong passwords in one pool, whoever they are for and wherever they come from (E06).
    PasswordsSprayed,
}

impl Alarm {
    pub const ALL: [Self; 3] = [
        Self::CodesGuessed,
        Self::MessagesSpent,
        Self::PasswordsSprayed,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Self::CodesGuessed => "codes-guessed",
            Self::MessagesSpent => "messages-spent",
            Self::PasswordsSprayed => "passwords-sprayed",
        }
    }
}

/// The same alarm about the same thing is raised once in this time.
const AGAIN: Millis = HOUR;
/// More things than this are not remembered: they would be an attack on the memory.
const MOST: usize = 10_000;

/// What was raised within the hour. Each node remembers for itself.
#[derive(Default)]
pub struct Alarms(Mutex<HashMap<(Alarm, String), Millis>>);

impl Alarms {
    /// Whether it is news, which it is not again for an hour.
    fn is_news(&self, alarm: Alarm, about: &str, now: Millis) -> bool {
        let mut raised = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if raised.len() >= MOST {
            raised.retain(|_, at| *at > now - AGAIN);
        }
        let known = raised.get(&(alarm, about.to_owned()));
        if known.is_some_and(|at| *at > now - AGAIN) || raised.len() >= MOST {
            return false;
        }
        raised.insert((alarm, about.to_owned()), now);
        true
    }
}

/// `about`: what it is raised once for, such as the compared form of an address. It is written down as a keyed hash.
pub fn raise(server: &Server, caller: &Caller, alarm: Alarm, about: &str) {
    let pool = &caller.app.pool;
    let who = server.keyed.short(&["log", pool, about]);
    if !server.alarms.is_news(alarm, &who, server.clock.now()) {
        return;
    }
    server.metrics.alarm(alarm);
    let from = server.keyed.short(&["log", &caller.peer]);
    tracing::warn!(
        target: TARGET,
        alarm = alarm.key(),
        app = caller.app.id,
        pool,
        who,
        from,
        request = caller.request,
        "alarm"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_about_one_thing_is_raised_once_an_hour() {
        let alarms = Alarms::default();
        assert!(alarms.is_news(Alarm::CodesGuessed, "ada", 0));
        assert!(!alarms.is_news(Alarm::CodesGuessed, "ada", AGAIN - 1));
        assert!(alarms.is_news(Alarm::CodesGuessed, "bob", 1));
        assert!(alarms.is_news(Alarm::MessagesSpent, "ada", 1));
        assert!(alarms.is_news(Alarm::CodesGuessed, "ada", AGAIN));
    }

    #[test]
    fn as_many_things_as_an_attacker_likes_do_not_fill_the_memory() {
        let alarms = Alarms::default();
        for number in 0..2 * MOST {
            alarms.is_news(Alarm::CodesGuessed, &number.to_string(), 1);
        }
        assert_eq!(alarms.0.lock().unwrap().len(), MOST);
        assert!(alarms.is_news(Alarm::CodesGuessed, "later", 1 + AGAIN));
    }
}
