//! The apps and their settings, to be read, changed and added to.
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use guard_protocol::Rule;
use guard_protocol::genauth::endpoints::is_app_id;
use serde_json::{Map, Value, json};

use crate::app;
use crate::db;
use crate::http::body::Form;
use crate::refusal::{self, Refusal};
use crate::server::{Server, StartFault};
use crate::settings::{self, PoolSettings, SettingFault, Settings};

pub fn router() -> Router<Server> {
    Router::new()
        .route("/dev/api/apps", post(add).get(list))
        .route("/dev/api/apps/{app}/settings", get(read).put(change))
        .route(
            "/dev/api/pools/{pool}/settings",
            get(read_pool).put(change_pool),
        )
}

/// What a change that cannot be made is answered with, or why it failed otherwise.
pub enum Fault {
    Setting(SettingFault),
    Refused(Refusal),
}

impl<T: Into<Refusal>> From<T> for Fault {
    fn from(fault: T) -> Self {
        Self::Refused(fault.into())
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            Self::Setting(fault) => {
                let body = json!({"code": 400, "message": fault.to_string(), "data": {"path": fault.path, "problem": fault.problem}});
                (StatusCode::BAD_REQUEST, Json(body)).into_response()
            }
        }
    }
}

async fn list(State(server): State<Server>) -> Result<Json<Value>, Refusal> {
    let apps = app::all(&server).await?;
    Ok(Json(
        apps.iter()
            .map(|it| json!({"id": it.id, "poolId": it.pool, "name": it.settings.name}))
            .collect(),
    ))
}

async fn read(
    State(server): State<Server>,
    Path(id): Path<String>,
) -> Result<Json<Settings>, Refusal> {
    app::find(&server, &id)
        .await?
        .map(|it| Json(it.settings))
        .ok_or(Refusal::NoSuchApp)
}

async fn change(
    State(server): State<Server>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Json<Settings>, Fault> {
    let row = db::apps::find(&server.db.read, &id)
        .await?
        .ok_or(Refusal::NoSuchApp)?;
    let text = settings::merge(&row.settings, form.into_map()).map_err(Fault::Setting)?;
    let mut tx = server.db.begin().await?;
    db::apps::set(&mut tx, &id, &text).await?;
    tx.commit().await?;
    server.recent.forget();
    settings::read(&text).map(Json).map_err(Fault::Setting)
}

async fn read_pool(
    State(server): State<Server>,
    Path(id): Path<String>,
) -> Result<Json<PoolSettings>, Fault> {
    let (text,) = db::apps::pool_settings(&server.db, &id)
        .await?
        .ok_or(Refusal::NoSuchApp)?;
    settings::read_pool(&text).map(Json).map_err(Fault::Setting)
}

async fn change_pool(
    State(server): State<Server>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Json<PoolSettings>, Fault> {
    let (stored,) = db::apps::pool_settings(&server.db, &id)
        .await?
        .ok_or(Refusal::NoSuchApp)?;
    let text = settings::merge_pool(&stored, form.into_map()).map_err(Fault::Setting)?;
    let mut tx = server.db.begin().await?;
    db::apps::set_pool(&mut tx, &id, &text).await?;
    tx.commit().await?;
    settings::read_pool(&text).map(Json).map_err(Fault::Setting)
}

/// An app in a pool of its own, unless `poolId` names one that is there.
async fn add(State(server): State<Server>, form: Form) -> Result<(StatusCode, Json<Value>), Fault> {
    let id = form.text("id", 64)?.to_owned();
    let pool = form.optional("poolId", 64)?.map_or_else(
        || format!("{id}-pool").chars().take(64).collect(),
        str::to_owned,
    );
    for (field, id) in [("id", &id), ("poolId", &pool)] {
        if !is_app_id(id) {
            return Err(Fault::Refused(Refusal::Invalid {
                field,
                rule: Rule::Format,
            }));
        }
    }
    let mut wanted = Map::from_iter([
        ("name".to_owned(), json!(id)),
        ("allowedOrigins".to_owned(), json!(crate::demo::LOCAL)),
    ]);
    wanted.extend(form.object("settings").into_map());
    let text = settings::merge("{}", wanted).map_err(Fault::Setting)?;
    let name = settings::read(&text).map_err(Fault::Setting)?.name;
    server
        .add_pool(&pool, &name)
        .await
        .map_err(|it: StartFault| refusal::broken(&it))?;
    let mut tx = server.db.begin().await?;
    if !db::apps::add(&mut tx, &id, &pool, &text, server.clock.now()).await? {
        return Err(Fault::Refused(Refusal::Taken { field: "id" }));
    }
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(json!({"id": id, "poolId": pool}))))
}
