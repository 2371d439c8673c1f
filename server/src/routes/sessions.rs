//! Who is signed in: `users/me`, `login/check-status`, `logout`.
use axum::Router;
use axum::extract::{Request, State};
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::bearer;
use crate::audit::{Event, Outcome};
use crate::auth::people::person;
use crate::auth::sessions;
use crate::clock::SECOND;
use crate::http::answer::{Answer, Done};
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/api/v2/users/me", get(me))
        .route("/api/v2/users/login/check-status", post(check_status))
        .route("/api/v2/logout", get(log_out))
}

async fn me(State(server): State<Server>, caller: Caller, request: Request) -> Answer {
    let token = bearer(&request).ok_or(Refusal::NotSignedIn)?;
    let (user, row) = sessions::whose(&server, &caller.app.pool, &caller.app.id, token).await?;
    let session = sessions::of(&server, &row)?;
    Ok(Done(person(&user, Some(&session))))
}

/// A token that is no longer good is an answer here, not a refusal.
async fn check_status(State(server): State<Server>, caller: Caller, form: Form) -> Answer {
    let token = form.text("token", 8192)?;
    match sessions::whose(&server, &caller.app.pool, &caller.app.id, token).await {
        Ok((user, row)) => Ok(Done(json!({
            "code": 200,
            "message": "Signed in",
            "status": true,
            "exp": row.expires_at / SECOND,
            "iat": row.created_at / SECOND,
            "data": {"id": user.id, "userPoolId": user.pool_id},
        }))),
        Err(refusal @ Refusal::NotSignedIn) => Ok(Done(json!({
            "code": refusal.code(),
            "message": refusal.message(caller.chinese),
            "status": false,
            "exp": null,
            "iat": null,
            "data": null,
        }))),
        Err(refusal) => Err(refusal),
    }
}

/// Ends the session of the token. Without a good one there is nothing to end, which is what was asked for.
async fn log_out(State(server): State<Server>, caller: Caller, request: Request) -> Answer {
    if let Some(token) = bearer(&request)
        && let Some(claims) = server.tokens.read(token, &caller.app.id)
    {
        sessions::end(&server, &caller.app.id, &claims.sid).await?;
        Event {
            name: "sign_out",
            caller: &caller,
            who: Some(&claims.sub),
        }
        .log(&server, &Outcome::of::<()>(&Ok(())));
    }
    Ok(Done(Value::Null))
}
