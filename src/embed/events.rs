//! What the host page hears: the events' names are Guard 5's, their details are listed in `docs/embedding.md`.
use guard_flow::Output;
use guard_protocol::{Fault, Secret};
use serde_json::{Value, json};

/// An event's name, and its `detail` without the `appId` that every one carries.
pub fn event(output: &Output, message: impl Fn(&Fault) -> String) -> (&'static str, Value) {
    let refused = |fault: &Fault| json!({"code": fault.name(), "message": message(fault), "data": facts(fault)});
    match output {
        Output::Loaded => ("load", json!({})),
        Output::LoadFailed(fault) => ("load-error", refused(fault)),
        Output::SignedIn(session) => ("login", json!({"user": object(&session.user)})),
        Output::SignInFailed(fault) => ("login-error", refused(fault)),
        Output::Registered { user } => ("register", json!({"user": user.as_ref().map(object)})),
        Output::RegisterFailed(fault) => ("register-error", refused(fault)),
        Output::CodeSent => ("email-send", json!({"scene": "RESET_PASSWORD_VERIFY_CODE"})),
        Output::CodeFailed(fault) => ("email-send-error", refused(fault)),
        Output::PasswordReset => ("pwd-reset", json!({})),
        Output::PasswordResetFailed(fault) => ("pwd-reset-error", refused(fault)),
        Output::Moved(step) => ("after-change-module", json!({"view": step.as_str()})),
    }
}

/// What a page may want to act on: seconds, tries, the field or the setting.
fn facts(fault: &Fault) -> Value {
    match fault {
        Fault::Locked { retry_after } | Fault::TooOften { retry_after } => {
            json!({"retryAfter": retry_after})
        }
        Fault::WrongPassword { tries_left } | Fault::WrongCode { tries_left } => {
            json!({"remainCount": tries_left})
        }
        Fault::Taken(field) | Fault::Invalid { field, .. } => json!({"field": field.key()}),
        Fault::BadSetting { path, problem } => json!({"path": path, "problem": problem}),
        Fault::OriginRefused(origin) => json!({"origin": origin}),
        Fault::Expired
        | Fault::RegistrationClosed
        | Fault::NotOnList
        | Fault::Unverified
        | Fault::Message(_)
        | Fault::Offline
        | Fault::Unreachable
        | Fault::TimedOut
        | Fault::Unavailable
        | Fault::Unexpected
        | Fault::UnknownApp => Value::Null,
    }
}

fn object(user: &Secret) -> Value {
    serde_json::from_str(user.expose()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use guard_flow::Step;
    use guard_protocol::Session;

    #[test]
    fn every_output_has_an_event_of_its_own_or_shares_it_knowingly() {
        let fault = || Fault::Locked { retry_after: 9 };
        let outputs = [
            Output::Loaded,
            Output::LoadFailed(fault()),
            Output::SignedIn(Session {
                user: Secret::new(r#"{"id":"u"}"#),
            }),
            Output::SignInFailed(fault()),
            Output::Registered { user: None },
            Output::RegisterFailed(fault()),
            Output::CodeSent,
            Output::CodeFailed(fault()),
            Output::PasswordReset,
            Output::PasswordResetFailed(fault()),
            Output::Moved(Step::SignIn),
        ];
        let named: Vec<_> = outputs
            .iter()
            .map(|it| event(it, |_| "wait".into()))
            .collect();
        let names: std::collections::HashSet<_> = named.iter().map(|it| it.0).collect();
        assert_eq!(names.len(), outputs.len());
        assert_eq!(named[2].1, json!({"user": {"id": "u"}}));
        assert_eq!(
            named[3].1,
            json!({"code": "LOCKED", "message": "wait", "data": {"retryAfter": 9}})
        );
    }
}
