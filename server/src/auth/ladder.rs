//! The lock ladder: how long an account rests after wrong passwords in a row.
//!
//! Kept by pool and identifier whether or not the account exists. An attempt counts as failed before it is looked at, in one
//! statement ([`crate::db::attempts::claim`]); the right password takes that back. So attempts made at the same moment never add up to more
//! than the ladder allows, on one node or on many.
use std::time::Duration;

use crate::auth::addresses;
use crate::clock::{self, Millis};
use crate::db::attempts;
use crate::refusal::Refusal;
use crate::server::Server;

/// Failures at which a longer pause begins: 1 s before the first step, then 3, 5 and 10 s, then until the next day in UTC.
const STEPS: [i64; 4] = [3, 9, 25, 100];

/// A sign-in that is still being checked may turn out right: its neighbour waits this long before it is sent away.
const PATIENCE: Millis = 400;
const LOOK_AGAIN: Duration = Duration::from_millis(25);

/// An attempt that may be looked at.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// In a row, this one included.
    pub failures: i64,
}

impl Attempt {
    /// Tries until the next longer pause, should this one fail.
    pub fn remaining(self) -> i64 {
        STEPS
            .into_iter()
            .find(|it| *it > self.failures)
            .map_or(0, |it| it - self.failures)
    }

    /// Whether this failure is the one after which the account rests until tomorrow.
    pub fn begins_hold(self) -> bool {
        self.failures == 100
    }
}

/// Failures in a row so far.
pub async fn failures(server: &Server, pool: &str, subject: &str) -> Result<i64, Refusal> {
    let ladder = attempts::read(&server.db, pool, subject).await?;
    Ok(ladder.map_or(0, |it| it.failures))
}

/// Claims the next attempt for `subject`, and one sign-in for the network address it comes from.
pub async fn claim(
    server: &Server,
    pool: &str,
    subject: &str,
    peer: &str,
) -> Result<Attempt, Refusal> {
    // Bounded: a flood of attempts is sent away at once instead of waiting here.
    let waiting = server.neighbours.try_acquire().ok();
    let began = server.clock.now();
    loop {
        let now = server.clock.now();
        let mut tx = server.db.begin().await?;
        addresses::count(server, &mut tx, addresses::SIGN_INS, peer, now).await?;
        if let Some(claimed) =
            attempts::claim(&mut tx, pool, subject, now, clock::next_day(now)).await?
        {
            tx.commit().await?;
            return Ok(Attempt {
                failures: claimed.failures,
            });
        }
        drop(tx);
        // Reads wait for nobody, so looking again is cheap; claiming is not.
        while let Some(ladder) = attempts::read(&server.db, pool, subject).await? {
            let now = server.clock.now();
            if ladder.open_at <= now {
                break;
            }
            if waiting.is_none() || now - ladder.claimed_at > PATIENCE || now - began > 5 * PATIENCE
            {
                return Err(Refusal::Paused {
                    retry_after: clock::seconds_until(ladder.open_at, now),
                });
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tries_left_count_down_to_the_next_longer_pause() {
        let left: Vec<_> = [1, 2, 3, 8, 9, 24, 25, 99, 100, 101]
            .into_iter()
            .map(|failures| Attempt { failures }.remaining())
            .collect();
        assert_eq!(left, [2, 1, 6, 1, 16, 1, 75, 1, 0, 0]);
    }
}
