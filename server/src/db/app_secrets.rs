//! Secrets by which an app's own server is known; only fingerprints are kept.
use super::{Db, Tx};
use crate::clock::Millis;

pub async fn add(tx: &mut Tx, app: &str, hash: &str, now: Millis) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO app_secrets (secret_hash, app_id, created_at) VALUES ($1, $2, $3)")
        .bind(hash)
        .bind(app)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

pub async fn is_of(db: &Db, app: &str, hash: &str) -> Result<bool, sqlx::Error> {
    let found: Option<(String,)> =
        sqlx::query_as("SELECT app_id FROM app_secrets WHERE secret_hash = $1 AND app_id = $2")
            .bind(hash)
            .bind(app)
            .fetch_optional(&db.read)
            .await?;
    Ok(found.is_some())
}
