//! What pollers are told of codes to scan, read in three ways: by handles, by what has changed since, and how far changes have come.
use std::sync::LazyLock;

use sqlx::AssertSqlSafe;

use super::Db;
use crate::clock::Millis;

/// Most handles in one statement.
const MOST: usize = 128;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Polled {
    pub poll_hash: String,
    pub app_id: String,
    pub custom_data: String,
    pub status: i64,
    pub user_id: Option<String>,
    pub decided_at: Option<Millis>,
    pub ticket_hash: Option<String>,
    pub expires_at: Millis,
    /// The number of its latest change.
    pub changed: i64,
}

macro_rules! polled {
    () => {
        "poll_hash, app_id, custom_data, status, user_id, decided_at, ticket_hash, expires_at, changed"
    };
}

/// The number of the latest change of any code.
pub async fn latest(db: &Db) -> Result<i64, sqlx::Error> {
    let (number,): (i64,) = sqlx::query_as("SELECT number FROM qrcode_changes")
        .fetch_one(&db.read)
        .await?;
    Ok(number)
}

/// Codes that have changed after the change of this number.
pub async fn since(db: &Db, number: i64) -> Result<Vec<Polled>, sqlx::Error> {
    sqlx::query_as(concat!(
        "SELECT ",
        polled!(),
        " FROM qrcodes WHERE changed > $1"
    ))
    .bind(number)
    .fetch_all(&db.read)
    .await
}

/// The rows of these secret handles' fingerprints; those that there are.
pub async fn rows(db: &Db, hashes: &[&str]) -> Result<Vec<Polled>, sqlx::Error> {
    let mut all = Vec::new();
    for some in hashes.chunks(MOST) {
        match some {
            [one] => all.extend(one_row(db, one).await?),
            many => all.extend(many_rows(db, many).await?),
        }
    }
    Ok(all)
}

async fn one_row(db: &Db, hash: &str) -> Result<Option<Polled>, sqlx::Error> {
    sqlx::query_as(concat!(
        "SELECT ",
        polled!(),
        " FROM qrcodes WHERE poll_hash = $1"
    ))
    .bind(hash)
    .fetch_optional(&db.read)
    .await
}

/// Always of one length, so that the statement is prepared once; a place that nobody needs holds what no row has.
async fn many_rows(db: &Db, hashes: &[&str]) -> Result<Vec<Polled>, sqlx::Error> {
    static MANY: LazyLock<String> = LazyLock::new(|| {
        let places: Vec<_> = (1..=MOST).map(|it| format!("${it}")).collect();
        let columns = polled!();
        let places = places.join(", ");
        format!("SELECT {columns} FROM qrcodes WHERE poll_hash IN ({places})")
    });
    let mut query = sqlx::query_as(AssertSqlSafe(MANY.as_str()));
    for hash in hashes
        .iter()
        .copied()
        .chain(std::iter::repeat(""))
        .take(MOST)
    {
        query = query.bind(hash);
    }
    query.fetch_all(&db.read).await
}
