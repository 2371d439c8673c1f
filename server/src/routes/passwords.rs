//! A forgotten password: `forget/check-code`, `password-reset`.
use axum::Router;
use axum::extract::State;
use axum::routing::post;

use super::codes::phone;
use super::sign_in::SEALED;
use super::to_its_end;
use crate::auth::identifier::{Identifier, email_key};
use crate::auth::reset::{self, NewPassword};
use crate::http::answer::{Answer, Done};
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/api/v2/users/password/forget/check-code", post(check))
        .route("/api/v2/users/password/password-reset", post(set))
}

async fn check(State(server): State<Server>, caller: Caller, form: Form) -> Answer {
    let who = match form.optional("phone", 64)? {
        Some(_) => phone(&caller, &form)?.identifier,
        // As it was typed: what is no address has no code, and is told so like a wrong code.
        None => Identifier::Email(email_key(form.text("email", 1024)?)),
    };
    let code = form.text("code", 64)?.to_owned();
    to_its_end(async move { reset::check_code(&server, &caller, &who, &code).await })
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
