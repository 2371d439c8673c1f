//! Stands in for the crate `wasm-streams`, which Leptos needs for streaming server functions.
//!
//! The box has no server functions. The real crate exports classes to JavaScript, and what is exported is never removed as
//! unused: 10 KB of wasm, uncompressed. This one has the four methods that are named in Leptos, and streams that end at once.
#![forbid(unsafe_code)]
use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use wasm_bindgen::JsValue;

type Chunk = Result<JsValue, JsValue>;

pub struct ReadableStream(Option<web_sys::ReadableStream>);

impl ReadableStream {
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(Some(raw))
    }

    pub fn from_stream(_: impl Stream<Item = Chunk> + 'static) -> Self {
        Self(web_sys::ReadableStream::new().ok())
    }

    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0.unwrap_or_else(|| JsValue::UNDEFINED.into())
    }

    pub fn into_stream(self) -> Ended {
        Ended
    }
}

/// A stream without chunks.
pub struct Ended;

impl Stream for Ended {
    type Item = Chunk;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Chunk>> {
        Poll::Ready(None)
    }
}
