//! A database for one case: a copy of one that was seeded once, so that no case waits for keys to be made.
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use super::lock::Lock;
use clap::Parser;
use guard_server::Server;
use guard_server::clock::Clock;
use guard_server::config::Config;
use sqlx::{AnyConnection, AssertSqlSafe, Connection};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// An administrator's URL of a PostgreSQL server on which databases may be made and dropped.
const ADMIN: &str = "GUARD_TEST_POSTGRES";

pub fn available() -> Vec<Kind> {
    if std::env::var(ADMIN).is_ok() {
        return vec![Kind::Sqlite, Kind::Postgres];
    }
    assert!(
        std::env::var("GUARD_TEST_REQUIRE_POSTGRES").as_deref() != Ok("1"),
        "GUARD_TEST_REQUIRE_POSTGRES is set, but {ADMIN} names no server: run `cargo xtask test`, or set it to a URL like postgres://postgres@127.0.0.1:5432/postgres"
    );
    vec![Kind::Sqlite]
}

#[derive(Clone, Debug)]
pub struct Database {
    pub kind: Kind,
    /// The name of the folder, and of the PostgreSQL database.
    name: String,
}

impl Database {
    pub fn create(kind: Kind) -> Self {
        let database = Self {
            kind,
            name: unique(),
        };
        std::fs::create_dir_all(database.folder()).unwrap();
        let template = template(kind);
        match kind {
            Kind::Sqlite => {
                std::fs::copy(
                    template.folder().join("guard.db"),
                    database.folder().join("guard.db"),
                )
                .unwrap();
            }
            Kind::Postgres => admin(&format!(
                "CREATE DATABASE {} TEMPLATE {}",
                database.name, template.name
            )),
        }
        database
    }

    /// Without tables: what a first start finds.
    pub fn empty(kind: Kind) -> Self {
        let database = Self {
            kind,
            name: unique(),
        };
        std::fs::create_dir_all(database.folder()).unwrap();
        if kind == Kind::Postgres {
            admin(&format!("CREATE DATABASE {}", database.name));
        }
        database
    }

    pub fn folder(&self) -> PathBuf {
        std::env::temp_dir().join(&self.name)
    }

    fn is_there(&self) -> bool {
        match self.kind {
            Kind::Sqlite => self.folder().join("guard.db").exists(),
            Kind::Postgres => {
                let mut found = false;
                blocking(async {
                    sqlx::any::install_default_drivers();
                    found = AnyConnection::connect(&self.url()).await.is_ok();
                });
                found
            }
        }
    }

    /// For `--database-url`; `None` where `--data` says it all.
    pub fn flag(&self) -> Option<String> {
        (self.kind == Kind::Postgres).then(|| self.url())
    }

    pub fn url(&self) -> String {
        match self.kind {
            Kind::Sqlite => format!("sqlite://{}/guard.db", self.folder().display()),
            Kind::Postgres => {
                let admin = std::env::var(ADMIN).unwrap();
                let (server, _) = admin.rsplit_once('/').unwrap();
                format!("{server}/{}", self.name)
            }
        }
    }

    /// A connection beside the server's own, to look at what it keeps.
    pub async fn look(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(&self.url()).await.unwrap();
        if self.kind == Kind::Sqlite {
            sqlx::query("PRAGMA busy_timeout = 5000")
                .execute(&mut connection)
                .await
                .unwrap();
        }
        connection
    }

    /// One number out of the database.
    pub async fn count(&self, sql: &str) -> i64 {
        let (count,): (i64,) = sqlx::query_as(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&mut self.look().await)
            .await
            .unwrap();
        count
    }

    pub async fn execute(&self, sql: &str) {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(&mut self.look().await)
            .await
            .unwrap();
    }

    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows: Vec<(String,)> = sqlx::query_as(AssertSqlSafe(sql.to_owned()))
            .fetch_all(&mut self.look().await)
            .await
            .unwrap();
        rows.into_iter().map(|it| it.0).collect()
    }

    pub fn remove(&self) {
        // What is left behind in the temporary folder costs nothing but room.
        let _ = std::fs::remove_dir_all(self.folder());
        if self.kind == Kind::Postgres {
            admin(&format!(
                "DROP DATABASE IF EXISTS {} WITH (FORCE)",
                self.name
            ));
        }
    }
}

fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!(
        "guard_test_{}_{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    )
}

/// Seeded once for every build of this program, by whichever process comes first: some runners start one for each test.
fn template(kind: Kind) -> &'static Database {
    static SQLITE: OnceLock<Database> = OnceLock::new();
    static POSTGRES: OnceLock<Database> = OnceLock::new();
    let slot = match kind {
        Kind::Sqlite => &SQLITE,
        Kind::Postgres => &POSTGRES,
    };
    slot.get_or_init(|| {
        let _lock = Lock::alone(&format!("template_{}", kind.name()));
        let database = Database {
            kind,
            name: format!("guard_test_{}_{}", kind.name(), stamp()),
        };
        let done = database.folder().join(format!("{}.done", kind.name()));
        if !done.exists() || !database.is_there() {
            database.remove();
            std::fs::create_dir_all(database.folder()).unwrap();
            if kind == Kind::Postgres {
                admin(&format!("CREATE DATABASE {}", database.name));
            }
            blocking(async {
                let server = Server::start(config(&database, &[]), Clock::default())
                    .await
                    .unwrap();
                server.close().await;
            });
            std::fs::write(done, "").unwrap();
        }
        database
    })
}

/// Differs from build to build.
fn stamp() -> String {
    let program = std::env::current_exe().unwrap();
    let facts = std::fs::metadata(&program).unwrap();
    let built = facts
        .modified()
        .unwrap()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    format!("{:x}_{:x}", built.as_nanos(), facts.len())
}

pub fn config(database: &Database, more: &[&str]) -> Config {
    let all: Vec<&str> = ["--dev"].iter().chain(more).copied().collect();
    config_in_earnest(database, &all)
}

/// Without the pages and calls that tests are made of.
pub fn config_in_earnest(database: &Database, more: &[&str]) -> Config {
    let folder = database.folder().display().to_string();
    let mut arguments: Vec<String> = ["guard-server", "--listen", "127.0.0.1:0", "--data", &folder]
        .map(str::to_owned)
        .into();
    if let Some(url) = database.flag() {
        arguments.extend(["--database-url".to_owned(), url]);
    }
    arguments.extend(more.iter().map(|it| (*it).to_owned()));
    Config::try_parse_from(arguments)
        .unwrap()
        .settled()
        .unwrap()
}

fn admin(sql: &str) {
    let url = std::env::var(ADMIN).unwrap();
    blocking(async {
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(&url).await.unwrap_or_else(|fault| panic!("{ADMIN} names no PostgreSQL that answers ({fault}): start it, or run `cargo xtask test`"));
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    });
}

fn blocking(job: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(job);
}
