//! `POST /api/v2/register-email` and `/api/v2/register-username`.
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use guard_protocol::json::plain;
use guard_protocol::{RegisterWay, Rule};

use super::sign_in::SEALED;
use super::to_its_end;
use crate::auth::register::{self, Application};
use crate::http::answer::{Answer, Done};
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/api/v2/register-email", post(by_email))
        .route("/api/v2/register-username", post(by_username))
}

async fn by_email(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    register(
        server,
        caller,
        application(RegisterWay::Email, &headers, &form)?,
    )
    .await
}

async fn by_username(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    register(
        server,
        caller,
        application(RegisterWay::Username, &headers, &form)?,
    )
    .await
}

async fn register(server: Server, caller: Caller, application: Application) -> Answer {
    to_its_end(async move { register::register(&server, &caller, application).await })
        .await
        .map(Done)
}

/// Takes what a person may say about themselves and nothing else.
fn application(way: RegisterWay, headers: &HeaderMap, form: &Form) -> Result<Application, Refusal> {
    let field = way.key();
    let account = match form.optional(field, 1024)? {
        Some(account) => account,
        None => form.optional("account", 1024)?.ok_or(Refusal::Invalid {
            field,
            rule: Rule::Required,
        })?,
    };
    let nickname = form
        .object("profile")
        .optional("nickname", 512)?
        .map(plain)
        .map(|it| it.chars().take(64).collect::<String>());
    Ok(Application {
        way,
        account: account.to_owned(),
        sealed: form.text("password", SEALED)?.to_owned(),
        nickname: nickname.filter(|it| !it.trim().is_empty()),
        wants_token: form.flag("generateToken"),
        idempotency_key: idempotency_key(headers)?,
    })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default();
    let fine = (1..=64).contains(&key.len())
        && key
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it));
    if fine {
        Ok(Some(key.to_owned()))
    } else {
        Err(Refusal::Invalid {
            field: "idempotency-key",
            rule: Rule::Format,
        })
    }
}
