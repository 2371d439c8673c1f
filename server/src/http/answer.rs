//! The envelope: handlers say what they mean, one layer writes it down in the caller's language.
use std::time::Instant;

use axum::Json;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::random;
use crate::refusal::Refusal;

/// The `data` of a request that was carried out.
#[derive(Clone, Debug)]
pub struct Done(pub Value);

/// The same, in the words that the protocol documents for it.
#[derive(Clone, Debug)]
pub struct Said {
    pub data: Value,
    pub english: &'static str,
    pub chinese: &'static str,
}

/// On a response that is asked for so often that a line in the log each time would drown the others.
#[derive(Clone, Copy)]
pub struct Quiet;

pub type Answer = Result<Done, Refusal>;

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        marked(self)
    }
}

impl IntoResponse for Said {
    fn into_response(self) -> Response {
        marked(self)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        marked(self)
    }
}

/// An empty response that carries what `envelope` is to write.
fn marked(what: impl Clone + Send + Sync + 'static) -> Response {
    let mut response = Response::default();
    response.extensions_mut().insert(what);
    response
}

/// Names one request, in its answer and in the log.
#[derive(Clone)]
pub struct RequestId(pub String);

pub async fn envelope(mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    // Without randomness there is no id, and then a request has worse problems than that.
    let id = random::id().unwrap_or_default();
    request.extensions_mut().insert(RequestId(id.clone()));
    let chinese = speaks_chinese(request.headers());
    let method = request.method().clone();
    // The route's pattern: a path may name somebody.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |it| it.as_str().to_owned());
    let response = next.run(request).await;
    let quiet = response.extensions().get::<Quiet>().is_some();
    let response = written(response, &id, chinese);
    if quiet {
        return response;
    }
    let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    let code = response.extensions().get::<Code>().map(|it| it.0);
    tracing::info!(request = id, %method, route, status = response.status().as_u16(), code, micros, "answered");
    response
}

#[derive(Clone, Copy)]
struct Code(u32);

fn written(mut response: Response, id: &str, chinese: bool) -> Response {
    let extensions = response.extensions_mut();
    let done = extensions.remove::<Done>().map(|it| Said {
        data: it.0,
        english: "Done",
        chinese: "完成",
    });
    let parts = match (
        done.or_else(|| extensions.remove::<Said>()),
        extensions.remove::<Refusal>(),
    ) {
        (Some(said), _) => (
            200,
            200,
            if chinese { said.chinese } else { said.english }.to_owned(),
            said.data,
            None,
        ),
        (None, Some(refusal)) => (
            refusal.code(),
            refusal.status(),
            refusal.message(chinese),
            refusal.data(),
            refusal.retry_after(),
        ),
        (None, None) => return response,
    };
    let (code, status, message, data, wait) = parts;
    let body = Json(json!({"code": code, "message": message, "data": data, "requestId": id}));
    let mut fresh = body.into_response();
    *fresh.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    // Layers further in may have said something already, such as which origin may read this.
    let kind = fresh.headers_mut().remove(header::CONTENT_TYPE);
    fresh
        .headers_mut()
        .extend(std::mem::take(response.headers_mut()));
    fresh.headers_mut().remove(header::CONTENT_LENGTH);
    if let Some(kind) = kind {
        fresh.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    if let Some(seconds) = wait {
        fresh
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    *fresh.extensions_mut() = std::mem::take(response.extensions_mut());
    fresh.extensions_mut().insert(Code(code));
    fresh
}

pub fn speaks_chinese(headers: &HeaderMap) -> bool {
    headers
        .get("x-authing-lang")
        .and_then(|it| it.to_str().ok())
        .is_some_and(|it| it.starts_with("zh"))
}

pub async fn no_such_path() -> Refusal {
    Refusal::NoSuchPath
}

pub async fn no_such_method() -> Refusal {
    Refusal::NoSuchMethod
}
