//! JSON text from outside: bounded in size and depth, no key twice, read key by key.
//!
//! A [`Reader`] takes what has the right type and remembers a warning for what has not, so that one
//! wrong setting costs that setting and not the box.
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// How much text is looked at: bytes, and levels of nesting.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub bytes: usize,
    pub depth: usize,
}

/// Settings that a page's author writes.
pub const CONFIG: Limits = Limits {
    bytes: 256 * 1024,
    depth: 16,
};
/// Anything that a backend answers.
pub const ANSWER: Limits = Limits {
    bytes: 1024 * 1024,
    depth: 32,
};
/// The longest text that is kept from a setting, in bytes; certificates and agreements stay below it.
const TEXT: usize = 8 * 1024;

/// Where a text stops being acceptable JSON. It never carries the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonFault {
    TooLong,
    TooDeep,
    Syntax { line: usize, column: usize },
}

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

/// Reads a text that is short, shallow and names no key twice.
pub fn read(text: &str, limits: Limits) -> Result<Json, JsonFault> {
    if text.len() > limits.bytes {
        return Err(JsonFault::TooLong);
    }
    if depth(text) > limits.depth {
        return Err(JsonFault::TooDeep);
    }
    serde_json::from_str(text).map_err(|it| JsonFault::Syntax {
        line: it.line(),
        column: it.column(),
    })
}

/// The same, as the type that programs other than the box work with.
pub fn parse(text: &str, limits: Limits) -> Result<Value, JsonFault> {
    read(text, limits).map(Value::from)
}

/// The text of the value that `key` has in the object `text`, which [`read`] has accepted.
///
/// Keys are compared as they are written: one spelled with escapes is not found.
pub fn slice<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (mut level, mut quoted, mut escaped) = (0_usize, false, false);
    let (mut opened, mut last) = (0, "");
    let mut begun = None;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => {
                quoted = !quoted;
                if quoted {
                    opened = at + 1;
                } else {
                    last = text.get(opened..at)?;
                }
            }
            _ if quoted => {}
            b':' if level == 1 && begun.is_none() && last == key => begun = Some(at + 1),
            b',' if level == 1 && begun.is_some() => return text.get(begun?..at).map(str::trim),
            b'[' | b'{' => level += 1,
            b']' | b'}' if level == 1 => return text.get(begun?..at).map(str::trim),
            b']' | b'}' => level = level.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Levels of nesting, counted without recursion.
fn depth(text: &str) -> usize {
    let (mut now, mut most, mut quoted, mut escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                now += 1;
                most = most.max(now);
            }
            b']' | b'}' if !quoted => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
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

/// A setting that was passed over, and what it should have been.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub path: String,
    pub expected: &'static str,
}

/// Reads one object. `null` counts as absent.
pub struct Reader<'a> {
    object: Option<&'a Json>,
    path: String,
    warnings: &'a mut Vec<Warning>,
}

impl<'a> Reader<'a> {
    /// A `value` that is no object reads as empty, with a warning.
    pub fn new(value: &'a Json, path: &str, warnings: &'a mut Vec<Warning>) -> Self {
        if !matches!(value, Json::Object(_) | Json::Null) {
            warnings.push(Warning {
                path: path.to_owned(),
                expected: "an object",
            });
        }
        Self {
            object: matches!(value, Json::Object(_)).then_some(value),
            path: path.to_owned(),
            warnings,
        }
    }

    pub fn flag(&mut self, key: &str) -> Option<bool> {
        self.take(key, "true or false", Json::as_flag)
    }

    /// A whole number within a range; one outside is clamped, with a warning.
    pub fn number(&mut self, key: &str, least: u32, most: u32) -> Option<u32> {
        let given = self.take(key, "a whole number", |it| {
            if let Json::Whole(it) = it {
                Some(*it)
            } else {
                None
            }
        })?;
        let clamped = given.clamp(least.into(), most.into());
        if clamped != given {
            self.warn(key, "a number within its range");
        }
        Some(clamped as u32)
    }

    pub fn text(&mut self, key: &str) -> Option<String> {
        let text = self.take(key, "text", Json::as_text)?;
        if text.len() > TEXT {
            self.warn(key, "a text of at most 8 KiB");
            return None;
        }
        Some(plain(text))
    }

    /// The texts of a list; other things in it are passed over.
    pub fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let list = self.take(key, "a list of texts", Json::as_list)?;
        let texts: Vec<String> = list.iter().filter_map(Json::as_text).map(plain).collect();
        if texts.len() != list.len() {
            self.warn(key, "a list of texts only");
        }
        Some(texts)
    }

    pub fn object<'b>(&'b mut self, key: &str) -> Reader<'b> {
        let object = self.take(key, "an object", |it| {
            matches!(it, Json::Object(_)).then_some(it)
        });
        let path = self.path_of(key);
        Reader {
            object,
            path,
            warnings: self.warnings,
        }
    }

    pub fn warn(&mut self, key: &str, expected: &'static str) {
        let path = self.path_of(key);
        self.warnings.push(Warning { path, expected });
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            [&self.path, ".", key].concat()
        }
    }

    fn take<T>(
        &mut self,
        key: &str,
        expected: &'static str,
        read: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Option<T> {
        let value = self.object?.get(key)?;
        if *value == Json::Null {
            return None;
        }
        let read = read(value);
        if read.is_none() {
            self.warn(key, expected);
        }
        read
    }
}

/// Without the characters that could make a name look like another one: controls and direction overrides.
pub fn plain(text: &str) -> String {
    text.chars().filter(|it| !(matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}' | '\u{feff}') || (it.is_control() && !matches!(it, '\n' | '\t')))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c01_broken_text_is_refused_with_its_place_and_without_its_content() {
        assert_eq!(
            read("{\"appId\":", CONFIG),
            Err(JsonFault::Syntax { line: 1, column: 9 })
        );
        assert!(!format!("{:?}", read("{\"password\": hunter2}", CONFIG)).contains("hunter2"));
    }

    #[test]
    fn c02_a_long_text_is_refused_before_it_is_parsed() {
        assert_eq!(
            read(&"[".repeat(10_000_000), CONFIG),
            Err(JsonFault::TooLong)
        );
    }

    #[test]
    fn c03_deep_nesting_is_refused_without_recursion() {
        assert_eq!(read(&"[".repeat(100_000), CONFIG), Err(JsonFault::TooDeep));
        assert!(read(&format!("{}{}", "[".repeat(16), "]".repeat(16)), CONFIG).is_ok());
        assert!(read(r#"{"a":"[[[[[[[[[[[[[[[[[[\"[["}"#, CONFIG).is_ok());
    }

    #[test]
    fn r13_what_two_parsers_could_read_differently_is_refused() {
        for bad in [
            "{\"code\":200,\"code\":500}",
            "{} x",
            "{\"a\":NaN}",
            "\u{feff}{}",
            "",
            "{\"a\":1e400}",
            "{'a':1}",
        ] {
            assert!(read(bad, ANSWER).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_value_is_cut_out_as_it_stands() {
        let text = r#"{ "message": "a \\"data\\": {", "data" : {"n": 1.50, "data": [1, "}"]} , "code": 200 }"#;
        let text = text.replace("\\\\", "\\");
        assert!(read(&text, ANSWER).is_ok());
        assert_eq!(
            slice(&text, "data"),
            Some(r#"{"n": 1.50, "data": [1, "}"]}"#)
        );
        assert_eq!(slice(&text, "code"), Some("200"));
        assert_eq!(slice(&text, "n"), None);
        assert_eq!(slice(r#"{"a":"data","data":null}"#, "data"), Some("null"));
        assert_eq!(slice("[]", "data"), None);
    }

    #[test]
    fn c05_a_prototype_is_a_key_like_any_other() {
        let value = read(r#"{"__proto__":{"host":"https://evil"}}"#, CONFIG).unwrap();
        let mut warnings = Vec::new();
        assert_eq!(Reader::new(&value, "", &mut warnings).text("host"), None);
    }

    #[test]
    fn c04_a_wrong_type_costs_the_setting_and_names_its_path() {
        let value = read(
            r#"{"global":{"showChangeLanguage":"yes"},"n":3.7,"far":-99999,"list":["a",1]}"#,
            CONFIG,
        )
        .unwrap();
        let mut warnings = Vec::new();
        let mut reader = Reader::new(&value, "config", &mut warnings);
        assert_eq!(reader.object("global").flag("showChangeLanguage"), None);
        assert_eq!(reader.number("n", 0, 9), None);
        assert_eq!(reader.number("far", 1, 9), Some(1));
        assert_eq!(reader.texts("list"), Some(vec!["a".into()]));
        let paths: Vec<_> = warnings.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "config.global.showChangeLanguage",
                "config.n",
                "config.far",
                "config.list"
            ]
        );
    }

    #[test]
    fn c17_direction_overrides_are_stripped_from_names() {
        assert_eq!(plain("Bank\u{202e}knab\u{0}"), "Bankknab");
    }
}
