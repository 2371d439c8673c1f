//! What the host page hears: the events' names are Guard 5's, their details are listed in `docs/embedding.md`.
//!
//! Here are those of the first form; the others come with the chunk that can cause them.
mod account;
mod scan;

use guard_flow::Output;
use guard_protocol::Fault;
use guard_protocol::write::{Out, object};

/// An event: its name, and its `detail` as JSON text.
pub type Told = (&'static str, String);

/// What is told beside the output.
pub struct Beside<'a> {
    pub app: &'a str,
    /// Line and column where the page's own `config` breaks.
    pub place: Option<(usize, usize)>,
    /// The sentence for a fault.
    pub message: &'a dyn Fn(&Fault) -> String,
}

/// `None` where the chunk that knows it has not come; then nothing has caused it either.
pub fn event(output: &Output, beside: &Beside<'_>) -> Option<Told> {
    Some(match output {
        Output::Loaded => ("load", beside.detail(&[])),
        Output::LoadFailed(fault) => ("load-error", beside.refusal(fault)),
        Output::SignedIn(session) => ("login", beside.user(session.user.expose())),
        Output::SignInFailed(fault) => ("login-error", beside.refusal(fault)),
        Output::Moved(step) => (
            "after-change-module",
            beside.detail(&[("view", Out::Text(step.as_str()))]),
        ),
        Output::Scan(output) => return scan::event(output, beside),
        later => return account::event(later, beside),
    })
}

impl Beside<'_> {
    fn detail(&self, says: &[(&str, Out<'_>)]) -> String {
        object(&[&[("appId", Out::Text(self.app))], says].concat())
    }

    /// `user`: JSON text.
    fn user(&self, user: &str) -> String {
        self.detail(&[("user", Out::Raw(user))])
    }

    fn refusal(&self, fault: &Fault) -> String {
        let (message, facts) = ((self.message)(fault), facts(fault));
        let place = self.place.map(|(line, column)| {
            object(&[
                ("line", Out::Count(line as u64)),
                ("column", Out::Count(column as u64)),
            ])
        });
        let mut says = vec![
            ("code", Out::Text(fault.name())),
            ("message", Out::Text(&message)),
            ("data", Out::Raw(&facts)),
        ];
        says.extend(place.as_deref().map(|it| ("place", Out::Raw(it))));
        self.detail(&says)
    }
}

/// What a page may want to act on: seconds, tries, the field or the setting.
fn facts(fault: &Fault) -> String {
    match fault {
        Fault::Locked { retry_after } | Fault::TooOften { retry_after } => {
            object(&[("retryAfter", Out::Count((*retry_after).into()))])
        }
        Fault::WrongPassword { tries_left } | Fault::WrongCode { tries_left } => object(&[(
            "remainCount",
            tries_left.map_or(Out::Nothing, |it| Out::Count(it.into())),
        )]),
        Fault::Taken(field) | Fault::Invalid { field, .. } => {
            object(&[("field", Out::Text(field.key()))])
        }
        Fault::BadSetting { path, problem } => {
            object(&[("path", Out::Text(path)), ("problem", Out::Text(problem))])
        }
        Fault::OriginRefused(origin) => object(&[("origin", Out::Text(origin))]),
        Fault::Expired
        | Fault::RegistrationClosed
        | Fault::NoAccount
        | Fault::CaptchaWanted { .. }
        | Fault::NotOnList
        | Fault::NumberNotOnList
        | Fault::Unverified
        | Fault::Message(_)
        | Fault::Offline
        | Fault::Unreachable
        | Fault::TimedOut
        | Fault::Unavailable
        | Fault::Unexpected
        | Fault::UnknownApp => "null".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use guard_flow::{Channel, ScanOutput, Step};
    use guard_protocol::genauth::scan::Person;
    use guard_protocol::{Purpose, Secret, Session};
    use serde_json::{Value, json};

    #[test]
    fn every_output_has_an_event_of_its_own() {
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
            Output::CodeSent(Some(Purpose::Reset), Channel::Email),
            Output::CodeSent(Some(Purpose::SignIn), Channel::Phone),
            Output::CodeFailed(Channel::Email, fault()),
            Output::CodeFailed(Channel::Phone, fault()),
            Output::Scan(ScanOutput::Started),
            Output::Scan(ScanOutput::Scanned(Person::default())),
            Output::Scan(ScanOutput::Ticket {
                ticket: Secret::new("t"),
                user: Secret::new("{}"),
            }),
            Output::Scan(ScanOutput::Cancelled),
            Output::Scan(ScanOutput::Expired),
            Output::Scan(ScanOutput::Failed(fault())),
            Output::PasswordReset,
            Output::PasswordResetFailed(fault()),
            Output::Moved(Step::SignIn),
        ];
        let beside = Beside {
            app: "app",
            place: None,
            message: &|_| "wait".into(),
        };
        let told: Vec<_> = outputs
            .iter()
            .map(|it| event(it, &beside).unwrap())
            .collect();
        let names: std::collections::HashSet<_> = told.iter().map(|it| it.0).collect();
        assert_eq!(names.len(), outputs.len());
        let detail = |index: usize| serde_json::from_str::<Value>(&told[index].1).unwrap();
        assert_eq!(detail(2), json!({"appId": "app", "user": {"id": "u"}}));
        assert_eq!(
            detail(3),
            json!({"appId": "app", "code": "LOCKED", "message": "wait", "data": {"retryAfter": 9}})
        );
    }
}
