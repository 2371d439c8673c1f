//! `POST /api/v2/register-…`: one endpoint for each way to open an account.
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use guard_protocol::Rule;
use guard_protocol::json::plain;

use super::codes::{browser, captcha};
use super::sign_in::SEALED;
use super::to_its_end;
use crate::auth::register::{self, Application};
use crate::auth::ways::Way;
use crate::clock::{DAY, SECOND};
use crate::http::answer::Done;
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::http::cookies;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    let by = |way| {
        post(move |server, caller, headers, form| register(way, server, caller, headers, form))
    };
    Router::new()
        .route("/api/v2/register-email", by(Way::Email))
        .route("/api/v2/register-username", by(Way::Username))
        .route("/api/v2/register-email-code", by(Way::EmailCode))
        .route("/api/v2/register-phone-code", by(Way::Phone))
        .route("/api/v2/register-phone", by(Way::PhonePassword))
}

/// The answer to an address and a password sets the cookie by which the verification link knows this browser again.
async fn register(
    way: Way,
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    let mut application = application(way, &headers, &form)?;
    let mut cookie = None;
    if way == Way::Email {
        let browser = match application.browser.take() {
            Some(it) => it,
            None => random::token()?,
        };
        let seconds = DAY / SECOND;
        cookie = cookies::set(cookies::BROWSER, &browser, seconds, &server.public_url);
        application.browser = Some(browser);
    }
    let done =
        to_its_end(async move { register::register(&server, &caller, application).await }).await?;
    Ok(cookies::with(Done(done), cookie))
}

/// Takes what a person may say about themselves and nothing else.
fn application(way: Way, headers: &HeaderMap, form: &Form) -> Result<Application, Refusal> {
    let field = way.field();
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
    // A form of several steps sends the code that it looked at before as a token.
    let code = match way {
        Way::Email | Way::Username => None,
        Way::EmailCode => Some(form.either("code", "emailToken", 64)?),
        Way::Phone | Way::PhonePassword => Some(form.either("code", "phoneToken", 64)?),
    };
    let sealed = match way {
        Way::Email | Way::Username | Way::PhonePassword => Some(form.text("password", SEALED)?),
        Way::EmailCode | Way::Phone => form
            .optional("password", SEALED)?
            .filter(|it| !it.is_empty()),
    };
    Ok(Application {
        way,
        account: account.to_owned(),
        calling_code: form.optional("phoneCountryCode", 16)?.map(str::to_owned),
        sealed: sealed.map(str::to_owned),
        code: code.map(str::to_owned),
        nickname: nickname.filter(|it| !it.trim().is_empty()),
        wants_token: form.flag("generateToken"),
        idempotency_key: idempotency_key(headers)?,
        agreement_ids: form.numbers("agreementIds"),
        captcha: captcha(headers, form)?,
        browser: browser(headers),
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
