//! JSON text from outside: bounded in size and depth, no key twice, read key by key.
//!
//! A [`Reader`] takes what has the right type and remembers a warning for what has not, so that one
//! wrong setting costs that setting and not the box.
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

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

pub fn parse(text: &str, limits: Limits) -> Result<Value, JsonFault> {
    if text.len() > limits.bytes {
        return Err(JsonFault::TooLong);
    }
    if depth(text) > limits.depth {
        return Err(JsonFault::TooDeep);
    }
    let Strict(value) = serde_json::from_str(text).map_err(|it| JsonFault::Syntax {
        line: it.line(),
        column: it.column(),
    })?;
    Ok(value)
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

/// A value in which no object names a key twice: two readers could pick different ones.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Anything).map(Strict)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Bool(it))
    }
    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(it.into())
    }
    fn visit_f64<E>(self, it: f64) -> Result<Value, E> {
        Ok(Number::from_f64(it).map_or(Value::Null, Value::Number))
    }
    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(Value::String(it.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(it)) = from.next_element()? {
            list.push(it);
        }
        Ok(Value::Array(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, Strict(it))) = from.next_entry::<String, Strict>()? {
            if map.insert(key, it).is_some() {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(Value::Object(map))
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
    object: Option<&'a Map<String, Value>>,
    path: String,
    warnings: &'a mut Vec<Warning>,
}

impl<'a> Reader<'a> {
    /// A `value` that is no object reads as empty, with a warning.
    pub fn new(value: &'a Value, path: &str, warnings: &'a mut Vec<Warning>) -> Self {
        if !value.is_object() && !value.is_null() {
            warnings.push(Warning {
                path: path.to_owned(),
                expected: "an object",
            });
        }
        Self {
            object: value.as_object(),
            path: path.to_owned(),
            warnings,
        }
    }

    pub fn flag(&mut self, key: &str) -> Option<bool> {
        self.take(key, "true or false", Value::as_bool)
    }

    /// A whole number within `range`; one outside is clamped, with a warning.
    pub fn number(&mut self, key: &str, least: u32, most: u32) -> Option<u32> {
        let given = self.take(key, "a number", Value::as_f64)?;
        let clamped = given.clamp(f64::from(least), f64::from(most));
        if clamped != given {
            self.warn(key, "a number within its range");
        }
        Some(clamped as u32)
    }

    pub fn text(&mut self, key: &str) -> Option<String> {
        let text = self.take(key, "text", Value::as_str)?;
        if text.len() > TEXT {
            self.warn(key, "a text of at most 8 KiB");
            return None;
        }
        Some(plain(text))
    }

    /// The texts of a list; other things in it are passed over.
    pub fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let list = self.take(key, "a list of texts", Value::as_array)?;
        let texts: Vec<String> = list.iter().filter_map(Value::as_str).map(plain).collect();
        if texts.len() != list.len() {
            self.warn(key, "a list of texts only");
        }
        Some(texts)
    }

    pub fn object<'b>(&'b mut self, key: &str) -> Reader<'b> {
        let object = self.take(key, "an object", Value::as_object);
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
            format!("{}.{key}", self.path)
        }
    }

    fn take<T>(
        &mut self,
        key: &str,
        expected: &'static str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.object?.get(key)?;
        if value.is_null() {
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
            parse("{\"appId\":", CONFIG),
            Err(JsonFault::Syntax { line: 1, column: 9 })
        );
        assert!(!format!("{:?}", parse("{\"password\": hunter2}", CONFIG)).contains("hunter2"));
    }

    #[test]
    fn c02_a_long_text_is_refused_before_it_is_parsed() {
        assert_eq!(
            parse(&"[".repeat(10_000_000), CONFIG),
            Err(JsonFault::TooLong)
        );
    }

    #[test]
    fn c03_deep_nesting_is_refused_without_recursion() {
        assert_eq!(parse(&"[".repeat(100_000), CONFIG), Err(JsonFault::TooDeep));
        assert!(parse(&format!("{}{}", "[".repeat(16), "]".repeat(16)), CONFIG).is_ok());
        assert!(parse(r#"{"a":"[[[[[[[[[[[[[[[[[[\"[["}"#, CONFIG).is_ok());
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
            assert!(parse(bad, ANSWER).is_err(), "{bad}");
        }
    }

    #[test]
    fn c05_a_prototype_is_a_key_like_any_other() {
        let value = parse(r#"{"__proto__":{"host":"https://evil"}}"#, CONFIG).unwrap();
        let mut warnings = Vec::new();
        assert_eq!(Reader::new(&value, "", &mut warnings).text("host"), None);
    }

    #[test]
    fn c04_a_wrong_type_costs_the_setting_and_names_its_path() {
        let value = parse(
            r#"{"global":{"showChangeLanguage":"yes"},"n":3.7,"far":1e308,"list":["a",1]}"#,
            CONFIG,
        )
        .unwrap();
        let mut warnings = Vec::new();
        let mut reader = Reader::new(&value, "config", &mut warnings);
        assert_eq!(reader.object("global").flag("showChangeLanguage"), None);
        assert_eq!(reader.number("n", 0, 9), Some(3));
        assert_eq!(reader.number("far", 0, 9), Some(9));
        assert_eq!(reader.texts("list"), Some(vec!["a".into()]));
        let paths: Vec<_> = warnings.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(
            paths,
            [
                "config.global.showChangeLanguage",
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
