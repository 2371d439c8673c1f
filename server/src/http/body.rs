//! A request's body: JSON, bounded, no key twice, and read key by key. What is not asked for is not there.
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;
use guard_protocol::Rule;
use guard_protocol::json::{self, Limits};
use serde_json::{Map, Value};

use crate::refusal::Refusal;

const LIMITS: Limits = Limits {
    bytes: 64 * 1024,
    depth: 32,
};

/// What a person or an SDK filled in.
#[derive(Debug)]
pub struct Form(Map<String, Value>);

impl<S: Sync> FromRequest<S> for Form {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|it| it.to_str().ok())
            .unwrap_or_default();
        // A form of another site can post everything but this, so it is also what keeps such forms out.
        if !kind
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .eq_ignore_ascii_case("application/json")
        {
            return Err(Refusal::NotJson);
        }
        let announced = request
            .headers()
            .get(header::CONTENT_LENGTH)
            .and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|it| it > LIMITS.bytes) {
            return Err(Refusal::TooLarge);
        }
        let bytes = to_bytes(request.into_body(), LIMITS.bytes)
            .await
            .map_err(|_| Refusal::TooLarge)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Refusal::Malformed)?;
        match json::parse(text, LIMITS) {
            Ok(Value::Object(map)) => Ok(Self(map)),
            Ok(_) | Err(_) => Err(Refusal::Malformed),
        }
    }
}

impl Form {
    /// A text that must be there, of at most `most` bytes.
    pub fn text(&self, field: &'static str, most: usize) -> Result<&str, Refusal> {
        self.optional(field, most)?
            .filter(|it| !it.is_empty())
            .ok_or(Refusal::Invalid {
                field,
                rule: Rule::Required,
            })
    }

    /// A text under one name or the other; missing, it is missed under the first.
    pub fn either(
        &self,
        field: &'static str,
        other: &'static str,
        most: usize,
    ) -> Result<&str, Refusal> {
        match self.optional(other, most)?.filter(|it| !it.is_empty()) {
            Some(text) if self.optional(field, most)?.is_none() => Ok(text),
            _ => self.text(field, most),
        }
    }

    /// Null counts as absent; another type is refused, never converted, and so is NUL, which no name has and not every database stores.
    pub fn optional(&self, field: &'static str, most: usize) -> Result<Option<&str>, Refusal> {
        match self.0.get(field) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.len() > most => Err(Refusal::Invalid {
                field,
                rule: Rule::TooLong,
            }),
            Some(Value::String(text)) if !text.contains('\0') => Ok(Some(text)),
            Some(_) => Err(Refusal::Invalid {
                field,
                rule: Rule::Format,
            }),
        }
    }

    /// Numbers, also as texts; what is neither is passed over.
    pub fn numbers(&self, field: &str) -> Vec<u32> {
        let list = self.0.get(field).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(|it| match it {
                Value::String(text) => text.parse().ok(),
                other => u32::try_from(other.as_u64()?).ok(),
            })
            .take(100)
            .collect()
    }

    /// Whether a key is false; anything else is no.
    pub fn denies(&self, field: &str) -> bool {
        self.0.get(field) == Some(&Value::Bool(false))
    }

    /// Whether a key is true; anything else is no.
    pub fn flag(&self, field: &str) -> bool {
        self.0.get(field) == Some(&Value::Bool(true))
    }

    /// Whatever stands under a key; null where there is nothing.
    pub fn any(&self, field: &str) -> Value {
        self.0.get(field).cloned().unwrap_or_default()
    }

    /// An object within the body, empty where there is none.
    pub fn object(&self, field: &str) -> Self {
        Self(
            self.0
                .get(field)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
        )
    }

    pub fn into_map(self) -> Map<String, Value> {
        self.0
    }
}
