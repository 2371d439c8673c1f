//! A value that was read from outside.
use serde_json::Value;

use crate::write::{enclosed, scalar};

/// A value from outside, with its keys in the order of the text.
///
/// Our own type, because `serde_json::Value` brings maps, printing and tables of powers of ten into every download.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Json {
    #[default]
    Null,
    Flag(bool),
    Whole(i64),
    /// What is written with a point or an exponent, and what is too large to be whole, as it is written: nothing here reckons with it, and turning it into a
    /// number and back is much code.
    Fraction(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

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
        match self {
            Json::Null => "null".to_owned(),
            Json::Flag(it) => it.to_string(),
            Json::Whole(it) => it.to_string(),
            Json::Fraction(it) => it.clone(),
            Json::Text(it) => scalar(it.as_str()),
            Json::List(list) => {
                let list: Vec<_> = list.iter().map(Json::to_text).collect();
                enclosed('[', &list, ']')
            }
            Json::Object(entries) => {
                let pairs = entries.iter();
                let pairs: Vec<_> = pairs
                    .map(|(key, value)| [&scalar(key.as_str()), ":", &value.to_text()].concat())
                    .collect();
                enclosed('{', &pairs, '}')
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

impl From<&Value> for Json {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Json::Null,
            Value::Bool(it) => Json::Flag(*it),
            Value::Number(it) => it
                .as_i64()
                .map_or_else(|| Json::Fraction(it.to_string()), Json::Whole),
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

#[cfg(test)]
mod tests {
    use super::super::{ANSWER, read};

    #[test]
    fn what_is_written_is_what_was_read() {
        let text = r#"{"b":[null,true,-7,1.50,-0,1E+2,18446744073709551616],"a":{"\"":"é\n"}}"#;
        assert_eq!(read(text, ANSWER).map(|it| it.to_text()), Ok(text.into()));
    }

    #[test]
    fn only_what_is_written_as_a_whole_number_is_one() {
        for (text, whole) in [
            ("200", Some(200)),
            ("9223372036854775807", Some(i64::MAX as u64)),
            ("9223372036854775808", None),
            ("-1", None),
            ("-0", None),
            ("200.0", None),
            ("2e2", None),
        ] {
            let read = read(text, ANSWER).unwrap_or_default();
            assert_eq!(read.as_count(), whole, "{text}");
        }
    }
}
