//! A value that was read from outside.
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// A value from outside, with its keys in the order of the text.
///
/// Our own type, because `serde_json::Value` brings maps, printing and tables of powers of ten into every download.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Json {
    #[default]
    Null,
    Flag(bool),
    Whole(i64),
    /// What is written with a point or an exponent, and what is too large to be whole.
    Fraction(f64),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// A fraction that was read from a text is a number.
impl Eq for Json {}

impl Json {
    pub fn get(&self, key: &str) -> Option<&Json> {
        let Json::Object(entries) = self else {
            return None;
        };
        entries
            .iter()
            .find(|(it, _)| it == key)
            .map(|(_, value)| value)
    }

    /// As JSON text.
    pub fn to_text(&self) -> String {
        // Writing a text into memory does not fail.
        let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
        match self {
            Json::Null => "null".to_owned(),
            Json::Flag(it) => it.to_string(),
            Json::Whole(it) => it.to_string(),
            Json::Fraction(it) => it.to_string(),
            Json::Text(it) => quoted(it),
            Json::List(list) => {
                let list: Vec<_> = list.iter().map(Json::to_text).collect();
                ["[", &list.join(","), "]"].concat()
            }
            Json::Object(entries) => {
                let pairs = entries.iter();
                let pairs: Vec<_> = pairs
                    .map(|(key, value)| [&quoted(key), ":", &value.to_text()].concat())
                    .collect();
                ["{", &pairs.join(","), "}"].concat()
            }
        }
    }

    /// The keys and values of an object; nothing of what is none.
    pub fn entries(&self) -> &[(String, Json)] {
        if let Json::Object(entries) = self {
            entries
        } else {
            &[]
        }
    }

    pub fn as_flag(&self) -> Option<bool> {
        if let Json::Flag(it) = self {
            Some(*it)
        } else {
            None
        }
    }

    /// A whole number from zero up; `200.0` is none.
    pub fn as_count(&self) -> Option<u64> {
        if let Json::Whole(it) = self {
            u64::try_from(*it).ok()
        } else {
            None
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        if let Json::Text(it) = self {
            Some(it)
        } else {
            None
        }
    }

    pub fn as_list(&self) -> Option<&[Json]> {
        if let Json::List(it) = self {
            Some(it)
        } else {
            None
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }
    fn visit_bool<E>(self, it: bool) -> Result<Json, E> {
        Ok(Json::Flag(it))
    }
    fn visit_i64<E>(self, it: i64) -> Result<Json, E> {
        Ok(Json::Whole(it))
    }
    fn visit_u64<E>(self, it: u64) -> Result<Json, E> {
        Ok(i64::try_from(it).map_or(Json::Fraction(it as f64), Json::Whole))
    }
    fn visit_f64<E>(self, it: f64) -> Result<Json, E> {
        Ok(Json::Fraction(it))
    }
    fn visit_str<E>(self, it: &str) -> Result<Json, E> {
        Ok(Json::Text(it.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(it) = from.next_element()? {
            list.push(it);
        }
        Ok(Json::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Json, A::Error> {
        let mut entries: Vec<(String, Json)> = Vec::new();
        while let Some((key, value)) = from.next_entry::<String, Json>()? {
            // Two readers could pick different ones.
            if entries.iter().any(|(it, _)| *it == key) {
                return Err(A::Error::custom("a key stands twice"));
            }
            entries.push((key, value));
        }
        Ok(Json::Object(entries))
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        match json {
            Json::Null => Value::Null,
            Json::Flag(it) => it.into(),
            Json::Whole(it) => it.into(),
            Json::Fraction(it) => it.into(),
            Json::Text(it) => it.into(),
            Json::List(it) => it.into_iter().map(Value::from).collect(),
            Json::Object(it) => it
                .into_iter()
                .map(|(key, value)| (key, Value::from(value)))
                .collect(),
        }
    }
}

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Json::Null,
            Value::Bool(it) => Json::Flag(*it),
            Value::Number(it) => it
                .as_i64()
                .map_or(Json::Fraction(it.as_f64().unwrap_or_default()), Json::Whole),
            Value::String(it) => Json::Text(it.clone()),
            Value::Array(it) => Json::List(it.iter().map(Json::from).collect()),
            Value::Object(it) => Json::Object(
                it.iter()
                    .map(|(key, value)| (key.clone(), value.into()))
                    .collect(),
            ),
        }
    }
}
