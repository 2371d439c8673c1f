//! JSON text from outside: bounded in size and depth, no key twice, read key by key.
mod parse;
mod reader;
mod value;

use serde_json::Value;

pub use reader::{Reader, Warning};
pub use value::Json;

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

/// Reads a text that is short, shallow and names no key twice.
pub fn read(text: &str, limits: Limits) -> Result<Json, JsonFault> {
    if text.len() > limits.bytes {
        return Err(JsonFault::TooLong);
    }
    parse::Parser::new(text, limits).whole()
}

/// The same, as the type that programs other than the box work with, and as both readers read it.
pub fn parse(text: &str, limits: Limits) -> Result<Value, JsonFault> {
    read(text, limits)?;
    serde_json::from_str(text).map_err(|it| JsonFault::Syntax {
        line: it.line(),
        column: it.column(),
    })
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
            b',' if level == 1 && begun.is_some() => {
                return text.get(begun?..at).map(str::trim_ascii);
            }
            b'[' | b'{' => level += 1,
            b']' | b'}' if level == 1 => return text.get(begun?..at).map(str::trim_ascii),
            b']' | b'}' => level = level.saturating_sub(1),
            _ => {}
        }
    }
    None
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
    fn c03_deep_nesting_is_refused_where_it_becomes_too_deep() {
        assert_eq!(read(&"[".repeat(100_000), CONFIG), Err(JsonFault::TooDeep));
        assert!(read(&format!("{}{}", "[".repeat(16), "]".repeat(16)), CONFIG).is_ok());
        assert_eq!(
            read(&format!("[{}", "{\"a\":".repeat(16)), CONFIG),
            Err(JsonFault::TooDeep)
        );
        assert!(read(&format!("[{}]", ["[]"; 99].join(",")), CONFIG).is_ok());
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
