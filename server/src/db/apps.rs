//! Apps and the user pools they belong to.
use sqlx::{Any, Executor};

use super::{Db, Found, Tx};
use crate::clock::Millis;

/// An app with its pool, as stored: `settings` is JSON text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct AppRow {
    pub id: String,
    pub pool_id: String,
    pub pool_name: String,
    pub settings: String,
    pub pool_settings: String,
}

pub async fn find(on: impl Executor<'_, Database = Any>, id: &str) -> Found<AppRow> {
    sqlx::query_as(
        "SELECT apps.id, apps.pool_id, pools.name AS pool_name, apps.settings, pools.settings AS pool_settings FROM apps JOIN pools ON pools.id = apps.pool_id WHERE apps.id = $1",
    )
    .bind(id)
    .fetch_optional(on)
    .await
}

pub async fn first_of_pool(db: &Db, pool: &str) -> Found<AppRow> {
    sqlx::query_as(
        "SELECT apps.id, apps.pool_id, pools.name AS pool_name, apps.settings, pools.settings AS pool_settings FROM apps JOIN pools ON pools.id = apps.pool_id WHERE apps.pool_id = $1 ORDER BY apps.created_at, apps.id LIMIT 1",
    )
    .bind(pool)
    .fetch_optional(&db.read)
    .await
}

pub async fn all(db: &Db) -> Result<Vec<AppRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT apps.id, apps.pool_id, pools.name AS pool_name, apps.settings, pools.settings AS pool_settings FROM apps JOIN pools ON pools.id = apps.pool_id ORDER BY apps.created_at, apps.id",
    )
    .fetch_all(&db.read)
    .await
}

/// False where an app of this id was there already.
pub async fn add(
    tx: &mut Tx,
    id: &str,
    pool: &str,
    settings: &str,
    now: Millis,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("INSERT INTO apps (id, pool_id, settings, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(pool)
        .bind(settings)
        .bind(now)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub async fn set(tx: &mut Tx, id: &str, settings: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE apps SET settings = $2 WHERE id = $1")
        .bind(id)
        .bind(settings)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

pub async fn add_pool(
    tx: &mut Tx,
    id: &str,
    name: &str,
    transport_key: &str,
    now: Millis,
) -> Result<(), sqlx::Error> {
    sqlx::query("INSERT INTO pools (id, name, transport_key, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(name)
        .bind(transport_key)
        .bind(now)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

pub async fn pool_settings(db: &Db, id: &str) -> Found<(String,)> {
    sqlx::query_as("SELECT settings FROM pools WHERE id = $1")
        .bind(id)
        .fetch_optional(&db.read)
        .await
}

pub async fn set_pool(tx: &mut Tx, id: &str, settings: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE pools SET settings = $2 WHERE id = $1")
        .bind(id)
        .bind(settings)
        .execute(&mut **tx)
        .await
        .map(|_| ())
}

pub async fn pool_exists(db: &Db, id: &str) -> Result<bool, sqlx::Error> {
    let found: Option<(String,)> = sqlx::query_as("SELECT id FROM pools WHERE id = $1")
        .bind(id)
        .fetch_optional(&db.read)
        .await?;
    Ok(found.is_some())
}

/// The pool that speaks where a request names none: the oldest.
pub async fn first_pool(db: &Db) -> Found<(String,)> {
    sqlx::query_as("SELECT id FROM pools ORDER BY created_at, id LIMIT 1")
        .fetch_optional(&db.read)
        .await
}

/// The pool's private transport key: PKCS#8 in base64.
pub async fn transport_key(db: &Db, pool: &str) -> Found<(String,)> {
    sqlx::query_as("SELECT transport_key FROM pools WHERE id = $1")
        .bind(pool)
        .fetch_optional(&db.read)
        .await
}
