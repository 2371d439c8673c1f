//! From a text to its value, by the letter of RFC 8259.
//!
//! Our own, because everyone downloads it: decision 0007 has the weights, and the tests of the package read what `serde_json` reads. It must never know what
//! a value means.
use super::{Json, JsonFault, Limits};

/// Powers of ten from here up are out of the range of the usual double (RFC 8259 section 6): other readers would take them for infinite.
const RANGE: i32 = 308;

/// A fault is `None`, and stands at `at`.
pub(super) struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// Levels that are open, and how many may be.
    depth: usize,
    most: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, limits: Limits) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            most: limits.depth,
        }
    }

    pub(super) fn whole(mut self) -> Result<Json, JsonFault> {
        let value = self.value().filter(|_| {
            self.space();
            self.at == self.text.len()
        });
        match value {
            Some(value) => Ok(value),
            None if self.depth > self.most => Err(JsonFault::TooDeep),
            None => Err(self.fault()),
        }
    }

    /// The place of what cannot stand where it does: its line, and the bytes of that line up to and with it.
    fn fault(&self) -> JsonFault {
        let (mut line, mut column) = (1, 0);
        for byte in self.text.bytes().take(self.at + 1) {
            column += 1;
            if byte == b'\n' {
                (line, column) = (line + 1, 0);
            }
        }
        JsonFault::Syntax { line, column }
    }

    /// The byte to be read. NUL, which stands nowhere in JSON, is the end of the text.
    fn peek(&self) -> u8 {
        let byte = self.text.as_bytes().get(self.at);
        byte.copied().unwrap_or_default()
    }

    /// Passes over `byte`, if that is the one to be read.
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    /// What comes after white space.
    fn space(&mut self) -> u8 {
        while let b' ' | b'\n' | b'\t' | b'\r' = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn value(&mut self) -> Option<Json> {
        match self.space() {
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Flag(true)),
            b'f' => self.word("false", Json::Flag(false)),
            b'"' => self.string().map(Json::Text),
            b'[' => {
                let mut list = Vec::new();
                self.entries(b']', |it| {
                    list.push(it.value()?);
                    Some(())
                })?;
                Some(Json::List(list))
            }
            b'{' => {
                let mut entries = Vec::new();
                self.entries(b'}', |it| {
                    entries.push(it.entry()?);
                    Some(())
                })?;
                unlike(&entries).then_some(Json::Object(entries))
            }
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        word.bytes().all(|it| self.skip(it)).then_some(value)
    }

    /// What stands between brackets, one `read` for each and commas between them.
    fn entries(&mut self, close: u8, mut read: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > self.most {
            return None;
        }
        let mut more = self.space() != close;
        while more {
            read(self)?;
            self.space();
            more = self.skip(b',');
        }
        self.depth -= 1;
        self.skip(close).then_some(())
    }

    fn entry(&mut self) -> Option<(String, Json)> {
        if self.space() != b'"' {
            return None;
        }
        let key = self.string()?;
        self.space();
        let value = if self.skip(b':') { self.value() } else { None };
        Some((key, value?))
    }

    fn string(&mut self) -> Option<String> {
        let mut string = String::new();
        self.at += 1;
        let mut from = self.at;
        loop {
            match self.peek() {
                ending @ (b'"' | b'\\') => {
                    string.push_str(self.text.get(from..self.at)?);
                    self.at += 1;
                    if ending == b'"' {
                        return Some(string);
                    }
                    string.push(self.escape()?);
                    from = self.at;
                }
                // A control character, or the end.
                0..b' ' => return None,
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let escaped = match self.peek() {
            b'u' => return self.unicode(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            itself @ (b'"' | b'\\' | b'/') => char::from(itself),
            _ => return None,
        };
        self.at += 1;
        Some(escaped)
    }

    /// A character by its number; half of a pair of surrogates is none.
    fn unicode(&mut self) -> Option<char> {
        let mut number = self.unit()?;
        if let high @ 0..0x400 = number.wrapping_sub(0xd800) {
            let low = if self.skip(b'\\') { self.unit()? } else { 0 };
            let low = low.checked_sub(0xdc00).filter(|it| *it < 0x400)?;
            number = 0x1_0000 + (high << 10) + low;
        }
        char::from_u32(number)
    }

    /// `u` and four digits.
    fn unit(&mut self) -> Option<u32> {
        if !self.skip(b'u') {
            return None;
        }
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit << 4 | char::from(self.peek()).to_digit(16)?;
            self.at += 1;
        }
        Some(unit)
    }

    fn number(&mut self) -> Option<Json> {
        let from = self.at;
        self.skip(b'-');
        // A zero in front stands alone.
        if !self.skip(b'0') {
            self.digits()?;
        }
        let mut point = self.at;
        if self.skip(b'.') {
            self.digits()?;
        }
        let digits = self.text.get(from..self.at)?;
        let mut power = 0;
        if let b'e' | b'E' = self.peek() {
            self.at += 1;
            let down = self.skip(b'-');
            if !down {
                self.skip(b'+');
            }
            power = self.digits()?;
            if down {
                power = -power;
            }
        }
        let text = self.text.get(from..self.at)?;
        // Minus zero is no whole number to those who keep its sign.
        if let Ok(whole) = text.parse()
            && text != "-0"
        {
            return Some(Json::Whole(whole));
        }
        // The power of ten of the first digit that counts.
        if let Some(first) = digits.bytes().position(|it| matches!(it, b'1'..=b'9')) {
            let first = from + first;
            point -= usize::from(point > first);
            if point as i32 - first as i32 + power >= RANGE {
                return None;
            }
        }
        Some(Json::Fraction(text.to_owned()))
    }

    /// One digit at least, and their number where it is small.
    fn digits(&mut self) -> Option<i32> {
        let from = self.at;
        let mut number = 0_i32;
        while let digit @ b'0'..=b'9' = self.peek() {
            // More than a text is long.
            number = (number * 10 + i32::from(digit - b'0')).min(100_000_000);
            self.at += 1;
        }
        (self.at > from).then_some(number)
    }
}

/// Whether no key stands twice: two readers could pick different ones. Sorted, since a backend can send a hundred thousand keys, and comparing each with each
/// would stop the page for half a minute.
fn unlike(entries: &[(String, Json)]) -> bool {
    let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    keys.is_sorted_by(|one, next| one != next)
}
