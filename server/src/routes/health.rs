//! Whether the server can serve: it answers, and so does its database.
use axum::Router;
use axum::extract::State;
use axum::routing::get;

use crate::http::answer::no_such_method;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/healthz", get(health))
        .method_not_allowed_fallback(no_such_method)
}

async fn health(State(server): State<Server>) -> Result<&'static str, Refusal> {
    server.db.alive().await?;
    Ok("ok")
}
