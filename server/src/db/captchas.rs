//! Pictures that wait to be read, by the hash of their handle.
use super::{Db, Found, Tx};
use crate::clock::Millis;

/// A new picture for `handle`; the one before it is gone.
pub async fn put(
    tx: &mut Tx,
    handle: &str,
    serial: &str,
    now: Millis,
    expires_at: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO captchas (handle, serial, created_at, expires_at, used_at) VALUES ($1, $2, $3, $4, NULL)
         ON CONFLICT (handle) DO UPDATE SET serial = $2, created_at = $3, expires_at = $4, used_at = NULL",
    )
    .bind(handle)
    .bind(serial)
    .bind(now)
    .bind(expires_at)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// The serial of a picture that has been read by nobody yet.
pub async fn open(db: &Db, handle: &str, now: Millis) -> Found<(String,)> {
    sqlx::query_as(
        "SELECT serial FROM captchas WHERE handle = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(handle)
    .bind(now)
    .fetch_optional(&db.read)
    .await
}

/// Uses a picture up and gives its serial: once, however many ask at the same moment.
pub async fn use_up(tx: &mut Tx, handle: &str, now: Millis) -> Found<(String,)> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "UPDATE captchas SET used_at = $2 WHERE handle = $1 AND used_at IS NULL AND expires_at > $2 RETURNING serial",
    )
    .bind(handle)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().next())
}
