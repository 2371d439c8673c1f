//! `qrcode/*`: a browser begins a code, polls and exchanges its ticket; a phone scans, agrees or cancels. Below `/api/v2` and below `/api`.
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use guard_protocol::Rule;
use guard_protocol::json::{self, Limits};
use serde::Deserialize;
use serde_json::{Value, json};

use super::to_its_end;
use crate::auth::qrcode::begin::{self, MOST_DATA, Wanted};
use crate::auth::qrcode::phone::{self, Step};
use crate::auth::qrcode::poll;
use crate::auth::qrcode::ticket::{self, By};
use crate::auth::qrcode::{self, Scene};
use crate::http::answer::{Answer, Done, Quiet, Said};
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::http::own_server;
use crate::picture;
use crate::refusal::{self, Refusal};
use crate::server::Server;

/// Longest handle, ticket or secret.
const HANDLE: usize = 128;

pub fn router() -> Router<Server> {
    both("gene", post(gene))
        .merge(both("userinfo", post(userinfo)))
        .merge(both("scanned", phones(Step::Scanned)))
        .merge(both("confirm", phones(Step::Confirm)))
        .merge(both("cancel", phones(Step::Cancel)))
}

/// What a phone does with a code.
fn phones(step: Step) -> MethodRouter<Server> {
    post(move |server, caller, headers, form| act(step, server, caller, headers, form))
}

/// What is asked for all the time.
pub fn polled() -> Router<Server> {
    both("check", get(check))
}

/// What an `<img>` loads, which names no app.
pub fn pictures() -> Router<Server> {
    both("image/{file}", get(image))
}

fn both(name: &str, methods: MethodRouter<Server>) -> Router<Server> {
    Router::new()
        .route(&format!("/api/v2/qrcode/{name}"), methods.clone())
        .route(&format!("/api/qrcode/{name}"), methods)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|it| it.to_str().ok())
}

async fn gene(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let scene = Scene::from_key(form.text("scene", 64)?).ok_or(Refusal::Invalid {
        field: "scene",
        rule: Rule::Format,
    })?;
    let host = match text(&headers, header::HOST) {
        // The demo is reached by several names, and its pages load pictures from the one they came from.
        Some(host) if server.config.dev => format!("http://{host}"),
        _ => server.public_url.clone(),
    };
    let wanted = Wanted {
        scene,
        connection: form.optional("extIdpConnId", 64)?.map(str::to_owned),
        custom_data: custom_data(&form)?,
        origin: text(&headers, header::ORIGIN).map(str::to_owned),
        user_agent: text(&headers, header::USER_AGENT)
            .unwrap_or_default()
            .to_owned(),
        host,
    };
    to_its_end(async move { begin::begin(&server, &caller, wanted).await })
        .await
        .map(Done)
}

/// Under the protocol's two spellings; the text of an object is that object.
fn custom_data(form: &Form) -> Result<Value, Refusal> {
    let given = match form.any("customData") {
        Value::Null => form.any("customeData"),
        given => given,
    };
    Ok(match given {
        Value::Null => json!({}),
        Value::String(text) if text.len() > 2 * MOST_DATA => {
            return Err(Refusal::Invalid {
                field: "customData",
                rule: Rule::TooLong,
            });
        }
        Value::String(text) => {
            let limits = Limits {
                bytes: 2 * MOST_DATA,
                depth: 16,
            };
            match json::parse(&text, limits) {
                Ok(Value::Object(object)) => Value::Object(object),
                Ok(_) | Err(_) => Value::String(text),
            }
        }
        other => other,
    })
}

#[derive(Deserialize)]
struct Asked {
    random: Option<String>,
}

async fn check(
    State(server): State<Server>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response, Refusal> {
    let random = asked
        .random
        .filter(|it| it.len() <= HANDLE)
        .ok_or(Refusal::Invalid {
            field: "random",
            rule: Rule::Required,
        })?;
    let data = poll::poll(&server, &caller, &random).await?;
    let said = Said {
        data,
        english: "Query QR code status successfully!",
        chinese: "查询二维码状态成功！",
    };
    let mut response = said.into_response();
    response.extensions_mut().insert(Quiet);
    Ok(response)
}

async fn userinfo(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Said, Refusal> {
    let ticket = form.text("ticket", HANDLE)?.to_owned();
    let secret = own_server::secret(&headers, &caller.app.id, &caller.app.pool);
    let by = secret.map_or(By::Browser, By::Secret);
    let data =
        to_its_end(async move { ticket::exchange(&server, &caller, &by, &ticket).await }).await?;
    Ok(Said {
        data,
        english: "Exchange for user information successfully",
        chinese: "换取用户信息成功",
    })
}

async fn act(
    step: Step,
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Said, Refusal> {
    let token = text(&headers, header::AUTHORIZATION)
        .map(bare)
        .ok_or(Refusal::NotSignedIn)?
        .to_owned();
    let said = phone::Said {
        step,
        random: form.text("random", HANDLE)?.to_owned(),
        number: form.optional("matchNumber", 8)?.map(str::to_owned),
    };
    let data = to_its_end(async move { phone::act(&server, &caller, &token, &said).await }).await?;
    Ok(Said {
        data,
        english: step.description(),
        chinese: step.in_chinese(),
    })
}

/// The protocol documents the bare token for phones; most send it as a bearer's.
fn bare(value: &str) -> &str {
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => value.trim(),
    }
}

async fn image(
    State(server): State<Server>,
    Path(file): Path<String>,
) -> Result<Response, Refusal> {
    let (random, kind) = file.split_once('.').ok_or(Refusal::NoSuchPath)?;
    if random.len() > HANDLE || !matches!(kind, "png" | "svg") {
        return Err(Refusal::NoSuchPath);
    }
    let shown = qrcode::shown(&server, random)
        .await?
        .ok_or(Refusal::NoSuchPath)?;
    let drawn = if kind == "png" {
        picture::png(&shown).map(|it| ([(header::CONTENT_TYPE, "image/png")], it).into_response())
    } else {
        picture::svg(&shown)
            .map(|it| ([(header::CONTENT_TYPE, "image/svg+xml")], it).into_response())
    };
    drawn.map_err(|it| refusal::broken(&it))
}
