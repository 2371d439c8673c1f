//! Reads one answer: status, content type and code must all agree before anything counts as success.
use super::code;
use crate::json::{self, ANSWER, Json};
use crate::{Fault, Rule, cut};

/// Longest pause that is believed, in seconds.
pub(super) const LONGEST_WAIT: u32 = 15 * 60;
/// The pause where the backend names none, in seconds.
const DEFAULT_WAIT: u32 = 5;
/// Longest message of a backend that is shown, in characters.
const LONGEST_MESSAGE: usize = 300;

/// What came over the wire, whole.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    pub status: u16,
    pub content_type: Option<&'a str>,
    /// Seconds, already read by [`retry_after`].
    pub retry_after: Option<u32>,
    pub body: &'a str,
}

/// The `data` of a successful answer.
#[derive(Clone, Debug, Default)]
pub struct Data {
    pub value: Json,
    /// As it stood in the answer.
    pub text: String,
}

/// The `data` of a successful answer, or the fault.
pub fn read(answer: Answer<'_>) -> Result<Data, Fault> {
    if answer.status == 429 {
        return Err(Fault::TooOften {
            retry_after: answer.retry_after.unwrap_or(DEFAULT_WAIT),
        });
    }
    if answer.status >= 500 {
        return Err(Fault::Unavailable);
    }
    if !is_json(answer.content_type) {
        return Err(Fault::Unexpected);
    }
    let Ok(envelope) = json::read(answer.body, ANSWER) else {
        return Err(Fault::Unexpected);
    };
    // Strictly a whole number: "200" and 200.0 are not this protocol.
    let Some(code) = envelope.get("code").and_then(Json::as_count) else {
        return Err(Fault::Unexpected);
    };
    let data = envelope.get("data").unwrap_or(&Json::Null);
    match (code, answer.status) {
        (code::SUCCESS, 200..=299) => {
            let text = json::slice(answer.body, "data").unwrap_or("null");
            Ok(Data {
                value: data.clone(),
                text: text.to_owned(),
            })
        }
        // A status that refuses and a code that agrees contradict each other.
        (code::SUCCESS, _) => Err(Fault::Unexpected),
        _another_code => {
            let message = envelope.get("message").and_then(Json::as_text).map(shown);
            Err(refusal(code, data, answer.retry_after, message))
        }
    }
}

fn refusal(code: u64, data: &Json, wait: Option<u32>, message: Option<String>) -> Fault {
    match code::fault(code, data, wait) {
        Some(Fault::Invalid {
            field,
            rule: Rule::Custom(_),
        }) => Fault::Invalid {
            field,
            rule: Rule::Custom(message.unwrap_or_default()),
        },
        Some(fault) => fault,
        None => message
            .filter(|it| !it.is_empty())
            .map_or(Fault::Unexpected, Fault::Message),
    }
}

/// A backend's message as it may be shown: one line of plain text, cut where it is too long.
fn shown(message: &str) -> String {
    let mut line = String::new();
    for letter in json::plain(message).chars() {
        match letter.is_whitespace() {
            false => line.push(letter),
            true if line.is_empty() || line.ends_with(' ') => {}
            true => line.push(' '),
        }
    }
    let line = cut::end(&line, b' ');
    match line.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => [line.get(..end).unwrap_or_default(), "…"].concat(),
        None => line.to_owned(),
    }
}

fn is_json(content_type: Option<&str>) -> bool {
    let lower = content_type.unwrap_or_default().to_ascii_lowercase();
    let (kind, mut rest) = cut::at(&lower, b';').unwrap_or((&lower, ""));
    let kind = kind.trim_ascii();
    let family =
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
    let mut utf_8 = true;
    while !rest.is_empty() {
        let (part, after) = cut::at(rest, b';').unwrap_or((rest, ""));
        if let Some(named) = part.trim_ascii().strip_prefix("charset=") {
            utf_8 &= matches!(named, "utf-8" | "\"utf-8\"");
        }
        rest = after;
    }
    family && utf_8
}

/// Seconds to wait, from a `Retry-After` header (RFC 9110 section 10.2.3): 1 at least, 15 minutes at most, 5 where it cannot be read.
///
/// `header`: in seconds; whoever has a clock has turned a date into them.
pub fn retry_after(header: Option<&str>) -> Option<u32> {
    let header = header?.trim_ascii();
    let number = header.strip_prefix('-').unwrap_or(header);
    if number.is_empty() || !number.bytes().all(|it| it.is_ascii_digit()) {
        return Some(DEFAULT_WAIT);
    }
    // More digits than a number holds are a long time all the same.
    let count = number.parse::<u32>().unwrap_or(LONGEST_WAIT);
    let count = if number == header { count } else { 0 };
    Some(count.clamp(1, LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Field;

    fn of(status: u16, body: &str) -> Result<String, Fault> {
        read(Answer {
            status,
            content_type: Some("application/json"),
            retry_after: None,
            body,
        })
        .map(|it| it.text)
    }

    #[test]
    fn r02_a_code_decides_even_when_the_status_is_200() {
        assert_eq!(
            of(
                200,
                r#"{"code":2333,"message":"账号或密码错误","data":{"remainCount":3}}"#
            ),
            Err(Fault::WrongPassword {
                tries_left: Some(3)
            })
        );
        assert_eq!(
            of(200, r#"{"code":9999,"message":"Ask <b>Ada</b>"}"#),
            Err(Fault::Message("Ask <b>Ada</b>".into()))
        );
    }

    #[test]
    fn r04_status_and_code_must_agree() {
        assert_eq!(
            of(500, r#"{"code":200,"data":{"token":"x"}}"#),
            Err(Fault::Unavailable)
        );
        assert_eq!(
            of(401, r#"{"code":200,"data":{"token":"x"}}"#),
            Err(Fault::Unexpected)
        );
        assert_eq!(
            of(200, r#"{"code":200,"data":{"a":1}}"#),
            Ok(r#"{"a":1}"#.into())
        );
    }

    #[test]
    fn r12_only_json_in_utf8_is_read() {
        for (kind, fine) in [
            ("application/json; charset=UTF-8", true),
            ("application/problem+json", true),
            ("text/plain", false),
            ("text/html", false),
            ("application/json;charset=utf-16", false),
            ("", false),
        ] {
            let answer = Answer {
                status: 200,
                content_type: Some(kind),
                retry_after: None,
                body: r#"{"code":200}"#,
            };
            assert_eq!(read(answer).is_ok(), fine, "{kind}");
        }
    }

    #[test]
    fn r13_and_r22_anything_else_is_not_this_protocol() {
        for body in [
            "",
            "[]",
            "null",
            "<h1>Welcome</h1>",
            r#"{"code":"200"}"#,
            r#"{"code":200.0}"#,
            r#"{"code":true}"#,
            r#"{"code":200,"code":200}"#,
            r#"{"code":-1}"#,
            r#"{"code":200} x"#,
        ] {
            assert_eq!(of(200, body), Err(Fault::Unexpected), "{body}");
        }
    }

    #[test]
    fn r05_a_pause_is_between_a_second_and_a_quarter_of_an_hour() {
        for (header, seconds) in [
            ("30", 30),
            ("-5", 1),
            ("0", 1),
            ("99999999", 900),
            ("NaN", 5),
        ] {
            assert_eq!(retry_after(Some(header)), Some(seconds), "{header}");
        }
        assert_eq!(retry_after(Some("abc")), Some(5));
        assert_eq!(retry_after(None), None);
        let answer = Answer {
            status: 429,
            content_type: None,
            retry_after: None,
            body: "",
        };
        assert_eq!(
            read(answer).map(|it| it.text),
            Err(Fault::TooOften { retry_after: 5 })
        );
    }

    #[test]
    fn r17_a_message_is_one_bounded_line_of_text() {
        let long = format!(
            r#"{{"code":9999,"message":"a\n\n\u202eb {}"}}"#,
            "x".repeat(10_000)
        );
        let Err(Fault::Message(text)) = of(200, &long) else {
            panic!()
        };
        assert!(text.starts_with("a b xxx") && text.chars().count() == 301);
        assert_eq!(
            of(200, r#"{"code":9999,"message":{"html":"x"}}"#),
            Err(Fault::Unexpected)
        );
    }

    #[test]
    fn a_400_names_the_field_and_the_rule() {
        assert_eq!(
            of(
                200,
                r#"{"code":400,"data":{"field":"newPassword","rule":"length","min":15}}"#
            ),
            Err(Fault::Invalid {
                field: Field::Password,
                rule: Rule::TooShort(15)
            })
        );
        assert_eq!(
            of(200, r#"{"code":2026,"data":{"field":"email"}}"#),
            Err(Fault::Taken(Field::Email))
        );
    }
}
