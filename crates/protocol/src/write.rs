//! Writes JSON text: requests to a backend, and what the page is told.
use serde::Serialize;

/// What may stand in an object that is written.
#[derive(Clone, Copy, Debug)]
pub enum Out<'a> {
    Nothing,
    Flag(bool),
    Count(u64),
    Text(&'a str),
    /// JSON text already.
    Raw(&'a str),
}

/// The text of an object. Keys are ours, and written as they are.
pub fn object(entries: &[(&str, Out<'_>)]) -> String {
    let mut text = String::from("{");
    for (key, value) in entries {
        if text.len() > 1 {
            text.push(',');
        }
        text.push('"');
        text.push_str(key);
        text.push_str("\":");
        match value {
            Out::Nothing => text.push_str("null"),
            Out::Flag(it) => text.push_str(if *it { "true" } else { "false" }),
            Out::Count(it) => text.push_str(&decimal(*it)),
            Out::Text(it) => text.push_str(&scalar(*it)),
            Out::Raw(it) => text.push_str(it),
        }
    }
    text.push('}');
    text
}

/// `number` in decimal digits. `to_string` brings the standard library's formatting along.
pub fn decimal(number: u64) -> String {
    let mut unit = 1;
    while number / unit > 9 {
        unit *= 10;
    }
    let mut text = String::new();
    while unit > 0 {
        text.push(char::from(b'0' + (number / unit % 10) as u8));
        unit /= 10;
    }
    text
}

/// Texts that are JSON already, as a list or as an object. By hand, since `join` is compiled for each kind of text.
pub(crate) fn enclosed(open: char, parts: &[String], close: char) -> String {
    let mut text = String::from(open);
    for part in parts {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(part);
    }
    text.push(close);
    text
}

/// A text as JSON text, and whatever else is one value.
pub(crate) fn scalar<T: Serialize + ?Sized>(value: &T) -> String {
    // Writing into memory does not fail.
    serde_json::to_string(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_written_reads_back_the_same() {
        let inner = object(&[("a", Out::Flag(true)), ("b", Out::Nothing)]);
        let text = object(&[
            ("name", Out::Text("\"<\u{2028}\\")),
            ("n", Out::Count(7)),
            ("in", Out::Raw(&inner)),
        ]);
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            read,
            json!({"name": "\"<\u{2028}\\", "n": 7, "in": {"a": true, "b": null}})
        );
        assert_eq!(object(&[]), "{}");
    }

    #[test]
    fn numbers_have_all_their_digits_and_no_more() {
        for number in [0, 7, 9, 10, 100, 109, 65_535, u64::from(u32::MAX), u64::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
