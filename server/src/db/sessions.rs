//! Sessions: a token is good only as long as its row here says so.
use super::{Db, Found, Tx, known, qrcodes, users};
use crate::clock::Millis;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SessionRow {
    pub id: String,
    pub user_id: String,
    pub app_id: String,
    pub created_at: Millis,
    pub seen_at: Millis,
    pub expires_at: Millis,
}

pub async fn add(tx: &mut Tx, session: &SessionRow) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO sessions (id, user_id, app_id, created_at, seen_at, expires_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, NULL)")
        .bind(&session.id)
        .bind(&session.user_id)
        .bind(&session.app_id)
        .bind(session.created_at)
        .bind(session.seen_at)
        .bind(session.expires_at)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// A session of `app` that has neither been ended nor expired.
pub async fn live(db: &Db, id: &str, app: &str, now: Millis, idle: Millis) -> Found<SessionRow> {
    sqlx::query_as(
        "SELECT id, user_id, app_id, created_at, seen_at, expires_at FROM sessions
         WHERE id = $1 AND app_id = $2 AND revoked_at IS NULL AND expires_at > $3 AND seen_at > $3 - $4",
    )
    .bind(id)
    .bind(app)
    .bind(now)
    .bind(idle)
    .fetch_optional(&db.read)
    .await
}

pub async fn seen(tx: &mut Tx, id: &str, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE sessions SET seen_at = $2 WHERE id = $1 AND revoked_at IS NULL")
        .bind(id)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

pub async fn revoke(tx: &mut Tx, id: &str, app: &str, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE sessions SET revoked_at = $3 WHERE id = $1 AND app_id = $2 AND revoked_at IS NULL",
    )
    .bind(id)
    .bind(app)
    .bind(now)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// Ends every way in that came before: what a phone has agreed to, browsers that are known, and sessions.
///
/// It comes before anything else that is written of the person: whoever signs in at this moment waits for it, or is seen by it, and two of them take the
/// rows in one order.
pub async fn revoke_all(tx: &mut Tx, user: &str, now: Millis) -> Result<(), sqlx::Error> {
    qrcodes::end_all(tx, user).await?;
    users::hold(tx, user).await?;
    known::forget(tx, user).await?;
    sqlx::query("UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL")
        .bind(user)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}
