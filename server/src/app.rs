//! An app: a product whose people sign in here, with its settings and the pool its people are in.
use crate::db::{self, apps::AppRow};
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
    if !guard_protocol::genauth::endpoints::is_app_id(id) {
        return Ok(None);
    }
    let row = db::apps::find(&server.db, id).await?;
    row.map(App::try_from)
        .transpose()
        .map_err(|it| refusal::broken(&it))
}

/// The app that speaks for a pool where a request names only that.
pub async fn first_of_pool(server: &Server, pool: &str) -> Result<Option<App>, Refusal> {
    let row = db::apps::first_of_pool(&server.db, pool).await?;
    row.map(App::try_from)
        .transpose()
        .map_err(|it| refusal::broken(&it))
}

pub async fn all(server: &Server) -> Result<Vec<App>, Refusal> {
    let rows = db::apps::all(&server.db).await?;
    rows.into_iter()
        .map(|row| App::try_from(row).map_err(|it| refusal::broken(&it)))
        .collect()
}
