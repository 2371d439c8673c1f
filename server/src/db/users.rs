//! The people of a pool. Every lookup names the pool, so that no id opens another one's rows.
//!
//! Whoever holds a transaction looks up in it: waiting for a second connection while holding one, a few at once wait for each other.
use sqlx::{Any, Executor};

use super::{Found, Tx};
use crate::auth::identifier::Identifier;
use crate::clock::Millis;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct User {
    pub id: String,
    pub pool_id: String,
    pub username: Option<String>,
    pub email: Option<String>,
    pub email_verified: i64,
    pub phone: Option<String>,
    pub phone_verified: i64,
    pub nickname: Option<String>,
    /// Empty where there is no password; see [`User::password`].
    pub password_hash: String,
    pub source: String,
    pub blocked: i64,
    pub logins: i64,
    pub last_login_at: Option<Millis>,
    pub created_at: Millis,
}

impl User {
    /// Only who has shown that the mailbox is theirs is called by name in it: otherwise anybody could have us send their own words to strangers.
    pub fn greeted_as(&self) -> Option<&str> {
        self.nickname
            .as_deref()
            .filter(|_| self.email_verified != 0)
    }

    /// The password's hash; `None` for who signs in in other ways alone.
    pub fn password(&self) -> Option<&str> {
        Some(self.password_hash.as_str()).filter(|it| !it.is_empty())
    }

    /// Whether somebody has shown that this address of the account is theirs.
    pub fn has_proven(&self, address: &Identifier) -> bool {
        match address {
            Identifier::Email(_) => self.email_verified != 0,
            Identifier::Phone(_) => self.phone_verified != 0,
            Identifier::Username(_) => true,
        }
    }
}

pub async fn by_identifier(
    on: impl Executor<'_, Database = Any>,
    pool: &str,
    identifier: &Identifier,
) -> Found<User> {
    let sql = match identifier {
        Identifier::Email(_) => "SELECT * FROM users WHERE pool_id = $1 AND email_key = $2",
        Identifier::Username(_) => "SELECT * FROM users WHERE pool_id = $1 AND username_key = $2",
        Identifier::Phone(_) => "SELECT * FROM users WHERE pool_id = $1 AND phone = $2",
    };
    sqlx::query_as(sql)
        .bind(pool)
        .bind(identifier.key())
        .fetch_optional(on)
        .await
}

pub async fn by_id(on: impl Executor<'_, Database = Any>, pool: &str, id: &str) -> Found<User> {
    sqlx::query_as("SELECT * FROM users WHERE pool_id = $1 AND id = $2")
        .bind(pool)
        .bind(id)
        .fetch_optional(on)
        .await
}

/// A person to be written down. `*_key` is the form in which names are compared.
pub struct NewUser<'a> {
    pub id: &'a str,
    pub pool: &'a str,
    pub username: Option<(&'a str, &'a str)>,
    pub email: Option<(&'a str, &'a str)>,
    pub email_verified: bool,
    /// E.164.
    pub phone: Option<&'a str>,
    pub phone_verified: bool,
    pub nickname: Option<&'a str>,
    /// Empty for none.
    pub password_hash: &'a str,
    pub source: &'a str,
}

/// False where the name, the address or the number is taken; nothing is written then.
pub async fn add(tx: &mut Tx, user: &NewUser<'_>, now: Millis) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO users (id, pool_id, username, username_key, email, email_key, email_verified, nickname, password_hash, source, blocked, logins, last_login_at, created_at, phone, phone_verified)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, NULL, $11, $12, $13) ON CONFLICT DO NOTHING",
    )
    .bind(user.id)
    .bind(user.pool)
    .bind(user.username.map(|it| it.0))
    .bind(user.username.map(|it| it.1))
    .bind(user.email.map(|it| it.0))
    .bind(user.email.map(|it| it.1))
    .bind(i64::from(user.email_verified))
    .bind(user.nickname)
    .bind(user.password_hash)
    .bind(user.source)
    .bind(now)
    .bind(user.phone)
    .bind(i64::from(user.phone_verified))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn signed_in(tx: &mut Tx, id: &str, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET logins = logins + 1, last_login_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// Keeps everybody else from writing of this person until `tx` ends.
pub async fn hold(tx: &mut Tx, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET blocked = blocked WHERE id = $1")
        .bind(id)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// The same; false where the person is blocked by now, or has another password than the one of `hash`.
pub async fn hold_with(tx: &mut Tx, id: &str, hash: &str) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE users SET blocked = blocked WHERE id = $1 AND password_hash = $2 AND blocked = 0",
    )
    .bind(id)
    .bind(hash)
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn set_password(tx: &mut Tx, id: &str, hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1")
        .bind(id)
        .bind(hash)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// Notes that somebody has shown that `address` of the account is theirs.
pub async fn proven(tx: &mut Tx, id: &str, address: &Identifier) -> Result<(), sqlx::Error> {
    let sql = match address {
        Identifier::Email(_) => "UPDATE users SET email_verified = 1 WHERE id = $1",
        Identifier::Phone(_) => "UPDATE users SET phone_verified = 1 WHERE id = $1",
        Identifier::Username(_) => return Ok(()),
    };
    sqlx::query(sql)
        .bind(id)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}
