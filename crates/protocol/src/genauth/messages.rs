//! What is sent, and what the `data` of each answer means.
use serde_json::{Value, json};

use crate::{CodeSent, Fault, RegisterWay, Registered, Secret, Session};

/// The `scene` of a code that allows choosing a new password.
pub const CODE_SCENE_RESET: &str = "RESET_PASSWORD_VERIFY_CODE";

/// `password` is encrypted already.
pub fn sign_in(account: &str, password: &str) -> Value {
    json!({"account": account, "password": password, "withCustomData": false, "autoRegister": false})
}

/// `password` is encrypted already.
pub fn register(way: RegisterWay, account: &str, password: &str) -> Value {
    json!({(way.key()): account, "password": password, "generateToken": true, "forceLogin": false})
}

pub fn send_code(email: &str) -> Value {
    json!({"email": email, "scene": CODE_SCENE_RESET})
}

pub fn check_code(email: &str, code: &str) -> Value {
    json!({"email": email, "code": code})
}

/// `password` is encrypted already.
pub fn password_reset(token: &str, password: &str) -> Value {
    json!({"newPassword": password, "repeatPassword": password, "resetPasswordToken": token})
}

/// A user without a token is no session, whatever the code says.
pub fn session(data: &Value) -> Result<Session, Fault> {
    if filled(data, "token") && filled(data, "id") {
        Ok(Session { user: user(data) })
    } else {
        Err(Fault::Unexpected)
    }
}

pub fn registered(data: &Value) -> Result<Registered, Fault> {
    if data.get("pending").and_then(Value::as_bool) == Some(true) {
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

pub fn code_sent(data: &Value) -> CodeSent {
    let resend_in = data
        .get("resendIn")
        .and_then(Value::as_u64)
        .unwrap_or(60)
        .clamp(1, 3600) as u32;
    CodeSent { resend_in }
}

pub fn reset_token(data: &Value) -> Result<Secret, Fault> {
    data.get("resetPasswordToken")
        .and_then(Value::as_str)
        .filter(|it| !it.is_empty())
        .map(Secret::new)
        .ok_or(Fault::Unexpected)
}

fn user(data: &Value) -> Secret {
    Secret::new(data.to_string())
}

fn filled(data: &Value, key: &str) -> bool {
    data.get(key)
        .and_then(Value::as_str)
        .is_some_and(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r03_success_without_a_token_is_no_session() {
        for data in [
            Value::Null,
            json!([]),
            json!("x"),
            json!({}),
            json!({"id": "u"}),
            json!({"id": "u", "token": ""}),
            json!({"id": "u", "token": 7}),
        ] {
            assert_eq!(session(&data), Err(Fault::Unexpected), "{data}");
        }
        assert!(session(&json!({"id": "u", "token": "t"})).is_ok());
    }

    #[test]
    fn a_registration_is_pending_or_created_or_not_understood() {
        assert_eq!(
            registered(&json!({"pending": true, "id": null})),
            Ok(Registered::Pending)
        );
        assert!(matches!(
            registered(&json!({"id": "u"})),
            Ok(Registered::Created { session: None, .. })
        ));
        assert!(matches!(
            registered(&json!({"id": "u", "token": "t"})),
            Ok(Registered::Created {
                session: Some(_),
                ..
            })
        ));
        assert_eq!(registered(&json!({})), Err(Fault::Unexpected));
    }
}
