//! The mails that were sent or would have been, newest first.
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::clock::iso;
use crate::db::outbox;
use crate::refusal::Refusal;
use crate::server::Server;

/// Most letters on one page.
const MOST: i64 = 200;

pub fn router() -> Router<Server> {
    Router::new().route("/dev/api/outbox", get(list).delete(clear))
}

async fn list(State(server): State<Server>) -> Result<Json<Value>, Refusal> {
    let letters = outbox::list(&server.db, MOST).await?;
    let shown = letters.iter().map(|it| {
        json!({
            "id": it.id,
            "appId": it.app_id,
            "channel": it.channel,
            "to": it.recipient,
            "subject": it.subject,
            "text": it.body_text,
            "createdAt": iso(it.created_at),
            "state": it.state,
        })
    });
    Ok(Json(shown.collect()))
}

async fn clear(State(server): State<Server>) -> Result<StatusCode, Refusal> {
    let mut tx = server.db.begin().await?;
    outbox::remove_all(&mut tx).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
