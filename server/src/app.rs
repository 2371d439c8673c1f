//! An app: a product whose people sign in here, with its settings and the pool its people are in.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::{Any, Executor};

use crate::clock::{Millis, SECOND};
use crate::db::{self, Tx, apps::AppRow};
use crate::refusal::{self, Refusal};
use crate::server::Server;
use crate::settings::{self, PoolSettings, SettingFault, Settings};

#[derive(Clone, Debug)]
pub struct App {
    pub id: String,
    pub pool: String,
    pub pool_name: String,
    pub settings: Settings,
    pub pool_settings: PoolSettings,
}

impl TryFrom<AppRow> for App {
    type Error = SettingFault;

    fn try_from(row: AppRow) -> Result<Self, SettingFault> {
        Ok(Self {
            settings: settings::read(&row.settings)?,
            pool_settings: settings::read_pool(&row.pool_settings)?,
            id: row.id,
            pool: row.pool_id,
            pool_name: row.pool_name,
        })
    }
}

pub async fn find(server: &Server, id: &str) -> Result<Option<App>, Refusal> {
    read(&server.db.read, id).await
}

/// The same in `tx`: whoever holds a connection waits for no second one.
pub async fn find_in(tx: &mut Tx, id: &str) -> Result<Option<App>, Refusal> {
    read(&mut **tx, id).await
}

async fn read(on: impl Executor<'_, Database = Any>, id: &str) -> Result<Option<App>, Refusal> {
    if !guard_protocol::genauth::endpoints::is_app_id(id) {
        return Ok(None);
    }
    let row = db::apps::find(on, id).await?;
    row.map(App::try_from)
        .transpose()
        .map_err(|it| refusal::broken(&it))
}

/// Longest that [`lately`] goes without asking the database.
pub const LATELY: Millis = SECOND;

/// Apps as they were read last, for what is asked so often that settings may be a second old.
#[derive(Default)]
pub struct Recent(Mutex<HashMap<String, (Millis, Arc<App>)>>);

impl Recent {
    /// What was changed here is asked for again at once.
    pub fn forget(&self) {
        self.with(HashMap::clear);
    }

    fn with<T>(&self, job: impl FnOnce(&mut HashMap<String, (Millis, Arc<App>)>) -> T) -> T {
        job(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub async fn lately(server: &Server, id: &str) -> Result<Option<Arc<App>>, Refusal> {
    let now = server.clock.now();
    let known = server.recent.with(|it| it.get(id).cloned());
    if let Some((at, app)) = known
        && now - at < LATELY
    {
        return Ok(Some(app));
    }
    // Only what exists is remembered: names that nobody has would fill the memory.
    let found = find(server, id).await?.map(Arc::new);
    if let Some(app) = &found {
        server
            .recent
            .with(|it| it.insert(id.to_owned(), (now, Arc::clone(app))));
    }
    Ok(found)
}

/// The app that speaks for a pool where a request names only that.
pub async fn first_of_pool(server: &Server, pool: &str) -> Result<Option<App>, Refusal> {
    let row = db::apps::first_of_pool(&server.db, pool).await?;
    row.map(App::try_from)
        .transpose()
        .map_err(|it| refusal::broken(&it))
}

/// All whose settings can be read. The others are told in the log, and keep nobody else from working.
pub async fn all(server: &Server) -> Result<Vec<App>, Refusal> {
    let rows = db::apps::all(&server.db).await?;
    let read = |row: AppRow| {
        let id = row.id.clone();
        App::try_from(row)
            .map_err(
                |fault| tracing::error!(app = id, %fault, "the settings of an app cannot be read"),
            )
            .ok()
    };
    Ok(rows.into_iter().filter_map(read).collect())
}
