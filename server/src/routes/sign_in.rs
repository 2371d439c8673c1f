//! `POST /api/v2/login/account`.
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use guard_protocol::Rule;

use super::codes::{captcha, known, remembered};
use super::to_its_end;
use crate::auth;
use crate::auth::sign_in::{Attempt, Sent};
use crate::http::answer::Done;
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::http::cookies;
use crate::refusal::Refusal;
use crate::server::Server;

/// Longest sealed password, in bytes: three blocks of RSA in base64 and some room.
pub const SEALED: usize = 4096;

pub fn router() -> Router<Server> {
    Router::new().route("/api/v2/login/account", post(sign_in))
}

async fn sign_in(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    let account = form.text("account", 1024)?.to_owned();
    if account.chars().count() > 254 {
        return Err(Refusal::Invalid {
            field: "account",
            rule: Rule::TooLong,
        });
    }
    let browser = known(&headers)?;
    let cookie = remembered(&server, &browser);
    let attempt = Attempt {
        account,
        calling_code: form.optional("phoneCountryCode", 16)?.map(str::to_owned),
        password: Sent::Sealed(form.text("password", SEALED)?.to_owned()),
        captcha: captcha(&headers, &form)?,
        agreement_ids: form.numbers("agreementIds"),
        browser,
    };
    let user =
        to_its_end(async move { auth::sign_in::sign_in(&server, &caller, attempt).await }).await?;
    Ok(cookies::with(Done(user), cookie))
}
