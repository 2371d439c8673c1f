//! One-time codes and what they open. Only keyed hashes are kept.
use sqlx::{Any, Executor};

use super::{Found, Tx};
use crate::clock::{HOUR, MINUTE, Millis};

/// What a code is for and whom it was sent to; `target` is a keyed hash.
#[derive(Clone, Copy)]
pub struct CodeFor<'a> {
    pub pool: &'a str,
    pub app: &'a str,
    pub purpose: &'a str,
    pub target: &'a str,
}

/// Sends are counted by target, whatever they are for: otherwise each purpose would add five an hour, and five tries each.
const ANY_PURPOSE: &str = "any";

/// When the last five codes went to a target, the newest first; 0 where there were fewer.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
pub struct Sent {
    pub sent_at: Millis,
    sent_2: Millis,
    sent_3: Millis,
    sent_4: Millis,
    sent_5: Millis,
}

impl Sent {
    /// When another one may go.
    pub fn next_at(&self) -> Millis {
        (self.sent_at + MINUTE).max(self.sent_5 + HOUR)
    }

    /// How many went after `then`, five at most.
    pub fn since(&self, then: Millis) -> i64 {
        let all = [
            self.sent_at,
            self.sent_2,
            self.sent_3,
            self.sent_4,
            self.sent_5,
        ];
        all.into_iter().map(|it| i64::from(it > then)).sum()
    }
}

/// Claims the right to send one code: at most one a minute, and five within any hour, to a target. `None` when it is too early.
pub async fn claim_send(tx: &mut Tx, what: CodeFor<'_>, now: Millis) -> Found<Sent> {
    let rows: Vec<Sent> = sqlx::query_as(
        "INSERT INTO code_targets (pool_id, purpose, target, sent_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (pool_id, purpose, target) DO UPDATE SET
             sent_at = $4, sent_2 = code_targets.sent_at, sent_3 = code_targets.sent_2,
             sent_4 = code_targets.sent_3, sent_5 = code_targets.sent_4
         WHERE code_targets.sent_at <= $4 - $5 AND code_targets.sent_5 <= $4 - $6
         RETURNING sent_at, sent_2, sent_3, sent_4, sent_5",
    )
    .bind(what.pool)
    .bind(ANY_PURPOSE)
    .bind(what.target)
    .bind(now)
    .bind(MINUTE)
    .bind(HOUR)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().next())
}

/// When codes went to this target.
pub async fn last_sends(on: impl Executor<'_, Database = Any>, what: CodeFor<'_>) -> Found<Sent> {
    sqlx::query_as("SELECT sent_at, sent_2, sent_3, sent_4, sent_5 FROM code_targets WHERE pool_id = $1 AND purpose = $2 AND target = $3")
        .bind(what.pool)
        .bind(ANY_PURPOSE)
        .bind(what.target)
        .fetch_optional(on)
        .await
}

/// How many codes to this target, for whatever app and purpose, were worn out by wrong tries since `then`.
pub async fn worn_out(tx: &mut Tx, what: CodeFor<'_>, then: Millis) -> Result<i64, sqlx::Error> {
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM codes WHERE pool_id = $1 AND target = $2 AND created_at > $3 AND tries >= $4 AND used_at IS NULL",
    )
    .bind(what.pool)
    .bind(what.target)
    .bind(then)
    .bind(TRIES)
    .fetch_one(&mut **tx)
    .await?;
    Ok(count)
}

pub struct NewCode<'a> {
    pub id: &'a str,
    /// Absent where no account has the address: such a code opens nothing.
    pub user: Option<&'a str>,
    pub salt: &'a str,
    pub hash: &'a str,
    pub expires_at: Millis,
}

pub async fn add(
    tx: &mut Tx,
    what: CodeFor<'_>,
    code: &NewCode<'_>,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO codes (id, pool_id, app_id, purpose, target, user_id, salt, code_hash, tries, created_at, expires_at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, NULL)",
    )
    .bind(code.id)
    .bind(what.pool)
    .bind(what.app)
    .bind(what.purpose)
    .bind(what.target)
    .bind(code.user)
    .bind(code.salt)
    .bind(code.hash)
    .bind(now)
    .bind(code.expires_at)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// A code that may be compared once, since the try is counted already.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Tried {
    pub id: String,
    pub user_id: Option<String>,
    pub salt: String,
    pub code_hash: String,
    pub tries: i64,
}

/// Most wrong tries at one code.
pub const TRIES: i64 = 5;

/// Counts a try at the newest code for `what`; `None` if there is none that is unused, unexpired and not worn out.
pub async fn claim_try(tx: &mut Tx, what: CodeFor<'_>, now: Millis) -> Found<Tried> {
    let rows: Vec<Tried> = sqlx::query_as(
        "UPDATE codes SET tries = tries + 1
         WHERE id = (SELECT id FROM codes WHERE pool_id = $1 AND app_id = $2 AND purpose = $3 AND target = $4 ORDER BY created_at DESC, id DESC LIMIT 1)
           AND used_at IS NULL AND expires_at > $5 AND tries < $6
         RETURNING id, user_id, salt, code_hash, tries",
    )
    .bind(what.pool)
    .bind(what.app)
    .bind(what.purpose)
    .bind(what.target)
    .bind(now)
    .bind(TRIES)
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().next())
}

/// Takes a try back: it was right, and the code stays good for what it was asked for.
pub async fn give_back(tx: &mut Tx, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE codes SET tries = tries - 1 WHERE id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// False where somebody else used it first.
pub async fn use_up(tx: &mut Tx, id: &str, now: Millis) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE codes SET used_at = $2 WHERE id = $1 AND used_at IS NULL")
        .bind(id)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Whom a token allows to choose a new password.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reset {
    pub user_id: String,
    /// `email` or `phone`: where the code had been sent.
    pub channel: String,
}

pub async fn add_reset(
    tx: &mut Tx,
    token_hash: &str,
    app: &str,
    user: &str,
    channel: &str,
    expires_at: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO reset_tokens (token_hash, app_id, user_id, channel, expires_at, used_at) VALUES ($1, $2, $3, $4, $5, NULL)")
        .bind(token_hash)
        .bind(app)
        .bind(user)
        .bind(channel)
        .bind(expires_at)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

pub async fn read_reset(db: &super::Db, token_hash: &str, app: &str, now: Millis) -> Found<Reset> {
    sqlx::query_as("SELECT user_id, channel FROM reset_tokens WHERE token_hash = $1 AND app_id = $2 AND used_at IS NULL AND expires_at > $3")
        .bind(token_hash)
        .bind(app)
        .bind(now)
        .fetch_optional(&db.read)
        .await
}

/// Uses a token up, and with it every other one of the same person. False where it was used already.
pub async fn use_reset(
    tx: &mut Tx,
    token_hash: &str,
    app: &str,
    user: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("UPDATE reset_tokens SET used_at = $3 WHERE token_hash = $1 AND app_id = $2 AND used_at IS NULL AND expires_at > $3")
        .bind(token_hash)
        .bind(app)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("UPDATE reset_tokens SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL")
        .bind(user)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(true)
}
