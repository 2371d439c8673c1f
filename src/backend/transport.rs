//! Reads what came off the wire, and says why there is nothing.
use guard_protocol::Fault;
use guard_protocol::genauth::{self, Answer, Data};
use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

/// `answer`: as [`super::Wire::ask`] resolves.
pub async fn read(answer: Promise) -> Result<Data, Fault> {
    let parts = JsFuture::from(answer).await.ok();
    let parts: Option<Array> = parts.and_then(|it| it.dyn_into().ok());
    let parts = parts.ok_or(Fault::Unreachable)?;
    let text = |index| parts.get(index).as_string();
    let (status, said) = (parts.get(0).as_f64().unwrap_or_default() as u16, text(1));
    if status == 0 {
        return Err(match said.as_deref() {
            Some("offline") => Fault::Offline,
            Some("timed-out") => Fault::TimedOut,
            _unreachable => Fault::Unreachable,
        });
    }
    let body = text(3).ok_or(Fault::Unexpected)?;
    genauth::read(Answer {
        status,
        content_type: said.as_deref(),
        retry_after: genauth::retry_after(text(2).as_deref()),
        body: &body,
    })
}
