//! What is sent, and what the `data` of each answer means.
use super::Data;
use crate::json::Json;
use crate::write::{Out, enclosed, object};
use crate::{Captcha, Fault, RegisterWay, Registered, Secret, Session};

/// What goes with every request that a form makes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    pub captcha: Option<&'a Captcha>,
    /// Ids of what was agreed to, as JSON texts.
    pub agreed: &'a [String],
}

/// An object of `entries` and what goes beside them.
pub(super) fn beside(it: Beside<'_>, entries: &[(&str, Out<'_>)]) -> String {
    let mut all = entries.to_vec();
    let agreed = enclosed('[', it.agreed, ']');
    if !it.agreed.is_empty() {
        all.push(("agreementIds", Out::Raw(&agreed)));
    }
    if let Some(captcha) = it.captcha {
        all.push(("captchaCode", Out::Text(&captcha.answer)));
        all.push(("captchaId", Out::Text(&captcha.id)));
    }
    object(&all)
}

/// `password` is encrypted already.
pub fn sign_in(account: &str, password: &str, it: Beside<'_>) -> String {
    beside(
        it,
        &[
            ("account", Out::Text(account)),
            ("password", Out::Text(password)),
            ("withCustomData", Out::Flag(false)),
            ("autoRegister", Out::Flag(false)),
        ],
    )
}

/// `password` is encrypted already.
pub fn register(way: RegisterWay, account: &str, password: &str, it: Beside<'_>) -> String {
    beside(
        it,
        &[
            (way.key(), Out::Text(account)),
            ("password", Out::Text(password)),
            ("generateToken", Out::Flag(true)),
            ("forceLogin", Out::Flag(false)),
        ],
    )
}

/// `password` is encrypted already.
pub fn password_reset(token: &str, password: &str) -> String {
    object(&[
        ("newPassword", Out::Text(password)),
        ("repeatPassword", Out::Text(password)),
        ("resetPasswordToken", Out::Text(token)),
    ])
}

/// A user without a token is no session, whatever the code says.
pub fn session(data: &Data) -> Result<Session, Fault> {
    if filled(data, "token") && filled(data, "id") {
        Ok(Session { user: user(data) })
    } else {
        Err(Fault::Unexpected)
    }
}

pub fn registered(data: &Data) -> Result<Registered, Fault> {
    if data.value.get("pending").and_then(Json::as_flag) == Some(true) {
        return Ok(Registered::Pending);
    }
    if !filled(data, "id") {
        return Err(Fault::Unexpected);
    }
    Ok(Registered::Created {
        user: user(data),
        session: session(data).ok(),
    })
}

pub fn reset_token(data: &Data) -> Result<Secret, Fault> {
    data.value
        .get("resetPasswordToken")
        .and_then(Json::as_text)
        .filter(|it| !it.is_empty())
        .map(Secret::new)
        .ok_or(Fault::Unexpected)
}

fn user(data: &Data) -> Secret {
    Secret::new(data.text.as_str())
}

fn filled(data: &Data, key: &str) -> bool {
    data.value
        .get(key)
        .and_then(Json::as_text)
        .is_some_and(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn data(value: Value) -> Data {
        Data {
            value: Json::from(&value),
            text: value.to_string(),
        }
    }

    #[test]
    fn r03_success_without_a_token_is_no_session() {
        for value in [
            Value::Null,
            json!([]),
            json!("x"),
            json!({}),
            json!({"id": "u"}),
            json!({"id": "u", "token": ""}),
            json!({"id": "u", "token": 7}),
        ] {
            assert_eq!(
                session(&data(value.clone())),
                Err(Fault::Unexpected),
                "{value}"
            );
        }
        assert!(session(&data(json!({"id": "u", "token": "t"}))).is_ok());
    }

    #[test]
    fn a_registration_is_pending_or_created_or_not_understood() {
        assert_eq!(
            registered(&data(json!({"pending": true, "id": null}))),
            Ok(Registered::Pending)
        );
        assert!(matches!(
            registered(&data(json!({"id": "u"}))),
            Ok(Registered::Created { session: None, .. })
        ));
        assert!(matches!(
            registered(&data(json!({"id": "u", "token": "t"}))),
            Ok(Registered::Created {
                session: Some(_),
                ..
            })
        ));
        assert_eq!(registered(&data(json!({}))), Err(Fault::Unexpected));
    }
}
