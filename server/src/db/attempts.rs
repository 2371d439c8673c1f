//! The lock ladder and the limits by network address. Each claim is one statement, so that attempts made at the same time count one by one.
use super::{Db, Found, Tx};
use crate::clock::Millis;

/// Where the ladder stands for one account.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Ladder {
    pub failures: i64,
    pub open_at: Millis,
    pub claimed_at: Millis,
}

/// Counts one attempt as failed in advance and starts the pause that follows it; `None` while a pause lasts.
///
/// The steps are those of [`crate::auth::ladder`].
pub async fn claim(
    tx: &mut Tx,
    pool: &str,
    subject: &str,
    now: Millis,
    next_day: Millis,
) -> Found<Ladder> {
    let rows: Vec<Ladder> = sqlx::query_as(
        "INSERT INTO attempts (pool_id, subject, failures, open_at, claimed_at) VALUES ($1, $2, 1, $3 + 1000, $3)
         ON CONFLICT (pool_id, subject) DO UPDATE SET
             failures = attempts.failures + 1,
             claimed_at = $3,
             open_at = CASE
                 WHEN attempts.failures + 1 < 3 THEN $3 + 1000
                 WHEN attempts.failures + 1 < 9 THEN $3 + 3000
                 WHEN attempts.failures + 1 < 25 THEN $3 + 5000
                 WHEN attempts.failures + 1 < 100 THEN $3 + 10000
                 ELSE $4 END
         WHERE attempts.open_at <= $3
         RETURNING failures, open_at, claimed_at",
    )
    .bind(pool)
    .bind(subject)
    .bind(now)
    .bind(next_day)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().next())
}

pub async fn read(db: &Db, pool: &str, subject: &str) -> Found<Ladder> {
    sqlx::query_as(
        "SELECT failures, open_at, claimed_at FROM attempts WHERE pool_id = $1 AND subject = $2",
    )
    .bind(pool)
    .bind(subject)
    .fetch_optional(&db.read)
    .await
}

pub async fn clear(tx: &mut Tx, pool: &str, subject: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE attempts SET failures = 0, open_at = 0 WHERE pool_id = $1 AND subject = $2")
        .bind(pool)
        .bind(subject)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// What an address has used of its present window.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Window {
    pub used: i64,
    pub started_at: Millis,
}

/// Counts one more use by `address`, in a window of `length` that starts with the first use.
pub async fn count(
    tx: &mut Tx,
    kind: &str,
    address: &str,
    now: Millis,
    length: Millis,
) -> Result<Window, sqlx::Error> {
    let rows: Vec<Window> = sqlx::query_as(
        "INSERT INTO address_windows (kind, address, started_at, used) VALUES ($1, $2, $3, 1)
         ON CONFLICT (kind, address) DO UPDATE SET
             used = CASE WHEN address_windows.started_at <= $3 - $4 THEN 1 ELSE address_windows.used + 1 END,
             started_at = CASE WHEN address_windows.started_at <= $3 - $4 THEN $3 ELSE address_windows.started_at END
         RETURNING used, started_at",
    )
    .bind(kind)
    .bind(address)
    .bind(now)
    .bind(length)
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().next().ok_or(sqlx::Error::RowNotFound)
}

/// Takes one use back.
pub async fn give_back(tx: &mut Tx, kind: &str, address: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE address_windows SET used = used - 1 WHERE kind = $1 AND address = $2 AND used > 0",
    )
    .bind(kind)
    .bind(address)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// What an address has used of a window that began after `since`.
pub async fn used(db: &Db, kind: &str, address: &str, since: Millis) -> Result<i64, sqlx::Error> {
    let found: Option<(i64,)> = sqlx::query_as(
        "SELECT used FROM address_windows WHERE kind = $1 AND address = $2 AND started_at > $3",
    )
    .bind(kind)
    .bind(address)
    .bind(since)
    .fetch_optional(&db.read)
    .await?;
    Ok(found.map_or(0, |it| it.0))
}
