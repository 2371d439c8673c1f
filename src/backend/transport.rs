//! One request and its answer, whole or not at all: bounded in time and size, never redirected, never cached.
use std::time::Duration;

use gloo_net::http::{RequestBuilder, Response};
use guard_protocol::genauth::{self, Answer};
use guard_protocol::{Fault, json};
use js_sys::Uint8Array;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestRedirect,
};

use crate::platform;

/// For everything that one press asks for: preflights, retries and bodies included.
const DEADLINE: Duration = Duration::from_secs(15);

/// Does `work`, and ends it on the wire when it takes too long. Whoever lost interest aborts by the same `abort`.
pub async fn in_time<T>(
    abort: &AbortController,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    if platform::is_offline() {
        return Err(Fault::Offline);
    }
    platform::within(DEADLINE, work).await.unwrap_or_else(|| {
        abort.abort();
        Err(Fault::TimedOut)
    })
}

/// Posts `body` as JSON and reads the `data` of the answer.
pub async fn post(
    request: RequestBuilder,
    body: &Value,
    abort: &AbortController,
) -> Result<Value, Fault> {
    let request = careful(request, abort).header("content-type", "application/json");
    let request = request
        .body(body.to_string())
        .map_err(|_| Fault::Unreachable)?;
    read(request.send().await.map_err(|_| Fault::Unreachable)?).await
}

pub async fn get(request: RequestBuilder, abort: &AbortController) -> Result<Value, Fault> {
    read(
        careful(request, abort)
            .send()
            .await
            .map_err(|_| Fault::Unreachable)?,
    )
    .await
}

/// Reads the answer to a request that is under way already.
pub async fn awaited(response: js_sys::Promise) -> Result<Value, Fault> {
    let response = JsFuture::from(response)
        .await
        .map_err(|_| Fault::Unreachable)?;
    let response: web_sys::Response = response.dyn_into().map_err(|_| Fault::Unreachable)?;
    read(response.into()).await
}

/// `redirect: error` keeps a password from following a redirect elsewhere.
fn careful(request: RequestBuilder, abort: &AbortController) -> RequestBuilder {
    request
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&abort.signal()))
}

async fn read(response: Response) -> Result<Value, Fault> {
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
    while let Some(chunk) = next(&reader).await? {
        if bytes.len() + chunk.length() as usize > json::ANSWER.bytes {
            // Nobody waits for the outcome of a cancellation.
            let _cancelled = reader.cancel();
            return Err(Fault::Unexpected);
        }
        bytes.extend(chunk.to_vec());
    }
    String::from_utf8(bytes).map_err(|_| Fault::Unexpected)
}

async fn next(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, Fault> {
    let part = JsFuture::from(reader.read())
        .await
        .map_err(|_| Fault::Unreachable)?;
    let field =
        |name: &str| js_sys::Reflect::get(&part, &JsValue::from_str(name)).unwrap_or_default();
    Ok(if field("done").is_truthy() {
        None
    } else {
        field("value").dyn_into().ok()
    })
}
