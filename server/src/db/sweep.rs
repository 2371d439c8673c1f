//! Throws away what has served its time, so that no table grows with the number of requests.
use super::Db;
use crate::auth::known;
use crate::clock::{DAY, HOUR, Millis};

/// What goes, and how long after the moment in question. `$1` is the latest such moment.
const RULES: [(&str, Millis); 15] = [
    (
        "DELETE FROM address_windows WHERE started_at < $1",
        2 * HOUR,
    ),
    ("DELETE FROM code_targets WHERE sent_at < $1", 2 * HOUR),
    ("DELETE FROM codes WHERE expires_at < $1", DAY),
    ("DELETE FROM captchas WHERE expires_at < $1", HOUR),
    ("DELETE FROM links WHERE expires_at < $1", DAY),
    ("DELETE FROM reset_tokens WHERE expires_at < $1", DAY),
    // A ticket may be as old as its code and five minutes.
    ("DELETE FROM qrcodes WHERE expires_at < $1", HOUR),
    // As long as a second use is to be noticed.
    ("DELETE FROM handovers WHERE expires_at < $1", 12 * HOUR),
    ("DELETE FROM hosted_sessions WHERE expires_at < $1", HOUR),
    ("DELETE FROM registrations WHERE created_at < $1", DAY),
    (
        "DELETE FROM outbox WHERE state = 'suppressed' AND created_at < $1",
        HOUR,
    ),
    ("DELETE FROM outbox WHERE expires_at < $1", 30 * DAY),
    ("DELETE FROM sessions WHERE expires_at < $1", 30 * DAY),
    ("DELETE FROM known_browsers WHERE seen_at < $1", known::LIFE),
    // Long enough that nobody climbs down the ladder by waiting, short enough that made-up names do not stay for ever.
    ("DELETE FROM attempts WHERE claimed_at < $1", 30 * DAY),
];

pub async fn sweep(db: &Db, now: Millis) -> Result<(), sqlx::Error> {
    for (rule, age) in RULES {
        // One at a time: none of them needs the others, and writers get their turn in between.
        let mut tx = db.begin().await?;
        sqlx::query(rule).bind(now - age).execute(&mut *tx).await?;
        tx.commit().await?;
    }
    Ok(())
}
