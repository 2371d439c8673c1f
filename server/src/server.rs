//! What every request works with. Nothing here is needed by a second node: its state is in the database.
use std::num::NonZero;
use std::sync::Arc;

use guard_protocol::Secret;
use tokio::sync::Semaphore;

use crate::alarms::Alarms;
use crate::app::Recent;
use crate::auth::hasher::{HashFault, Hasher};
use crate::auth::qrcode::board::Board;
use crate::auth::spray::Sprays;
use crate::auth::tokens::{TokenFault, Tokens};
use crate::auth::transport::{DamagedKey, TransportKey, TransportKeys};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{self, Db};
use crate::keyed::Keyed;
use crate::metrics::Metrics;
use crate::prerender::{FirstForm, OtherVersion};
use crate::random::{self, NoRandomness};

#[derive(Clone)]
pub struct Server(Arc<Parts>);

pub struct Parts {
    pub config: Config,
    pub public_url: String,
    pub db: Db,
    pub board: Board,
    pub recent: Recent,
    pub alarms: Alarms,
    pub metrics: Metrics,
    pub sprays: Sprays,
    pub clock: Clock,
    pub hasher: Hasher,
    pub transport: TransportKeys,
    pub tokens: Tokens,
    pub keyed: Keyed,
    /// What the password of somebody who does not exist is compared with.
    pub decoy_hash: String,
    /// What the built widget begins with; without it there is no page of our own to sign in on.
    pub first_form: Option<FirstForm>,
    /// Sign-ins that may wait for a neighbour's outcome.
    pub neighbours: Semaphore,
}

impl std::ops::Deref for Server {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Why the server does not start, for the person who starts it.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    #[error(transparent)]
    Open(#[from] db::OpenFault),
    #[error("the database does not answer: {0}")]
    Database(#[from] sqlx::Error),
    #[error(
        "the data folder {folder} cannot be used: {fault}. Name another one with --data (GUARD_DATA)"
    )]
    Folder {
        folder: String,
        fault: std::io::Error,
    },
    #[error("a key in the database is damaged: restore the database from a backup ({0})")]
    Keys(String),
    #[error(transparent)]
    Random(#[from] NoRandomness),
    #[error("passwords cannot be hashed here: {0}")]
    Hash(#[from] HashFault),
    #[error("--assets (GUARD_ASSETS): {0}")]
    Widget(#[from] OtherVersion),
    #[error("the demo app's settings: {0}")]
    Demo(#[from] crate::settings::SettingFault),
}

impl From<TokenFault> for StartFault {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::Database(fault) => Self::Database(fault),
            TokenFault::Damaged => Self::Keys(fault.to_string()),
        }
    }
}

impl From<DamagedKey> for StartFault {
    fn from(fault: DamagedKey) -> Self {
        Self::Keys(fault.to_string())
    }
}

impl Server {
    pub async fn start(config: Config, clock: Clock) -> Result<Self, StartFault> {
        let db = Db::open(&database_url(&config)?).await?;
        let key = db::keys::secret(&db, "keyed", &random::token()?, clock.now()).await?;
        let tokens = Tokens::load(&db, clock.now(), &config.public_url()).await?;
        let hasher = Hasher::new(std::thread::available_parallelism().map_or(1, NonZero::get));
        let decoy_hash = hasher.seat()?.hash(Secret::new(random::token()?)).await?;
        let first_form = match &config.assets {
            Some(folder) => FirstForm::read(folder)?,
            None => None,
        };
        let parts = Parts {
            public_url: config.public_url(),
            config,
            db,
            board: Board::default(),
            recent: Recent::default(),
            alarms: Alarms::default(),
            metrics: Metrics::default(),
            sprays: Sprays::default(),
            clock,
            hasher,
            transport: TransportKeys::default(),
            tokens,
            keyed: Keyed::new(key.as_bytes()),
            decoy_hash,
            first_form,
            neighbours: Semaphore::new(32),
        };
        let server = Self(Arc::new(parts));
        if server.config.dev {
            crate::demo::seed(&server).await?;
        }
        Ok(server)
    }

    /// Lets go of the database.
    pub async fn close(self) {
        self.db.close().await;
    }

    /// Makes a user pool, with a transport key of its own, where there is none of this id.
    pub async fn add_pool(&self, id: &str, name: &str) -> Result<(), StartFault> {
        if db::apps::pool_exists(&self.db, id).await? {
            return Ok(());
        }
        let key = tokio::task::spawn_blocking(TransportKey::generate)
            .await
            .map_err(|_| DamagedKey)??;
        let mut tx = self.db.begin().await?;
        db::apps::add_pool(&mut tx, id, name, &key, self.clock.now()).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn database_url(config: &Config) -> Result<String, StartFault> {
    if let Some(url) = &config.database_url {
        return Ok(url.clone());
    }
    let folder = || config.data.display().to_string();
    std::fs::create_dir_all(&config.data).map_err(|fault| StartFault::Folder {
        folder: folder(),
        fault,
    })?;
    let whole = config
        .data
        .canonicalize()
        .map_err(|fault| StartFault::Folder {
            folder: folder(),
            fault,
        })?;
    Ok(format!("sqlite://{}/guard.db?mode=rwc", whole.display()))
}
