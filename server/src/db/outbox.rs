//! Mails and text messages that wait, were sent, or were given up.
use super::{Db, Found, Tx};
use crate::clock::Millis;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Letter {
    pub id: String,
    pub app_id: String,
    pub channel: String,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    /// What a provider's template is filled with, as JSON; empty for mails.
    pub parameters: String,
    pub state: String,
    pub tries: i64,
    pub expires_at: Millis,
    pub created_at: Millis,
}

/// How a letter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Email,
    Sms,
}

impl Channel {
    fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
        }
    }
}

pub struct NewLetter<'a> {
    pub id: &'a str,
    pub app: &'a str,
    pub channel: Channel,
    pub recipient: &'a str,
    pub subject: &'a str,
    pub text: &'a str,
    pub html: &'a str,
    pub parameters: &'a str,
    /// `queued`, or `suppressed` where nobody is to get it.
    pub state: &'static str,
    pub expires_at: Millis,
}

pub async fn add(tx: &mut Tx, letter: &NewLetter<'_>, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO outbox (id, app_id, channel, recipient, subject, body_text, body_html, state, tries, next_at, expires_at, created_at, parameters)
         VALUES ($1, $2, $10, $3, $4, $5, $6, $7, 0, $8, $9, $8, $11)",
    )
    .bind(letter.id)
    .bind(letter.app)
    .bind(letter.recipient)
    .bind(letter.subject)
    .bind(letter.text)
    .bind(letter.html)
    .bind(letter.state)
    .bind(now)
    .bind(letter.expires_at)
    .bind(letter.channel.key())
    .bind(letter.parameters)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// Takes the letter that has waited longest, and keeps other nodes off it until `lease_until`.
pub async fn take(
    tx: &mut Tx,
    channel: Channel,
    now: Millis,
    lease_until: Millis,
) -> Found<Letter> {
    let rows: Vec<Letter> = sqlx::query_as(
        "UPDATE outbox SET tries = tries + 1, next_at = $2
         WHERE id = (SELECT id FROM outbox WHERE state = 'queued' AND channel = $3 AND next_at <= $1 ORDER BY next_at, id LIMIT 1) AND state = 'queued' AND next_at <= $1
         RETURNING id, app_id, channel, recipient, subject, body_text, body_html, parameters, state, tries, expires_at, created_at",
    )
    .bind(now)
    .bind(lease_until)
    .bind(channel.key())
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().next())
}

/// Ends a letter's life here. Its text goes: it may hold a code, and nobody reads it here again.
pub async fn finish(tx: &mut Tx, id: &str, state: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE outbox SET state = $2, body_text = '', body_html = '', parameters = '' WHERE id = $1")
        .bind(id)
        .bind(state)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

pub async fn retry_at(tx: &mut Tx, id: &str, at: Millis) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE outbox SET next_at = $2 WHERE id = $1")
        .bind(id)
        .bind(at)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// The newest first, without those that were written for nobody.
pub async fn list(db: &Db, most: i64) -> Result<Vec<Letter>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, app_id, channel, recipient, subject, body_text, body_html, parameters, state, tries, expires_at, created_at FROM outbox
         WHERE state <> 'suppressed' ORDER BY created_at DESC, id DESC LIMIT $1",
    )
    .bind(most)
    .fetch_all(&db.read)
    .await
}

pub async fn remove_all(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM outbox")
        .execute(&mut **tx)
        .await
        .map(|_| ())
}
