//! An app's own words for what goes to people, by kind and language; where it has none, ours stand.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::check::{SettingFault, fault};
use crate::letters::places;

/// `{"welcome": {"en-US": {"subject": "…", "text": "…"}}}`
pub type Messages = BTreeMap<String, BTreeMap<String, Wording>>;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wording {
    /// Of a mail; a text message has none.
    #[serde(default)]
    pub subject: String,
    /// Empty lines part paragraphs. A mail's code and link stand below it by themselves.
    pub text: String,
}

const MAILS: [&str; 5] = [
    "welcome",
    "verify",
    "mail-login",
    "mail-register",
    "mail-reset",
];
const SMS: [&str; 3] = ["sms-login", "sms-register", "sms-reset"];
const PLACES: [&str; 4] = ["app", "name", "code", "minutes"];

/// In the language of a request, or in another form of it.
pub fn find<'a>(messages: &'a Messages, kind: &str, lang: &str) -> Option<&'a Wording> {
    let wordings = messages.get(kind)?;
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_lowercase();
    let alike = || {
        let mut all = wordings.iter();
        all.find(|it| !lang.is_empty() && primary(it.0) == primary(lang))
            .map(|it| it.1)
    };
    wordings.get(lang).or_else(alike)
}

pub fn check(messages: &Messages) -> Result<(), SettingFault> {
    for (kind, wordings) in messages {
        let by_sms = SMS.contains(&kind.as_str());
        if !by_sms && !MAILS.contains(&kind.as_str()) {
            let all = [&MAILS[..], &SMS].concat().join(", ");
            return Err(fault(
                &format!("messages.{kind}"),
                format!("is no kind; there are {all}"),
            ));
        }
        for (lang, wording) in wordings {
            one(by_sms, wording).map_err(|(key, problem)| {
                fault(&format!("messages.{kind}.{lang}.{key}"), problem)
            })?;
        }
    }
    Ok(())
}

fn one(by_sms: bool, wording: &Wording) -> Result<(), (&'static str, String)> {
    let (subject, text) = (wording.subject.trim(), wording.text.trim());
    if text.is_empty() || text.chars().count() > 2000 {
        return Err(("text", "must be 1 to 2000 characters".to_owned()));
    }
    if by_sms && (!text.contains("{code}") || text.contains("://")) {
        return Err(("text", "must hold {code}, and no address".to_owned()));
    }
    if !by_sms && (subject.is_empty() || subject.chars().count() > 150) {
        return Err(("subject", "must be 1 to 150 characters".to_owned()));
    }
    if subject.contains("{code}") {
        return Err((
            "subject",
            "must not hold the code: screens show subjects".to_owned(),
        ));
    }
    for (key, text) in [("subject", subject), ("text", text)] {
        if let Some(name) = places::unknown(text, &PLACES) {
            let all = PLACES.join(", ");
            return Err((key, format!("{{{name}}} is not a place; there are {all}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ex_7_wordings_are_found_by_language_and_wrong_ones_are_named() {
        let messages: Messages = serde_json::from_value(json!({
            "welcome": {"en-US": {"subject": "Hi", "text": "a"}, "ja-JP": {"subject": "J", "text": "b"}},
        }))
        .unwrap();
        let text = |lang| find(&messages, "welcome", lang).map(|it| it.text.as_str());
        assert_eq!(
            (text("en-US"), text("en-GB"), text("ja")),
            (Some("a"), Some("a"), Some("b"))
        );
        assert_eq!((text("fr-FR"), text("")), (None, None));
        for (wrong, path) in [
            (json!({"welcom": {}}), "messages.welcom"),
            (
                json!({"welcome": {"en": {"text": "a"}}}),
                "messages.welcome.en.subject",
            ),
            (
                json!({"welcome": {"en": {"subject": "a", "text": "{nmae}"}}}),
                "messages.welcome.en.text",
            ),
            (
                json!({"mail-login": {"en": {"subject": "{code}", "text": "a"}}}),
                "messages.mail-login.en.subject",
            ),
            (
                json!({"sms-login": {"en": {"text": "no code"}}}),
                "messages.sms-login.en.text",
            ),
            (
                json!({"sms-login": {"en": {"text": "{code} https://x.example"}}}),
                "messages.sms-login.en.text",
            ),
        ] {
            let messages: Messages = serde_json::from_value(wrong).unwrap();
            assert_eq!(check(&messages).unwrap_err().path, path);
        }
    }
}
