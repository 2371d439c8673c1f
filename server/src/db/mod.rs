//! Queries, and no rules: what may happen is decided in `auth`.
//!
//! One set of statements serves SQLite and PostgreSQL. Reads and writes have pools of their own, since SQLite has one writer:
//! its pool for writing holds a single connection, so writers queue here instead of failing as busy.
use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyPool, Transaction};

pub mod agreed;
pub mod app_secrets;
pub mod apps;
pub mod attempts;
pub mod captchas;
pub mod codes;
pub mod handovers;
pub mod hosted;
pub mod keys;
pub mod known;
pub mod links;
pub mod outbox;
pub mod polls;
pub mod qrcodes;
pub mod registrations;
pub mod sessions;
pub mod sweep;
pub mod tickets;
pub mod users;

pub type Tx = Transaction<'static, Any>;
pub type Found<T> = Result<Option<T>, sqlx::Error>;

#[derive(Clone)]
pub struct Db {
    pub read: AnyPool,
    write: AnyPool,
    begin: &'static str,
}

/// Why the database cannot be used, for the person who starts the server.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    #[error("the database cannot be opened: {0}")]
    Connect(#[from] sqlx::Error),
    #[error(
        "the database's tables cannot be brought up to date: {0}. A database of a newer version needs that version of guard-server"
    )]
    Migrate(#[from] sqlx::migrate::MigrateError),
}

impl Db {
    /// Connects and brings the tables up to date. `url`: `sqlite://…` or `postgres://…`.
    pub async fn open(url: &str) -> Result<Self, OpenFault> {
        sqlx::any::install_default_drivers();
        let db = if url.starts_with("sqlite:") {
            Self::sqlite(url).await?
        } else {
            Self::postgres(url).await?
        };
        sqlx::migrate!("./migrations").run(&db.write).await?;
        Ok(db)
    }

    async fn sqlite(url: &str) -> Result<Self, sqlx::Error> {
        let options = AnyConnectOptions::from_str(url)?;
        let pool = |connections| {
            AnyPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(WAIT)
                .after_connect(|connection, _| {
                    Box::pin(async move {
                        // FULL: what was acknowledged survives a loss of power as well as a crash.
                        for pragma in [
                            "PRAGMA busy_timeout = 5000",
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA synchronous = FULL",
                            "PRAGMA foreign_keys = ON",
                        ] {
                            sqlx::query(pragma).execute(&mut *connection).await?;
                        }
                        Ok(())
                    })
                })
        };
        // The writer first: it creates the file and switches it to WAL before any reader looks.
        let write = pool(1).connect_with(options.clone()).await?;
        let read = pool(4).connect_with(options).await?;
        Ok(Self {
            read,
            write,
            begin: "BEGIN IMMEDIATE",
        })
    }

    async fn postgres(url: &str) -> Result<Self, sqlx::Error> {
        let pool = AnyPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(WAIT)
            .connect(url)
            .await?;
        Ok(Self {
            read: pool.clone(),
            write: pool,
            begin: "BEGIN",
        })
    }

    /// A transaction that writes. Dropped without `commit`, it leaves nothing.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        self.write.begin_with(self.begin).await
    }

    pub async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }

    pub async fn alive(&self) -> Result<(), sqlx::Error> {
        sqlx::query("SELECT 1")
            .execute(&self.read)
            .await
            .map(|_| ())
    }
}

/// Longest wait for a connection; a request that gets none is answered with 503.
const WAIT: Duration = Duration::from_secs(5);
