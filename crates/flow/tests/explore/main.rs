//! Walks every state that any sequence of presses, answers and faults can reach, and checks what must always hold.
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use guard_flow::{
    Call, CodeCall, Effect, Event, Flow, Output, RequestId, ScanOutput, Scene, Screen, Step,
};
use guard_protocol::{Address, Fault};

mod world;

use world::{apps, faults, presses, replies};

/// The newest call, which is the only one that can be awaited.
type Asked = Option<(RequestId, Call)>;

/// The same screen where only how long to wait for another code has changed.
fn but_for_waits(screen: &Screen) -> Screen {
    let mut screen = screen.clone();
    match &mut screen {
        Screen::Code(it) => (it.resend_in, it.waits) = (0, 0),
        Screen::Unverified {
            resend_in, waits, ..
        } => (*resend_in, *waits) = (None, 0),
        _waits_for_nothing => {}
    }
    screen
}

/// A state without its counters: two that differ by these alone behave alike.
fn key(flow: &Flow, asked: &Asked) -> String {
    let screen = match flow.screen() {
        Screen::Code(it) => {
            let link = it.link.is_some();
            format!("Code {:?} {:?} {link} {:?}", it.purpose, it.to, it.agreed)
        }
        Screen::Unverified { email, round, .. } => format!("Unverified {email:?} {}", *round > 0),
        other => format!("{other:?}"),
    };
    let held = flow.held().map(|it| it.again);
    let awaited = asked.as_ref().filter(|(id, _)| flow.awaits(*id));
    let fault = flow.notice().map(|it| &it.fault);
    format!(
        "{screen} {:?} {fault:?} {held:?} {}",
        awaited.map(|it| &it.1),
        flow.settings().is_some()
    )
}

fn call_name(call: &Call) -> &'static str {
    match call {
        Call::LoadSettings => "load settings",
        Call::SignIn { .. } => "sign in",
        Call::Register { .. } => "register",
        Call::Code(CodeCall::Send { link: false, .. }) => "send code",
        Call::Code(CodeCall::Send { link: true, .. }) => "send link",
        Call::Code(CodeCall::SendVerification(_)) => "send verification",
        Call::Code(CodeCall::SignIn { .. }) => "sign in by code",
        Call::Code(CodeCall::Register { .. }) => "register by code",
        Call::Code(CodeCall::CheckReset { .. }) => "check code",
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
    assert!(
        after.held().is_none() || !after.is_busy(),
        "a call that waits for a person is not under way"
    );
    let signed_in = effects.iter().any(|it| {
        matches!(
            it,
            Effect::Emit(Output::SignedIn(_) | Output::Scan(ScanOutput::Ticket { .. }))
        )
    });
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
    let carries = !matches!(call, Call::LoadSettings | Call::ResetPassword { .. });
    if let Fault::CaptchaWanted { again } = fault
        && carries
    {
        let held = after.held().is_some_and(|it| it.again == *again);
        assert!(held && after.notice().is_none(), "the person is asked");
        assert_eq!(before.screen(), after.screen(), "where they were");
        return;
    }
    let by_code = matches!(call, Call::Code(_));
    let phone = matches!(
        call,
        Call::Code(
            CodeCall::Send {
                to: Address::Phone(_),
                ..
            } | CodeCall::SignIn {
                to: Address::Phone(_),
                ..
            } | CodeCall::Register {
                to: Address::Phone(_),
                ..
            } | CodeCall::CheckReset {
                to: Address::Phone(_),
                ..
            }
        )
    );
    let fault = &match fault {
        Fault::WrongPassword { .. } if by_code => Fault::NoAccount,
        Fault::NotOnList if phone => Fault::NumberNotOnList,
        fault => fault.clone(),
    };
    let helps = match call {
        Call::LoadSettings => *after.screen() == Screen::Broken(fault.clone()),
        Call::SignIn { account, .. } if *fault == Fault::Unverified && account.contains('@') => {
            matches!(after.screen(), Screen::Unverified { .. })
        }
        Call::ResetPassword { .. } if after.screen() == &Screen::ForgotPassword => {
            matches!(fault, Fault::Expired | Fault::WrongCode { .. })
        }
        _ => {
            but_for_waits(before.screen()) == but_for_waits(after.screen())
                && after.notice().is_some_and(|it| it.fault == *fault)
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
    assert_eq!(met.len(), 10, "every call was made");
    for (call, faults_met) in met {
        assert_eq!(faults_met.len(), faults().len(), "{call} met every fault");
    }
    assert!(states > 300, "the walk reached only {states} states");
}

fn newest(effects: &[Effect], before: Asked) -> Asked {
    effects
        .iter()
        .find_map(|it| match it {
            Effect::Call(id, call, _) => Some((*id, Call::clone(call))),
            Effect::Emit(_) => None,
        })
        .or(before)
}
