//! The first answer to a registration that may be repeated: one row a key, which makes repetitions wait for each other.
use super::{Db, Found, Tx};
use crate::clock::Millis;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Registration {
    pub fingerprint: String,
    pub user_id: Option<String>,
    pub session_id: Option<String>,
    /// Of the password that was sent, where the answer named nobody.
    pub password_hash: Option<String>,
}

/// What the first answer was about.
#[derive(Clone, Copy)]
pub enum First<'a> {
    /// A person, and perhaps the session that began.
    Of(&'a str, Option<&'a str>),
    /// Nobody, whether the address was free or not. The hash tells the same request from one with another password.
    Quiet(&'a str),
}

pub async fn find(db: &Db, app: &str, key: &str, after: Millis) -> Found<Registration> {
    sqlx::query_as("SELECT fingerprint, user_id, session_id, password_hash FROM registrations WHERE app_id = $1 AND idempotency_key = $2 AND created_at > $3")
        .bind(app)
        .bind(key)
        .bind(after)
        .fetch_optional(&db.read)
        .await
}

/// False where the key has been used within its time. Another transaction that holds the same key is waited for.
pub async fn claim(
    tx: &mut Tx,
    app: &str,
    key: &str,
    fingerprint: &str,
    now: Millis,
    expired: Millis,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO registrations (app_id, idempotency_key, fingerprint, user_id, session_id, created_at) VALUES ($1, $2, $3, NULL, NULL, $4)
         ON CONFLICT (app_id, idempotency_key) DO UPDATE SET fingerprint = $3, user_id = NULL, session_id = NULL, password_hash = NULL, created_at = $4
         WHERE registrations.created_at <= $5",
    )
    .bind(app)
    .bind(key)
    .bind(fingerprint)
    .bind(now)
    .bind(expired)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn answer(
    tx: &mut Tx,
    app: &str,
    key: &str,
    first: First<'_>,
) -> Result<(), sqlx::Error> {
    let (user, session, hash) = match first {
        First::Of(user, session) => (Some(user), session, None),
        First::Quiet(hash) => (None, None, Some(hash)),
    };
    sqlx::query("UPDATE registrations SET user_id = $3, session_id = $4, password_hash = $5 WHERE app_id = $1 AND idempotency_key = $2")
        .bind(app)
        .bind(key)
        .bind(user)
        .bind(session)
        .bind(hash)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}
