//! One request and its answer, whole or not at all: bounded in time and size, never redirected, never cached.
use std::{future::Future, time::Duration};

use gloo_net::http::Headers;
use guard_protocol::Fault;
use guard_protocol::genauth::{self, Answer, Data};
use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, RequestCache, RequestCredentials, RequestInit, RequestRedirect, Response,
};

use super::Request;
use crate::platform;

/// For everything that one press asks for: preflights, retries and bodies included.
const DEADLINE: Duration = Duration::from_secs(15);

/// Does `work`, and ends it on the wire when it takes too long. Whoever lost interest aborts by the same `abort`.
pub async fn in_time(
    abort: &AbortController,
    work: impl Future<Output = Result<Data, Fault>>,
) -> Result<Data, Fault> {
    if platform::is_offline() {
        return Err(Fault::Offline);
    }
    platform::within(DEADLINE, work).await.unwrap_or_else(|| {
        abort.abort();
        Err(Fault::TimedOut)
    })
}

/// Sends a request. `redirect: error` keeps a password from following elsewhere.
pub async fn send(
    url: &str,
    headers: Headers,
    asked: &Request,
    abort: &AbortController,
) -> Result<Response, Fault> {
    let request = RequestInit::new();
    request.set_cache(RequestCache::NoStore);
    request.set_credentials(if asked.cookies {
        RequestCredentials::Include
    } else {
        RequestCredentials::Omit
    });
    request.set_redirect(RequestRedirect::Error);
    request.set_signal(Some(&abort.signal()));
    if let Some(body) = &asked.body {
        headers.set("content-type", "application/json");
        request.set_method("POST");
        request.set_body(&body.as_str().into());
    }
    request.set_headers(&headers.into_raw());
    let response = JsFuture::from(platform::fetch(url, &request)).await;
    response
        .ok()
        .and_then(|it| it.dyn_into().ok())
        .ok_or(Fault::Unreachable)
}

/// Reads an answer that is under way: `[status, content type, retry-after, text]`.
pub async fn read(answer: Promise) -> Result<Data, Fault> {
    let parts = JsFuture::from(answer)
        .await
        .map_err(|_| Fault::Unreachable)?;
    let parts: Array = parts.dyn_into().map_err(|_| Fault::Unexpected)?;
    let text = |index| parts.get(index).as_string();
    let body = text(3).ok_or(Fault::Unexpected)?;
    genauth::read(Answer {
        status: parts.get(0).as_f64().unwrap_or_default() as u16,
        content_type: text(1).as_deref(),
        retry_after: genauth::retry_after(text(2).as_deref(), platform::seconds_until),
        body: &body,
    })
}
