//! Walks every state of a code to be scanned, and checks what must always hold.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
use std::collections::{BTreeSet, VecDeque};

use guard_flow::{
    Pause, RequestId, ScanAsk, ScanEffect, ScanEvent, ScanFlow, ScanOutput, ScanReply, ScanState,
};
use guard_protocol::genauth::scan::{Person, Picture, ScanCode, ScanStatus};
use guard_protocol::{Fault, Secret, Session};

fn code() -> ScanCode {
    ScanCode {
        handle: Secret::new("hunter2"),
        picture: Picture::Text("{}".into()),
        expires_in: 120,
        number: None,
    }
}

fn session() -> Session {
    Session {
        user: Secret::new("{\"token\":\"hunter2\"}"),
    }
}

fn replies() -> Vec<Result<ScanReply, Fault>> {
    let status = |it| Ok(ScanReply::Status(it));
    vec![
        Ok(ScanReply::Code(code())),
        Ok(ScanReply::Session(session())),
        status(ScanStatus::Waiting),
        status(ScanStatus::Scanned(Person::default())),
        status(ScanStatus::SignedIn(session())),
        status(ScanStatus::Ticket {
            ticket: Secret::new("hunter2"),
            user: Secret::new("{}"),
        }),
        status(ScanStatus::Cancelled),
        status(ScanStatus::Expired),
        status(ScanStatus::Further(Fault::Unverified)),
        Err(Fault::Offline),
        Err(Fault::Unreachable),
        Err(Fault::TimedOut),
        Err(Fault::Unavailable),
        Err(Fault::TooOften { retry_after: 9 }),
        Err(Fault::Expired),
        Err(Fault::Unexpected),
        Err(Fault::Message("closed".into())),
    ]
}

/// What is under way, as the effects said.
#[derive(Clone, Default)]
struct World {
    asked: Vec<(RequestId, ScanAsk)>,
    rings: Vec<(RequestId, Pause)>,
}

impl World {
    fn take(&mut self, flow: &ScanFlow, effects: &[ScanEffect]) {
        for effect in effects {
            match effect {
                ScanEffect::Ask(id, ask) => self.asked.push((*id, ask.clone())),
                ScanEffect::Wait(id, pause) => self.rings.push((*id, *pause)),
                ScanEffect::Emit(_) => {}
            }
        }
        self.asked.retain(|(id, _)| flow.awaits(*id));
        self.rings.retain(|(id, _)| flow.awaits(*id));
    }
}

/// The state without its ids and its exact counts.
fn key(flow: &ScanFlow, world: &World) -> String {
    let asks: Vec<_> = world.asked.iter().map(|it| &it.1).collect();
    let state = match flow.state() {
        ScanState::Shown {
            by,
            polls,
            missed,
            over,
            ..
        } => format!(
            "shown {by:?} {} {missed} {over}",
            (*polls).min(3) + polls / 60
        ),
        ScanState::Ended { why, rest, wanted } => format!("{why:?} {} {wanted}", rest.is_some()),
        other => format!("{:?}", std::mem::discriminant(other)),
    };
    let pauses: Vec<_> = world.rings.iter().map(|it| it.1).collect();
    format!("{state} {asks:?} {pauses:?} {}", renewed(flow))
}

fn renewed(flow: &ScanFlow) -> String {
    let printed = format!("{flow:?}");
    let (_, rest) = printed.rsplit_once("renewed: ").unwrap();
    rest.chars().take_while(char::is_ascii_digit).collect()
}

fn check(
    before: &ScanFlow,
    event: &ScanEvent,
    after: &ScanFlow,
    effects: &[ScanEffect],
    world: &World,
) {
    let polls = world.asked.len();
    assert!(polls <= 1, "never two questions at once: {event:?}");
    let ended = matches!(after.state(), ScanState::Done);
    assert!(
        ended || !world.asked.is_empty() || !world.rings.is_empty() || waits_for_a_press(after),
        "something is always under way: {after:?}"
    );
    if ended {
        assert!(
            world.asked.is_empty() && world.rings.is_empty(),
            "done is done"
        );
    }
    let signed_in = effects.iter().any(|it| {
        matches!(
            it,
            ScanEffect::Emit(ScanOutput::SignedIn(_) | ScanOutput::Ticket { .. })
        )
    });
    let arrived = ended && !matches!(before.state(), ScanState::Done);
    assert_eq!(signed_in, arrived, "success is told once: {event:?}");
    for effect in effects {
        if let ScanEffect::Wait(_, Pause::About(pause)) = effect {
            assert!((2_000..=30_000).contains(pause), "{pause}");
        }
    }
    let printed = format!("{after:?}{effects:?}{event:?}");
    assert!(!printed.contains("hunter2"), "no secret is printed");
}

fn waits_for_a_press(flow: &ScanFlow) -> bool {
    matches!(flow.state(), ScanState::Ended { rest: None, .. })
}

#[test]
fn no_sequence_of_answers_rings_and_presses_breaks_an_invariant() {
    let mut ends = BTreeSet::new();
    let mut states = 0;
    for exchanges in [false, true] {
        let (flow, effects) = ScanFlow::new(exchanges, None);
        let mut world = World::default();
        world.take(&flow, &effects);
        let mut seen = BTreeSet::new();
        let mut queue = VecDeque::from([(flow, world)]);
        while let Some((flow, world)) = queue.pop_front() {
            if !seen.insert(key(&flow, &world)) {
                continue;
            }
            if let ScanState::Ended { why, .. } = flow.state() {
                ends.insert(format!("{:?}", std::mem::discriminant(why)));
            }
            let mut events = vec![ScanEvent::Refresh];
            events.extend(world.rings.iter().map(|(id, _)| ScanEvent::Rang(*id)));
            for (id, _) in &world.asked {
                events.extend(replies().into_iter().map(|it| ScanEvent::Replied(*id, it)));
            }
            for event in events {
                let (mut next, mut then) = (flow.clone(), world.clone());
                let effects = next.update(event.clone());
                then.take(&next, &effects);
                check(&flow, &event, &next, &effects, &then);
                queue.push_back((next, then));
            }
        }
        states += seen.len();
    }
    println!("{states} states of a code to be scanned");
    assert_eq!(ends.len(), 4, "every end was met");
    assert!(states > 200, "the walk reached only {states} states");
}
