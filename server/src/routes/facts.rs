//! Public facts of apps and of the server: settings and public keys. Any page may read them.
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::app::{self, App};
use crate::auth::phone;
use crate::db;
use crate::http::answer::{Answer, Done};
use crate::http::own;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::{Facts, public_config, redirects};

pub fn router() -> Router<Server> {
    Router::new()
        .route(
            "/api/v2/applications/{app}/public-config",
            get(settings).options(preflight),
        )
        .route(
            "/api/v2/applications/{app}/components-public-config/guard",
            get(components).options(preflight),
        )
        .route(
            "/api/v2/country-list",
            get(|| async { Done(phone::countries().clone()) }).options(preflight),
        )
        .route("/api/v2/.well-known", get(public_key).options(preflight))
        .route("/oidc/.well-known/jwks.json", get(jwks).options(preflight))
        .layer(map_response(public))
}

/// Marks an answer in which nothing is secret. It may be compressed: its length may tell what is in it.
#[derive(Clone, Copy)]
pub struct Public;

pub async fn public(mut response: Response) -> Response {
    response.extensions_mut().insert(Public);
    response
}

/// Reached never: the layer around these routes answers it. Its being there lets the layer see the request.
pub async fn preflight() {}

async fn found(server: &Server, id: &str) -> Result<App, Refusal> {
    app::find(server, id).await?.ok_or(Refusal::NoSuchApp)
}

async fn settings(
    State(server): State<Server>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let app = found(&server, &id).await?;
    let key = server.transport.of(&server.db, &app.pool).await?;
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    let host = text("host");
    // A page of this very server sends no Origin with a GET.
    let asking = vec![
        text("origin"),
        format!("http://{host}"),
        format!("https://{host}"),
    ];
    let base = own::base(&server, &headers);
    let facts = Facts {
        id: &app.id,
        pool: &app.pool,
        public_key: &key.public_pem,
        host: &host,
        asking,
        own: redirects::origin(&base),
    };
    Ok(Done(public_config(&app.settings, &facts)))
}

async fn components(State(server): State<Server>, Path(id): Path<String>) -> Answer {
    let app = found(&server, &id).await?;
    Ok(Done(json!({"global": app.settings.global})))
}

/// Of the named app or pool, else of the oldest pool.
async fn public_key(State(server): State<Server>, headers: HeaderMap) -> Answer {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    let pool = match (text("x-authing-app-id"), text("x-authing-userpool-id")) {
        (Some(id), _) => found(&server, id).await?.pool,
        (None, Some(pool)) if db::apps::pool_exists(&server.db, pool).await? => pool.to_owned(),
        (None, Some(_)) => return Err(Refusal::NoSuchApp),
        (None, None) => {
            db::apps::first_pool(&server.db)
                .await?
                .ok_or(Refusal::NoSuchApp)?
                .0
        }
    };
    let key = server.transport.of(&server.db, &pool).await?;
    Ok(Done(json!({"publicKey": key.public_pem})))
}

async fn jwks(State(server): State<Server>) -> Json<Value> {
    Json(server.tokens.jwks().clone())
}
