//! The server's own keys: made once, by whichever node comes first, and the same for all.
use super::Db;
use crate::clock::Millis;

/// Keeps `value` under `name` unless something is there already, and gives what is there.
pub async fn secret(db: &Db, name: &str, value: &str, now: Millis) -> Result<String, sqlx::Error> {
    let mut tx = db.begin().await?;
    sqlx::query("INSERT INTO secrets (name, value, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .bind(value)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    let (kept,): (String,) = sqlx::query_as("SELECT value FROM secrets WHERE name = $1")
        .bind(name)
        .fetch_one(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(kept)
}

/// A key that signs tokens: PKCS#8 in base64.
#[derive(sqlx::FromRow)]
pub struct SigningKey {
    pub kid: String,
    pub pkcs8: String,
}

pub async fn add_signing(db: &Db, kid: &str, pkcs8: &str, now: Millis) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    sqlx::query("INSERT INTO signing_keys (kid, pkcs8, created_at) VALUES ($1, $2, $3)")
        .bind(kid)
        .bind(pkcs8)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}

/// The oldest first: that one signs, all of them verify.
pub async fn signing(db: &Db) -> Result<Vec<SigningKey>, sqlx::Error> {
    sqlx::query_as("SELECT kid, pkcs8 FROM signing_keys ORDER BY created_at, kid")
        .fetch_all(&db.read)
        .await
}
