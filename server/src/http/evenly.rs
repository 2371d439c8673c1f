//! Answers on the beat, so that the time of an answer does not tell what was done for it.
//!
//! Whoever has an account gets a letter, and whoever has none gets one that is never sent: much the same work, but the rows differ by
//! some microseconds, and the one letter wakes its courier (E01). Hashing a password needs no beat: it takes a hundred times longer than its surroundings.
use std::time::Duration;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::{Instant, sleep_until};

/// Several times what such a request takes.
const BEAT: Duration = Duration::from_millis(20);

pub async fn evenly(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let answer = next.run(request).await;
    sleep_until(began + on_the_beat(began.elapsed())).await;
    answer
}

fn on_the_beat(took: Duration) -> Duration {
    let beats = took.as_micros() / BEAT.as_micros() + 1;
    BEAT.saturating_mul(u32::try_from(beats).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e01_what_takes_a_little_longer_is_answered_at_the_same_moment() {
        assert_eq!(on_the_beat(Duration::from_micros(1_600)), BEAT);
        assert_eq!(on_the_beat(Duration::from_micros(1_900)), BEAT);
        assert_eq!(on_the_beat(BEAT), 2 * BEAT);
    }
}
