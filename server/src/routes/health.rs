//! Whether the server can serve: it answers, and so does its database.
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new().route("/healthz", get(health))
}

async fn health(State(server): State<Server>) -> Result<&'static str, Refusal> {
    server.db.alive().await?;
    Ok("ok")
}
