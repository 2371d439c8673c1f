//! What the host page hears: the events' names are Guard 5's, their details are listed in `docs/embedding.md`.
use guard_flow::{Channel, Output, ScanOutput};
use guard_protocol::genauth::scan::Person;
use guard_protocol::write::{Out, object};
use guard_protocol::{Fault, Purpose};

/// An event, and the one thing that its detail says beside the app.
pub struct Told<'a> {
    pub name: &'static str,
    says: Says<'a>,
}

enum Says<'a> {
    Nothing,
    /// JSON text of a user, where the backend tells of one.
    User(Option<&'a str>),
    Scene(&'static str),
    /// Who has scanned a code.
    Person(&'a Person),
    /// What a server exchanges for the user, and the JSON text of what is known of them.
    Ticket(&'a str, &'a str),
    View(&'static str),
    Refusal(&'a Fault, String),
}

pub fn event(output: &Output, message: impl Fn(&Fault) -> String) -> Told<'_> {
    let told = |name, says| Told { name, says };
    let refused = |name, fault| told(name, Says::Refusal(fault, message(fault)));
    match output {
        Output::Loaded => told("load", Says::Nothing),
        Output::LoadFailed(fault) => refused("load-error", fault),
        Output::SignedIn(session) => told("login", Says::User(Some(session.user.expose()))),
        Output::SignInFailed(fault) => refused("login-error", fault),
        Output::Registered { user } => {
            told("register", Says::User(user.as_ref().map(|it| it.expose())))
        }
        Output::RegisterFailed(fault) => refused("register-error", fault),
        Output::Scan(output) => scan(output, message),
        Output::CodeSent(purpose, channel) => {
            let (name, scenes) = match channel {
                Channel::Email => ("email-send", MAILED),
                Channel::Phone => ("phone-send", SENT),
            };
            let [sign_in, register, reset, verify] = scenes;
            told(
                name,
                Says::Scene(match purpose {
                    Some(Purpose::SignIn) => sign_in,
                    Some(Purpose::Register) => register,
                    Some(Purpose::Reset) => reset,
                    None => verify,
                }),
            )
        }
        Output::CodeFailed(Channel::Email, fault) => refused("email-send-error", fault),
        Output::CodeFailed(Channel::Phone, fault) => refused("phone-send-error", fault),
        Output::PasswordReset => told("pwd-reset", Says::Nothing),
        Output::PasswordResetFailed(fault) => refused("pwd-reset-error", fault),
        Output::Moved(step) => told("after-change-module", Says::View(step.as_str())),
    }
}

/// The protocol's names of what a code is for, by mail and by telephone.
const MAILED: [&str; 4] = [
    "LOGIN_VERIFY_CODE",
    "REGISTER_VERIFY_CODE",
    "RESET_PASSWORD_VERIFY_CODE",
    "VERIFY_EMAIL",
];
const SENT: [&str; 4] = ["login", "register", "reset", ""];

fn scan(output: &ScanOutput, message: impl Fn(&Fault) -> String) -> Told<'_> {
    let (name, says) = match output {
        ScanOutput::Started => ("scan-start", Says::Nothing),
        ScanOutput::Scanned(person) => ("scan-scanned", Says::Person(person)),
        ScanOutput::SignedIn(session) => ("login", Says::User(Some(session.user.expose()))),
        ScanOutput::Ticket { ticket, user } => {
            ("scan-ticket", Says::Ticket(ticket.expose(), user.expose()))
        }
        ScanOutput::Cancelled => ("scan-cancel", Says::Nothing),
        ScanOutput::Expired => ("scan-expired", Says::Nothing),
        ScanOutput::Failed(fault) => ("scan-error", Says::Refusal(fault, message(fault))),
    };
    Told { name, says }
}

impl Told<'_> {
    /// The `detail`, as JSON text. `place`: line and column where the page's own `config` breaks.
    pub fn detail(&self, app: &str, place: Option<(usize, usize)>) -> String {
        let place = place.map(|(line, column)| {
            object(&[
                ("line", Out::Count(line as u64)),
                ("column", Out::Count(column as u64)),
            ])
        });
        let app = ("appId", Out::Text(app));
        match &self.says {
            Says::Nothing => object(&[app]),
            Says::User(user) => object(&[app, ("user", user.map_or(Out::Nothing, Out::Raw))]),
            Says::Person(person) => {
                let text = |it: &'_ Option<String>| it.clone().unwrap_or_default();
                let (nickname, photo) = (text(&person.nickname), text(&person.photo));
                let user = object(&[
                    ("nickname", Out::Text(&nickname)),
                    ("photo", Out::Text(&photo)),
                ]);
                object(&[app, ("user", Out::Raw(&user))])
            }
            Says::Ticket(ticket, user) => {
                object(&[app, ("ticket", Out::Text(ticket)), ("user", Out::Raw(user))])
            }
            Says::Scene(scene) => object(&[app, ("scene", Out::Text(scene))]),
            Says::View(view) => object(&[app, ("view", Out::Text(view))]),
            Says::Refusal(fault, message) => {
                let facts = facts(fault);
                let refusal = [
                    app,
                    ("code", Out::Text(fault.name())),
                    ("message", Out::Text(message)),
                    ("data", Out::Raw(&facts)),
                ];
                match place {
                    None => object(&refusal),
                    Some(place) => object(&[&refusal[..], &[("place", Out::Raw(&place))]].concat()),
                }
            }
        }
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
    use guard_flow::Step;
    use guard_protocol::{Secret, Session};
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
        let told: Vec<_> = outputs
            .iter()
            .map(|it| event(it, |_| "wait".into()))
            .collect();
        let names: std::collections::HashSet<_> = told.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), outputs.len());
        let detail =
            |index: usize| serde_json::from_str::<Value>(&told[index].detail("app", None)).unwrap();
        assert_eq!(detail(2), json!({"appId": "app", "user": {"id": "u"}}));
        assert_eq!(
            detail(3),
            json!({"appId": "app", "code": "LOCKED", "message": "wait", "data": {"retryAfter": 9}})
        );
    }
}
