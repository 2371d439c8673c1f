//! Codes that are scanned, from their making to the use of their ticket. Each change of state is one guarded statement, so of two that meet, one holds.
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::QueryAs;

use super::{Db, Found, Tx};
use crate::clock::Millis;

/// What a code's state is called in the protocol.
pub mod status {
    pub const WAITING: i64 = 0;
    pub const SCANNED: i64 = 1;
    pub const AGREED: i64 = 2;
    pub const CANCELLED: i64 = 3;
}

/// The asking browser, as far as a phone is shown it.
#[derive(Clone, Debug, Default)]
pub struct Asker {
    pub origin: Option<String>,
    pub browser: Option<String>,
    pub os: Option<String>,
    /// A network or a word, never an address.
    pub address: Option<String>,
}

pub struct NewCode<'a> {
    pub poll_hash: &'a str,
    pub scan_hash: &'a str,
    pub app: &'a str,
    pub pool: &'a str,
    pub scene: &'a str,
    /// JSON text.
    pub custom_data: &'a str,
    pub asker: &'a Asker,
    pub match_number: Option<&'a str>,
    pub created_at: Millis,
    pub expires_at: Millis,
}

pub async fn add(tx: &mut Tx, code: &NewCode<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO qrcodes (poll_hash, scan_hash, app_id, pool_id, scene, custom_data, origin, browser, os, address, match_number, status, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13)",
    )
    .bind(code.poll_hash)
    .bind(code.scan_hash)
    .bind(code.app)
    .bind(code.pool)
    .bind(code.scene)
    .bind(code.custom_data)
    .bind(code.asker.origin.as_deref())
    .bind(code.asker.browser.as_deref())
    .bind(code.asker.os.as_deref())
    .bind(code.asker.address.as_deref())
    .bind(code.match_number)
    .bind(code.created_at)
    .bind(code.expires_at)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// A code as the phone that scanned it sees it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Scanned {
    pub app_id: String,
    pub pool_id: String,
    pub scene: String,
    pub custom_data: String,
    pub origin: Option<String>,
    pub browser: Option<String>,
    pub os: Option<String>,
    pub address: Option<String>,
    pub match_number: Option<String>,
    pub decided_at: Option<Millis>,
    pub created_at: Millis,
    pub expires_at: Millis,
}

macro_rules! scanned {
    () => {
        "app_id, pool_id, scene, custom_data, origin, browser, os, address, match_number, decided_at, created_at, expires_at"
    };
}

/// A code whose time is not over, whatever became of it.
pub async fn open(db: &Db, scan_hash: &str, now: Millis) -> Found<Scanned> {
    sqlx::query_as(concat!(
        "SELECT ",
        scanned!(),
        " FROM qrcodes WHERE scan_hash = $1 AND expires_at > $2"
    ))
    .bind(scan_hash)
    .bind(now)
    .fetch_optional(&db.read)
    .await
}

/// Somebody at a phone, acting on a code of their pool.
#[derive(Clone, Copy)]
pub struct Act<'a> {
    pub scan_hash: &'a str,
    pub pool: &'a str,
    pub user: &'a str,
    pub session: &'a str,
    pub now: Millis,
}

/// One step of a phone: what becomes of the row, and where. The session and its person count as they are at this moment, and not as they were when the
/// request came in.
macro_rules! step {
    ($set:literal, $from:literal) => {
        concat!(
            "UPDATE qrcodes SET ",
            $set,
            ", changed = (SELECT number FROM qrcode_changes)",
            " WHERE scan_hash = $1 AND pool_id = $2 AND ",
            $from,
            " AND EXISTS (SELECT 1 FROM sessions JOIN users ON users.id = sessions.user_id
                WHERE sessions.id = $5 AND sessions.user_id = $3 AND sessions.revoked_at IS NULL AND sessions.expires_at > $4
                  AND users.blocked = 0 AND users.pool_id = $2)
              RETURNING ",
            scanned!()
        )
    };
}

/// `None` where somebody else holds it, its time is over or it has been decided. Again by the same person: the same.
pub async fn scan(tx: &mut Tx, act: Act<'_>) -> Found<Scanned> {
    const SCAN: &str = step!(
        "status = 1, user_id = $3",
        "expires_at > $4 AND (status = 0 OR (status = 1 AND user_id = $3))"
    );
    run(tx, by(SCAN, act)).await
}

/// `None` unless this person has scanned it and not cancelled, and chose its number where it has one.
pub async fn agree(tx: &mut Tx, act: Act<'_>, number: Option<&str>) -> Found<Scanned> {
    const AGREE: &str = step!(
        "status = 2, decided_at = COALESCE(decided_at, $4)",
        "user_id = $3 AND (status = 2 OR (status = 1 AND expires_at > $4)) AND (match_number IS NULL OR match_number = $6)"
    );
    run(tx, by(AGREE, act).bind(number.map(str::to_owned))).await
}

/// Cancels a code of which this person chose another number than its own. `None` where that is not so.
pub async fn mistake(tx: &mut Tx, act: Act<'_>, number: &str) -> Found<Scanned> {
    const MISTAKE: &str = step!(
        "status = 3, decided_at = $4",
        "user_id = $3 AND status = 1 AND expires_at > $4 AND match_number <> $6"
    );
    run(tx, by(MISTAKE, act).bind(number.to_owned())).await
}

/// `None` unless this person has scanned it and not agreed.
pub async fn cancel(tx: &mut Tx, act: Act<'_>) -> Found<Scanned> {
    const CANCEL: &str = step!(
        "status = 3, decided_at = COALESCE(decided_at, $4)",
        "user_id = $3 AND (status = 3 OR (status = 1 AND expires_at > $4))"
    );
    run(tx, by(CANCEL, act)).await
}

type Statement<'a> = QueryAs<'a, Any, Scanned, AnyArguments>;

fn by<'a>(sql: &'static str, act: Act<'_>) -> Statement<'a> {
    sqlx::query_as(sql)
        .bind(act.scan_hash.to_owned())
        .bind(act.pool.to_owned())
        .bind(act.user.to_owned())
        .bind(act.now)
        .bind(act.session.to_owned())
}

async fn run(tx: &mut Tx, statement: Statement<'_>) -> Found<Scanned> {
    next_change(tx).await?;
    let rows = statement.fetch_all(&mut **tx).await?;
    Ok(rows.into_iter().next())
}

/// Takes the number of the next change, which the statement that makes the change writes into `changed`. Before any row of a code is touched, so that
/// two who change codes wait for one another in one order.
pub async fn next_change(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE qrcode_changes SET number = number + 1")
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

/// Cancels what this person has scanned or agreed to, and takes the ticket back that nobody has used.
pub async fn end_all(tx: &mut Tx, user: &str) -> Result<(), sqlx::Error> {
    next_change(tx).await?;
    sqlx::query(
        "UPDATE qrcodes SET status = 3, ticket_expires_at = 0, changed = (SELECT number FROM qrcode_changes)
         WHERE user_id = $1 AND status IN (1, 2) AND ticket_used_at IS NULL",
    )
    .bind(user)
    .execute(&mut **tx)
    .await
    .map(|_| ())
}

/// Ends a code's time; for tests of what happens then.
pub async fn expire(tx: &mut Tx, scan_hash: &str, now: Millis) -> Result<bool, sqlx::Error> {
    next_change(tx).await?;
    let done = sqlx::query("UPDATE qrcodes SET expires_at = $2, changed = (SELECT number FROM qrcode_changes) WHERE scan_hash = $1 AND expires_at > $2")
        .bind(scan_hash)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}
