//! Every numeric code of the protocol that the box understands, in one table.
use crate::json::Json;
use crate::{Fault, Field, Rule};

pub(super) const SUCCESS: u64 = 200;

/// The fault that `code` stands for, or `None` where only the backend's message tells.
///
/// `wait` is what the `Retry-After` header said, in seconds.
pub(super) fn fault(code: u64, data: &Json, wait: Option<u32>) -> Option<Fault> {
    let count = |key: &str| {
        data.get(key)
            .and_then(Json::as_count)
            .map(|it| it.min(u64::from(u32::MAX)) as u32)
    };
    let pause = || {
        count("retryAfter")
            .or(wait)
            .unwrap_or(5)
            .clamp(1, super::answer::LONGEST_WAIT)
    };
    Some(match code {
        2333 | 2004 | 2006 => Fault::WrongPassword {
            tries_left: count("remainCount"),
        },
        2057 | 2005 => Fault::Locked {
            retry_after: pause(),
        },
        1002 | 2080 | 429 => Fault::TooOften {
            retry_after: pause(),
        },
        2000 => Fault::CaptchaWanted {
            again: data.get("reason").and_then(Json::as_text) == Some("wrong"),
        },
        2001 => Fault::WrongCode {
            tries_left: count("remainCount"),
        },
        2026 => Fault::Taken(
            data.get("field")
                .and_then(Json::as_text)
                .and_then(Field::from_key)
                .unwrap_or(Field::Account),
        ),
        2029 => Fault::RegistrationClosed,
        2031 => Fault::NotOnList,
        2042 => Fault::Unverified,
        2021 => Fault::Expired,
        403 => Fault::OriginRefused(String::new()),
        404 => Fault::UnknownApp,
        400 => invalid(data)?,
        500..=503 => Fault::Unavailable,
        _ => return None,
    })
}

/// `{field, rule, …}`, as a 400 carries it.
fn invalid(data: &Json) -> Option<Fault> {
    let field = Field::from_key(data.get("field")?.as_text()?)?;
    let number = |key: &str, or: u32| {
        data.get(key)
            .and_then(Json::as_count)
            .map_or(or, |it| it as u32)
    };
    let rule = match data.get("rule")?.as_text()? {
        "required" => Rule::Required,
        "format" => Rule::Format,
        "length" => Rule::TooShort(number("min", 8)),
        "too-long" => Rule::TooLong,
        "blocklist" | "breached" => Rule::TooCommon,
        "context" => Rule::Guessable,
        "composition" => Rule::Kinds(number("kinds", 2)),
        "regex" | "custom" => Rule::Custom(String::new()),
        _ => return None,
    };
    Some(Fault::Invalid { field, rule })
}
