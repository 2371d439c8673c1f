//! Browsers in which people have signed in, by the fingerprint of a secret cookie.
use super::{Db, Tx};
use crate::clock::Millis;

pub async fn is_known(
    db: &Db,
    browser_hash: &str,
    user: &str,
    since: Millis,
) -> Result<bool, sqlx::Error> {
    let found: Option<(i64,)> = sqlx::query_as(
        "SELECT seen_at FROM known_browsers WHERE browser_hash = $1 AND user_id = $2 AND seen_at > $3",
    )
    .bind(browser_hash)
    .bind(user)
    .bind(since)
    .fetch_optional(&db.read)
    .await?;
    Ok(found.is_some())
}

pub async fn put(
    tx: &mut Tx,
    browser_hash: &str,
    user: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO known_browsers (browser_hash, user_id, seen_at) VALUES ($1, $2, $3)
         ON CONFLICT (browser_hash, user_id) DO UPDATE SET seen_at = $3",
    )
    .bind(browser_hash)
    .bind(user)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

pub async fn forget(tx: &mut Tx, user: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM known_browsers WHERE user_id = $1")
        .bind(user)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}
