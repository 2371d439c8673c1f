//! Walks every state that any sequence of presses, answers and faults can reach, and checks what must always hold.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use guard_flow::{
    Applicant, Call, Effect, Event, Flow, Output, Reply, RequestId, Scene, Screen, Step,
};
use guard_protocol::json::Json;
use guard_protocol::{
    CodeSent, Email, Fault, Field, RegisterWay, Registered, Rule, Secret, Session, Settings,
    Username,
};
use serde_json::json;

fn email() -> Email {
    Email::parse("ada@example.com").unwrap()
}

fn applicants() -> [Applicant; 2] {
    [
        Applicant::Email(email()),
        Applicant::Username(Username::parse("ada").unwrap()),
    ]
}

fn secret() -> Secret {
    Secret::new("hunter2")
}

fn session() -> Session {
    Session {
        user: Secret::new("{\"token\":\"hunter2\"}"),
    }
}

fn apps() -> Vec<Settings> {
    let read =
        |it: serde_json::Value| Settings::read(&Json::from(&it), &Json::Null, &mut Vec::new());
    vec![
        read(json!({})),
        read(
            json!({"registerDisabled": true, "ssoPageComponentDisplay": {"forgetPasswordBtn": false}}),
        ),
        read(json!({"registerTabs": {"list": ["username"], "default": "username"}})),
    ]
}

fn faults() -> Vec<Fault> {
    vec![
        Fault::WrongPassword {
            tries_left: Some(2),
        },
        Fault::Locked { retry_after: 5 },
        Fault::TooOften { retry_after: 5 },
        Fault::WrongCode { tries_left: None },
        Fault::Expired,
        Fault::Taken(Field::Email),
        Fault::RegistrationClosed,
        Fault::NotOnList,
        Fault::Unverified,
        Fault::Invalid {
            field: Field::Password,
            rule: Rule::TooShort(8),
        },
        Fault::Message("Ask Ada".into()),
        Fault::Offline,
        Fault::Unreachable,
        Fault::TimedOut,
        Fault::Unavailable,
        Fault::Unexpected,
        Fault::UnknownApp,
        Fault::OriginRefused("https://elsewhere.example".into()),
        Fault::BadSetting {
            path: "publicKey".into(),
            problem: "is missing".into(),
        },
    ]
}

fn replies(app: &Settings) -> Vec<Reply> {
    vec![
        Reply::Settings(Box::new(app.clone())),
        Reply::Session(session()),
        Reply::Registered(Registered::Created {
            user: secret(),
            session: None,
        }),
        Reply::Registered(Registered::Created {
            user: secret(),
            session: Some(session()),
        }),
        Reply::Registered(Registered::Pending),
        Reply::CodeSent(CodeSent { resend_in: 60 }),
        Reply::ResetToken(secret()),
        Reply::PasswordReset,
    ]
}

fn presses() -> Vec<Event> {
    let mut presses = vec![
        Event::SignIn {
            account: "ada".into(),
            password: secret(),
        },
        Event::SendCode(email()),
        Event::Resend,
        Event::CheckCode("123456".into()),
        Event::ChoosePassword(secret()),
        Event::Back,
        Event::Retry,
        Event::Online,
    ];
    presses.extend(applicants().map(|applicant| Event::Register {
        applicant,
        password: secret(),
    }));
    presses.extend(
        [
            Scene::SignIn,
            Scene::Register(None),
            Scene::Register(Some(RegisterWay::Email)),
            Scene::Register(Some(RegisterWay::Username)),
            Scene::ForgotPassword,
        ]
        .map(Event::Open),
    );
    presses
}

/// The newest call, which is the only one that can be awaited.
type Asked = Option<(RequestId, Call)>;

/// A state without its counters: two that differ by these alone behave alike.
fn key(flow: &Flow, asked: &Asked) -> String {
    let screen = match flow.screen() {
        Screen::ResetCode { email, .. } => format!("ResetCode {email:?}"),
        other => format!("{other:?}"),
    };
    let awaited = asked.as_ref().filter(|(id, _)| flow.awaits(*id));
    let fault = flow.notice().map(|it| &it.fault);
    format!(
        "{screen} {:?} {fault:?} {}",
        awaited.map(|it| &it.1),
        flow.settings().is_some()
    )
}

fn call_name(call: &Call) -> &'static str {
    match call {
        Call::LoadSettings => "load settings",
        Call::SignIn { .. } => "sign in",
        Call::Register { .. } => "register",
        Call::SendResetCode(_) => "send code",
        Call::CheckResetCode { .. } => "check code",
        Call::ResetPassword { .. } => "reset password",
    }
}

fn check(before: &Flow, event: &Event, after: &Flow, effects: &[Effect]) {
    let calls = effects
        .iter()
        .filter(|it| matches!(it, Effect::Call(..)))
        .count();
    assert!(calls <= 1, "one call at a time: {event:?}");
    assert!(
        !after.is_busy() || after.notice().is_none(),
        "a notice never outlives a retry"
    );
    assert!(calls == 0 || after.is_busy(), "what was asked is awaited");
    let signed_in = effects
        .iter()
        .any(|it| matches!(it, Effect::Emit(Output::SignedIn(_))));
    let arrived = before.screen() != after.screen() && *after.screen() == Screen::SignedIn;
    assert_eq!(
        signed_in, arrived,
        "the host hears of a sign-in exactly once: {event:?}"
    );
    let moved = effects
        .iter()
        .filter(|it| matches!(it, Effect::Emit(Output::Moved(_))))
        .count();
    let other = before.screen().step() != after.screen().step();
    assert!(
        moved == usize::from(other) || moved == 2,
        "every change of screen is told: {event:?}"
    );
    if *before.screen() == Screen::SignedIn {
        assert!(
            before == after || matches!(event, Event::Open(_)),
            "done is done, until the page asks again"
        );
    }
    assert!(
        after.is_busy() || after.screen().step() != Step::Loading,
        "loading never stands still"
    );
    let printed = format!("{after:?}{effects:?}{event:?}");
    assert!(!printed.contains("hunter2"), "no secret is printed");
}

/// A fault leaves the form usable where it was, or leads to the screen that helps.
fn check_fault(before: &Flow, call: &Call, fault: &Fault, after: &Flow) {
    assert!(!after.is_busy(), "a fault frees the form");
    let helps = match call {
        Call::LoadSettings => *after.screen() == Screen::Broken(fault.clone()),
        Call::ResetPassword { .. } if after.screen() == &Screen::ForgotPassword => {
            matches!(fault, Fault::Expired | Fault::WrongCode { .. })
        }
        _ => {
            before.screen() == after.screen() && after.notice().is_some_and(|it| it.fault == *fault)
        }
    };
    assert!(
        helps,
        "{call:?} answered by {fault:?} leads to {:?}",
        after.screen()
    );
}

#[test]
fn no_sequence_of_events_breaks_an_invariant() {
    let mut steps = BTreeSet::new();
    let mut met: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut states = 0;
    for app in apps() {
        let mut seen = BTreeSet::new();
        let (flow, effects) = Flow::new(Scene::SignIn);
        let mut queue = VecDeque::from([(flow, newest(&effects, None))]);
        while let Some((flow, asked)) = queue.pop_front() {
            if !seen.insert(key(&flow, &asked)) {
                continue;
            }
            steps.insert(flow.screen().step());
            let mut events = presses();
            if let Some((id, _)) = asked {
                events.extend(
                    replies(&app)
                        .into_iter()
                        .map(|it| Event::Replied(id, Ok(it))),
                );
                events.extend(faults().into_iter().map(|it| Event::Replied(id, Err(it))));
            }
            for event in events {
                let mut next = flow.clone();
                let effects = next.update(event.clone());
                check(&flow, &event, &next, &effects);
                if let (Event::Replied(id, reply), Some((_, call))) = (&event, &asked) {
                    if !flow.awaits(*id) {
                        assert_eq!(flow, next, "a late answer changes nothing");
                        assert!(effects.is_empty(), "a late answer is not told");
                    } else if let Err(fault) = reply {
                        met.entry(call_name(call))
                            .or_default()
                            .insert(format!("{fault:?}"));
                        check_fault(&flow, call, fault, &next);
                    }
                }
                let asked = newest(&effects, asked.clone());
                queue.push_back((next, asked));
            }
        }
        states += seen.len();
    }
    println!(
        "{states} states, {} steps, {} calls × {} faults",
        steps.len(),
        met.len(),
        faults().len()
    );
    assert_eq!(
        steps,
        BTreeSet::from(Step::ALL),
        "every screen is reachable"
    );
    assert_eq!(met.len(), 6, "every call was made");
    for (call, faults_met) in met {
        assert_eq!(faults_met.len(), faults().len(), "{call} met every fault");
    }
    assert!(states > 300, "the walk reached only {states} states");
}

fn newest(effects: &[Effect], before: Asked) -> Asked {
    effects
        .iter()
        .find_map(|it| match it {
            Effect::Call(id, call) => Some((*id, call.clone())),
            Effect::Emit(_) => None,
        })
        .or(before)
}
