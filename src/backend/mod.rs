//! Whoever decides whether a proof is good: the port, and the backends behind it.
//!
//! Backends know nothing of signals and views.
mod genauth;
mod transport;

use std::{future::Future, pin::Pin, rc::Rc};

use guard_flow::{Call, Reply};
use guard_protocol::genauth::Data;
use guard_protocol::{Captcha, Fault, Secret};
use js_sys::Promise;
use web_sys::{AbortController, AbortSignal, Element, Headers};

pub use genauth::{Genauth, Place};

/// What is under way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + 'a>>;

/// A question in the backend's own words: a POST where it has a `body`, which is JSON.
#[derive(Clone, Debug)]
pub struct Request {
    /// Below the backend's address.
    pub path: String,
    pub body: Option<String>,
    /// Cookies travel both ways.
    pub cookies: bool,
}

impl Request {
    pub fn get(path: String) -> Self {
        Self {
            path,
            body: None,
            cookies: false,
        }
    }

    pub fn post((path, body): (&str, String)) -> Self {
        Self {
            path: path.to_owned(),
            body: Some(body),
            cookies: false,
        }
    }
}

/// What an answer's `data` means.
type Reading = fn(&Data) -> Result<Reply, Fault>;

/// A call as it goes over the wire, and how its answer is read.
struct Message {
    request: Request,
    idempotency: Option<(String, String)>,
    read: Reading,
}

/// A backend answers every [`Call`] with the [`Reply`] that belongs to it, and gives up when `abort` is.
///
/// One method, and not one for each call: each would be an asynchronous machine of its own in the download.
pub trait Backend {
    /// `captcha`: what a person read, where that was asked for.
    fn answer(
        &self,
        call: Rc<Call>,
        captcha: Option<Captcha>,
        abort: AbortController,
    ) -> Answer<'_, Reply>;

    /// For what is asked again and again beside the conversation.
    fn ask(&self, request: Request, abort: AbortController) -> Answer<'_, Data>;

    /// Shows a picture on the canvas `on`, or plays a sound where there is none. `address`: below the backend's, or a whole one.
    fn show(&self, address: &str, on: Option<&Element>) -> Promise;
}

/// What the element does for a backend that speaks HTTP: small things that JavaScript says in fewer bytes.
pub trait Wire {
    /// Asks for the settings, unless they are under way already, and again where the backend cannot serve. Resolves as `ask`.
    fn settings(&self, url: &str, signal: &AbortSignal) -> Promise;
    /// Resolves to `[status, content type, seconds to wait, text]`, bounded in time and size, or to `[0, why there is no answer]`.
    fn ask(&self, url: &str, headers: Headers, request: &Request, signal: &AbortSignal) -> Promise;
    /// See `npm/media.js`.
    fn show(&self, address: &str, on: Option<&Element>) -> Promise;
    /// Base64 of `text` encrypted under the key in `pem`, which may be none.
    fn seal(&self, text: &Secret, pem: &str) -> Option<String>;
}

/// Stands where the options were too wrong to reach a backend at all.
pub struct Nowhere(pub Fault);

impl Backend for Nowhere {
    fn answer(&self, _: Rc<Call>, _: Option<Captcha>, _: AbortController) -> Answer<'_, Reply> {
        Box::pin(std::future::ready(Err(self.0.clone())))
    }

    fn ask(&self, _: Request, _: AbortController) -> Answer<'_, Data> {
        Box::pin(std::future::ready(Err(self.0.clone())))
    }

    fn show(&self, _: &str, _: Option<&Element>) -> Promise {
        Promise::reject(&"there is no backend".into())
    }
}
