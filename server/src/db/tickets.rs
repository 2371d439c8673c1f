//! Tickets of scanned codes: handed out once, used once. Kept as fingerprints in the row of their code.
use super::{Db, Found, Tx, qrcodes};
use crate::clock::Millis;

/// Gives an agreed-to code its ticket. False where it has one already, or was agreed to too long ago.
pub async fn issue(
    tx: &mut Tx,
    poll_hash: &str,
    ticket_hash: &str,
    expires_at: Millis,
    agreed_after: Millis,
) -> Result<bool, sqlx::Error> {
    qrcodes::next_change(tx).await?;
    let done = sqlx::query(
        "UPDATE qrcodes SET ticket_hash = $2, ticket_expires_at = $3, changed = (SELECT number FROM qrcode_changes)
         WHERE poll_hash = $1 AND status = 2 AND ticket_hash IS NULL AND decided_at > $4",
    )
    .bind(poll_hash)
    .bind(ticket_hash)
    .bind(expires_at)
    .bind(agreed_after)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Whom a ticket signs in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Whose {
    pub user_id: String,
    /// Of the page that asked for the code.
    pub origin: Option<String>,
}

/// Whose a ticket of this app is, used or not.
pub async fn whose(db: &Db, ticket_hash: &str, app: &str) -> Found<Whose> {
    sqlx::query_as("SELECT user_id, origin FROM qrcodes WHERE ticket_hash = $1 AND app_id = $2")
        .bind(ticket_hash)
        .bind(app)
        .fetch_optional(&db.read)
        .await
}

/// False where it was used, or is too old.
pub async fn use_up(
    tx: &mut Tx,
    ticket_hash: &str,
    app: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE qrcodes SET ticket_used_at = $3
         WHERE ticket_hash = $1 AND app_id = $2 AND ticket_used_at IS NULL AND ticket_expires_at > $3",
    )
    .bind(ticket_hash)
    .bind(app)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn began(tx: &mut Tx, ticket_hash: &str, session: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE qrcodes SET session_id = $2 WHERE ticket_hash = $1")
        .bind(ticket_hash)
        .bind(session)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// Ends the session that a ticket of this app began, if it began one.
pub async fn end_session(
    tx: &mut Tx,
    ticket_hash: &str,
    app: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE sessions SET revoked_at = $3
         WHERE revoked_at IS NULL AND id = (SELECT session_id FROM qrcodes WHERE ticket_hash = $1 AND app_id = $2)",
    )
    .bind(ticket_hash)
    .bind(app)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}
