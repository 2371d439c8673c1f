//! What a provider of text messages wants to be sent, as configuration: an address, headers, a body with places to fill in, and how it is signed.
//! A derive here is a promise to whoever writes the file.
use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::signing::{self, Request, Signing};
use crate::clock::Millis;
use crate::letters::places;

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Provider {
    /// `https://…`, or `http://` on this machine.
    pub url: String,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    pub encoding: Encoding,
    /// Texts may hold `{places}`; see [`PLACES`].
    pub body: Map<String, Value>,
    #[serde(default)]
    pub signing: Option<Signing>,
    /// A provider's name for each of our messages: `{"login": {"en": "…", "zh": "…"}}`.
    #[serde(default)]
    pub templates: BTreeMap<String, BTreeMap<String, String>>,
    pub accepted: Accepted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Encoding {
    Json,
    Form,
    /// In the address, with an empty body.
    Query,
}

/// How an answer says that the message was taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Accepted {
    /// A JSON pointer (RFC 6901), like `/Code` or `/Response/SendStatusSet/0/Code`.
    pub pointer: String,
    pub equals: Value,
}

/// What a body's texts may name in braces.
pub const PLACES: [&str; 9] = [
    "phone",
    "phoneDigits",
    "phoneNational",
    "callingCode",
    "code",
    "minutes",
    "app",
    "text",
    "template",
];

/// What the places are filled with.
pub type Filling = BTreeMap<&'static str, String>;

/// Headers and body may hold passwords.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Provider {
    /// Reads a file's text; what is wrong is said in one sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let provider: Self = serde_path_to_error::deserialize(&mut reader)
            .map_err(|it| format!("{}: {}", it.path(), it.inner()))?;
        let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
        let safe = provider.url.starts_with("https://")
            || local.iter().any(|it| provider.url.starts_with(it));
        if !safe {
            return Err("url: must begin with https://".to_owned());
        }
        if !provider.accepted.pointer.starts_with('/') {
            return Err("accepted.pointer: must be a JSON pointer, like /Code".to_owned());
        }
        let mut unknown = None;
        each_text(&Value::Object(provider.body.clone()), &mut |text| {
            let wrong = places::unknown(text, &PLACES);
            if let Some(name) = wrong {
                unknown = Some(name.to_owned());
            }
        });
        match unknown {
            Some(name) => Err(format!(
                "body: {{{name}}} is not a place; there are {}",
                PLACES.join(", ")
            )),
            None => Ok(provider),
        }
    }

    /// Our message's name at the provider's, in its language or in any other that there is.
    pub fn template(&self, message: &str, lang: &str) -> String {
        let names = self.templates.get(message);
        let name = names.and_then(|it| it.get(lang).or_else(|| it.values().next()));
        name.cloned().unwrap_or_default()
    }

    /// The request for one message, signed. `nonce`: fresh for each.
    pub fn request(&self, filling: &Filling, now: Millis, nonce: &str) -> Request {
        let body = filled(&Value::Object(self.body.clone()), filling);
        let mut request = Request {
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: String::new(),
        };
        let mut content = |kind: &str| {
            request
                .headers
                .insert("content-type".to_owned(), kind.to_owned());
        };
        match self.encoding {
            Encoding::Json => {
                content("application/json; charset=utf-8");
                request.body = body.to_string();
            }
            Encoding::Form => {
                content("application/x-www-form-urlencoded");
                request.body = signing::query(&pairs(&body));
            }
            Encoding::Query => {
                request.url = format!("{}?{}", self.url, signing::query(&pairs(&body)));
            }
        }
        if let Some(signing) = &self.signing {
            signing.sign(&mut request, now, nonce);
        }
        request
    }

    pub fn took(&self, answer: &Value) -> bool {
        answer.pointer(&self.accepted.pointer) == Some(&self.accepted.equals)
    }
}

fn each_text(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(list) => list.iter().for_each(|it| each_text(it, see)),
        Value::Object(map) => map.values().for_each(|it| each_text(it, see)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn filled(value: &Value, filling: &Filling) -> Value {
    match value {
        Value::String(text) => Value::String(fill(text, filling)),
        Value::Array(list) => list.iter().map(|it| filled(it, filling)).collect(),
        Value::Object(map) => map
            .iter()
            .map(|(key, it)| (key.clone(), filled(it, filling)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// Within a text that is JSON itself, what is filled in is escaped.
fn fill(text: &str, filling: &Filling) -> String {
    let json = serde_json::from_str::<Value>(text).is_ok_and(|it| it.is_object() || it.is_array());
    places::fill(text, |name| {
        let value = filling.get(name)?;
        if !json {
            return Some(value.clone());
        }
        let quoted = Value::String(value.clone()).to_string();
        Some(quoted.get(1..quoted.len() - 1)?.to_owned())
    })
}

/// Top-level keys as texts, for forms and queries.
fn pairs(body: &Value) -> Vec<(String, String)> {
    let map = body.as_object().into_iter().flatten();
    map.map(|(key, value)| {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        (key.clone(), text)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ex_6_places_are_filled_once_and_escaped_within_json() {
        let filling = Filling::from([("code", "1{app}2".to_owned()), ("app", "A\"B".to_owned())]);
        assert_eq!(
            fill("{code} at {app}, {other}", &filling),
            "1{app}2 at A\"B, {other}"
        );
        assert_eq!(
            fill(r#"{"code":"{code}","product":"{app}"}"#, &filling),
            r#"{"code":"1{app}2","product":"A\"B"}"#
        );
    }

    #[test]
    fn ex_6_a_file_that_cannot_be_taken_says_why() {
        let file = |change: Value| {
            let mut whole = json!({"url": "https://sms.example/send", "encoding": "json", "body": {"msg": "{text}"}, "accepted": {"pointer": "/code", "equals": "0"}});
            whole
                .as_object_mut()
                .unwrap()
                .extend(change.as_object().unwrap().clone());
            Provider::read(&whole.to_string())
        };
        assert!(file(json!({})).is_ok());
        for (change, says) in [
            (json!({"url": "http://sms.example/send"}), "url"),
            (json!({"encoding": "xml"}), "encoding"),
            (json!({"body": {"msg": "{tekst}"}}), "{tekst}"),
            (
                json!({"accepted": {"pointer": "code", "equals": 0}}),
                "accepted.pointer",
            ),
            (json!({"signing": {"kind": "rot13"}}), "signing"),
            (json!({"urll": ""}), "urll"),
        ] {
            let said = file(change.clone()).unwrap_err();
            assert!(said.contains(says), "{change}: {said}");
        }
    }
}
