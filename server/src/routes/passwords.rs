//! A forgotten password: `email/send`, `forget/check-code`, `password-reset`.
use axum::Router;
use axum::extract::State;
use axum::routing::post;
use guard_protocol::Rule;
use guard_protocol::genauth::CODE_SCENE_RESET;

use super::sign_in::SEALED;
use super::to_its_end;
use crate::auth::reset::{self, NewPassword};
use crate::http::answer::{Answer, Done};
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/api/v2/email/send", post(send))
        .route("/api/v2/users/password/forget/check-code", post(check))
        .route("/api/v2/users/password/password-reset", post(set))
}

async fn send(State(server): State<Server>, caller: Caller, form: Form) -> Answer {
    if form.text("scene", 64)? != CODE_SCENE_RESET {
        return Err(Refusal::Invalid {
            field: "scene",
            rule: Rule::Format,
        });
    }
    let email = form.text("email", 1024)?.to_owned();
    to_its_end(async move { reset::send_code(&server, &caller, &email).await })
        .await
        .map(Done)
}

async fn check(State(server): State<Server>, caller: Caller, form: Form) -> Answer {
    let email = form.text("email", 1024)?.to_owned();
    let code = form.text("code", 16)?.to_owned();
    to_its_end(async move { reset::check_code(&server, &caller, &email, &code).await })
        .await
        .map(Done)
}

async fn set(State(server): State<Server>, caller: Caller, form: Form) -> Answer {
    let new = NewPassword {
        token: form.text("resetPasswordToken", 256)?.to_owned(),
        sealed: form.text("newPassword", SEALED)?.to_owned(),
        repeated: form.text("repeatPassword", SEALED)?.to_owned(),
    };
    to_its_end(async move { reset::reset(&server, &caller, new).await })
        .await
        .map(Done)
}
