//! Who is signed in on the server's own page, by browser and app.
use super::{Db, Found, Tx};
use crate::clock::Millis;

pub async fn put(
    tx: &mut Tx,
    (browser_hash, app): (&str, &str),
    session: &str,
    expires_at: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO hosted_sessions (browser_hash, app_id, session_id, expires_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (browser_hash, app_id) DO UPDATE SET session_id = $3, expires_at = $4",
    )
    .bind(browser_hash)
    .bind(app)
    .bind(session)
    .bind(expires_at)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// Gives a browser another secret; whom it knows it knows on.
pub async fn rename(tx: &mut Tx, from_hash: &str, to_hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE hosted_sessions SET browser_hash = $2 WHERE browser_hash = $1")
        .bind(from_hash)
        .bind(to_hash)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// The id of the session that a browser has for an app, whether it is still good or not.
pub async fn session(db: &Db, browser_hash: &str, app: &str) -> Found<(String,)> {
    sqlx::query_as("SELECT session_id FROM hosted_sessions WHERE browser_hash = $1 AND app_id = $2")
        .bind(browser_hash)
        .bind(app)
        .fetch_optional(&db.read)
        .await
}

pub async fn forget(tx: &mut Tx, browser_hash: &str, app: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM hosted_sessions WHERE browser_hash = $1 AND app_id = $2")
        .bind(browser_hash)
        .bind(app)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}
