//! Whoever decides whether a proof is good: the port, and the backends behind it.
//!
//! Backends know nothing of signals and views.
mod genauth;
mod transport;

use std::{future::Future, pin::Pin};

use guard_flow::{Call, Reply};
use guard_protocol::{Fault, Secret};
use js_sys::Promise;
use web_sys::{AbortController, Response};

pub use genauth::{Genauth, Place};

pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Reply, Fault>> + 'a>>;

/// A backend answers every [`Call`] with the [`Reply`] that belongs to it, and gives up when `abort` is.
///
/// One method, and not one for each call: each would be an asynchronous machine of its own in the download.
pub trait Backend {
    fn answer(&self, call: Call, abort: AbortController) -> Answer<'_>;
}

/// What the element does for a backend that speaks HTTP: small things that JavaScript says in fewer bytes.
pub trait Wire {
    /// The answer to the settings request that is under way already, if there is one.
    fn ahead(&self) -> Option<Promise>;
    /// Resolves to `[status, content type, retry-after, text]`, bounded in size.
    fn answer(&self, response: &Response) -> Promise;
    /// Base64 of `text` encrypted under the key in `pem`, which may be none.
    fn seal(&self, text: &Secret, pem: &str) -> Option<String>;
}

/// Stands where the options were too wrong to reach a backend at all.
pub struct Nowhere(pub Fault);

impl Backend for Nowhere {
    fn answer(&self, _: Call, _: AbortController) -> Answer<'_> {
        Box::pin(std::future::ready(Err(self.0.clone())))
    }
}
