//! Links in mails, by the hash of their token.
use super::{Db, Found, Tx};
use crate::clock::Millis;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Link {
    pub token_hash: String,
    /// `verify` or `sign-in`.
    pub kind: String,
    pub pool_id: String,
    pub app_id: String,
    /// The address that the mail went to, as compared.
    pub email: String,
    /// Absent where no account had the address.
    pub user_id: Option<String>,
    /// Of the browser in which it was asked for.
    pub browser_hash: Option<String>,
    pub code_id: Option<String>,
    pub approved_at: Option<Millis>,
}

/// The columns of a [`Link`].
macro_rules! link {
    () => {
        "token_hash, kind, pool_id, app_id, email, user_id, browser_hash, code_id, approved_at"
    };
}

pub struct NewLink<'a> {
    pub token_hash: &'a str,
    pub kind: &'static str,
    pub pool: &'a str,
    pub app: &'a str,
    pub email: &'a str,
    pub user: Option<&'a str>,
    pub browser_hash: Option<&'a str>,
    pub poll_hash: Option<&'a str>,
    pub code: Option<&'a str>,
    pub expires_at: Millis,
}

pub async fn add(tx: &mut Tx, link: &NewLink<'_>, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO links (token_hash, kind, pool_id, app_id, email, user_id, browser_hash, poll_hash, code_id, created_at, expires_at, used_at, approved_at, claimed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, NULL)",
    )
    .bind(link.token_hash)
    .bind(link.kind)
    .bind(link.pool)
    .bind(link.app)
    .bind(link.email)
    .bind(link.user)
    .bind(link.browser_hash)
    .bind(link.poll_hash)
    .bind(link.code)
    .bind(now)
    .bind(link.expires_at)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// A link that can still be used. Looking at it changes nothing.
pub async fn open(db: &Db, token_hash: &str, now: Millis) -> Found<Link> {
    sqlx::query_as(concat!(
        "SELECT ",
        link!(),
        " FROM links WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"
    ))
    .bind(token_hash)
    .bind(now)
    .fetch_optional(&db.read)
    .await
}

/// Uses a link up; `None` where somebody else did first.
pub async fn use_up(tx: &mut Tx, token_hash: &str, now: Millis) -> Found<Link> {
    let rows: Vec<Link> = sqlx::query_as(concat!(
        "UPDATE links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING ",
        link!()
    ))
    .bind(token_hash)
    .bind(now)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().next())
}

/// Lets the box that asked for the link have its session.
pub async fn approve(tx: &mut Tx, token_hash: &str, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE links SET approved_at = $2 WHERE token_hash = $1")
        .bind(token_hash)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// The link that a box waits for, unless it has had its session.
pub async fn awaited(db: &Db, poll_hash: &str, app: &str, now: Millis) -> Found<Link> {
    sqlx::query_as(concat!(
        "SELECT ",
        link!(),
        " FROM links WHERE poll_hash = $1 AND app_id = $2 AND claimed_at IS NULL AND expires_at > $3"
    ))
    .bind(poll_hash)
    .bind(app)
    .bind(now)
    .fetch_optional(&db.read)
    .await
}

/// False where another request took the session first.
pub async fn claim(tx: &mut Tx, token_hash: &str, now: Millis) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE links SET claimed_at = $2 WHERE token_hash = $1 AND claimed_at IS NULL AND approved_at IS NOT NULL")
        .bind(token_hash)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Ends the link of a code that was used in its stead.
pub async fn end_with_code(tx: &mut Tx, code: &str, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE links SET used_at = COALESCE(used_at, $2), claimed_at = COALESCE(claimed_at, $2) WHERE code_id = $1")
        .bind(code)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}
