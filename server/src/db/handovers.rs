//! Tickets of the server's own page: handed to an app's address once, used once. Kept as fingerprints.
use super::{Db, Found, Tx};
use crate::clock::Millis;

/// What a ticket is good for.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Handover {
    pub redirect_uri: String,
    pub challenge: Option<String>,
    pub from_session: String,
}

pub async fn add(
    tx: &mut Tx,
    (ticket_hash, app): (&str, &str),
    handover: &Handover,
    expires_at: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO handovers (ticket_hash, app_id, redirect_uri, challenge, from_session, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(ticket_hash)
    .bind(app)
    .bind(&handover.redirect_uri)
    .bind(&handover.challenge)
    .bind(&handover.from_session)
    .bind(expires_at)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// A ticket of this app, used or not.
pub async fn find(db: &Db, ticket_hash: &str, app: &str) -> Found<Handover> {
    sqlx::query_as(
        "SELECT redirect_uri, challenge, from_session FROM handovers WHERE ticket_hash = $1 AND app_id = $2",
    )
    .bind(ticket_hash)
    .bind(app)
    .fetch_optional(&db.read)
    .await
}

/// False where it was used, is too old, or comes from a session that has been ended.
pub async fn use_up(tx: &mut Tx, ticket_hash: &str, now: Millis) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE handovers SET used_at = $2 WHERE ticket_hash = $1 AND used_at IS NULL AND expires_at > $2
           AND EXISTS (SELECT 1 FROM sessions WHERE sessions.id = handovers.from_session AND sessions.revoked_at IS NULL)",
    )
    .bind(ticket_hash)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn began(tx: &mut Tx, ticket_hash: &str, session: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE handovers SET session_id = $2 WHERE ticket_hash = $1")
        .bind(ticket_hash)
        .bind(session)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// Ends the session that a ticket began, if it began one.
pub async fn end_session(tx: &mut Tx, ticket_hash: &str, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sessions SET revoked_at = $2
         WHERE revoked_at IS NULL AND id = (SELECT session_id FROM handovers WHERE ticket_hash = $1)",
    )
    .bind(ticket_hash)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}
