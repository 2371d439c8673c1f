//! What a picture shows, for tests of boxes: they are programs, and are not to read it.
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::captcha;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new().route("/dev/api/captcha", get(read))
}

#[derive(Deserialize)]
struct Asked {
    r: String,
}

async fn read(
    State(server): State<Server>,
    Query(asked): Query<Asked>,
) -> Result<Json<Value>, Refusal> {
    let letters = captcha::shown(&server, &asked.r).await?;
    Ok(Json(
        json!({"letters": letters.ok_or(Refusal::NoSuchPath)?}),
    ))
}
