//! One request and its answer, whole or not at all: bounded in time and size, never redirected, never cached.
use std::{future::Future, time::Duration};

use gloo_net::http::{RequestBuilder, Response};
use guard_protocol::genauth::{self, Answer, Data};
use guard_protocol::{Fault, json};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestRedirect,
};

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

/// Sends a request, with a JSON `body` where it has one. `redirect: error` keeps a password from following elsewhere.
pub fn send(request: RequestBuilder, body: Option<&str>, abort: &AbortController) -> Promise {
    let request = request
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&abort.signal()));
    let request = match body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body),
        None => request.build(),
    };
    match request {
        Ok(request) => platform::fetch(&request.into()),
        Err(_) => Promise::reject(&JsValue::UNDEFINED),
    }
}

/// Reads the answer to a request that is under way.
pub async fn read(response: Promise) -> Result<Data, Fault> {
    let response = JsFuture::from(response)
        .await
        .map_err(|_| Fault::Unreachable)?;
    let response: web_sys::Response = response.dyn_into().map_err(|_| Fault::Unreachable)?;
    let response = Response::from(response);
    let body = body(&response).await?;
    let headers = response.headers();
    genauth::read(Answer {
        status: response.status(),
        content_type: headers.get("content-type").as_deref(),
        retry_after: genauth::retry_after(
            headers.get("retry-after").as_deref(),
            platform::seconds_until,
        ),
        body: &body,
    })
}

/// The body, counted while it arrives, so that an endless one ends here.
async fn body(response: &Response) -> Result<String, Fault> {
    let Some(stream) = response.body() else {
        return Ok(String::new());
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut bytes = Vec::new();
    loop {
        let part = JsFuture::from(reader.read())
            .await
            .map_err(|_| Fault::Unreachable)?;
        let field =
            |name: &str| js_sys::Reflect::get(&part, &JsValue::from_str(name)).unwrap_or_default();
        if field("done").is_truthy() {
            return String::from_utf8(bytes).map_err(|_| Fault::Unexpected);
        }
        let chunk: Uint8Array = field("value").dyn_into().map_err(|_| Fault::Unexpected)?;
        if bytes.len() + chunk.length() as usize > json::ANSWER.bytes {
            // Nobody waits for the outcome of a cancellation.
            let _cancelled = reader.cancel();
            return Err(Fault::Unexpected);
        }
        bytes.extend(chunk.to_vec());
    }
}
