//! What happens to a code to be scanned, one story a test.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
use guard_flow::{
    End, Pause, RequestId, ScanAsk, ScanEffect, ScanEvent, ScanFlow, ScanOutput, ScanReply,
    ScanState,
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

struct Story {
    flow: ScanFlow,
    world: World,
    emitted: Vec<ScanOutput>,
}

impl Story {
    fn begin() -> Self {
        Self::at(None)
    }

    fn at(pace: Option<u32>) -> Self {
        let (flow, effects) = ScanFlow::new(false, pace);
        let mut story = Story {
            flow,
            world: World::default(),
            emitted: Vec::new(),
        };
        story.take(effects);
        story
    }

    fn shown() -> Self {
        Self::begin().reply(Ok(ScanReply::Code(code())))
    }

    fn take(&mut self, effects: Vec<ScanEffect>) {
        self.world.take(&self.flow, &effects);
        self.emitted
            .extend(effects.into_iter().filter_map(|it| match it {
                ScanEffect::Emit(output) => Some(output),
                ScanEffect::Ask(..) | ScanEffect::Wait(..) => None,
            }));
    }

    fn say(mut self, event: ScanEvent) -> Self {
        let effects = self.flow.update(event);
        self.take(effects);
        self
    }

    fn reply(self, reply: Result<ScanReply, Fault>) -> Self {
        let id = self.world.asked.first().unwrap().0;
        self.say(ScanEvent::Replied(id, reply))
    }

    fn status(self, status: ScanStatus) -> Self {
        self.next().reply(Ok(ScanReply::Status(status)))
    }

    /// The pause before the next question is over.
    fn next(self) -> Self {
        let id = self.pause().unwrap().0;
        self.say(ScanEvent::Rang(id))
    }

    fn pause(&self) -> Option<(RequestId, u32)> {
        self.world.rings.iter().find_map(|(id, pause)| match pause {
            Pause::About(it) => Some((*id, *it)),
            Pause::Exactly(_) => None,
        })
    }

    fn end(self) -> Self {
        let id = self.world.rings.iter().find_map(|(id, pause)| match pause {
            Pause::Exactly(_) => Some(*id),
            Pause::About(_) => None,
        });
        self.say(ScanEvent::Rang(id.unwrap()))
    }

    fn over(self) -> Self {
        self.end().reply(Ok(ScanReply::Status(ScanStatus::Waiting)))
    }
}

#[test]
fn q02_a_code_is_scanned_agreed_to_and_told_once() {
    let person = Person {
        nickname: Some("Ada".into()),
        photo: None,
    };
    let story = Story::shown()
        .status(ScanStatus::Waiting)
        .status(ScanStatus::Scanned(person.clone()))
        .status(ScanStatus::Scanned(person.clone()))
        .status(ScanStatus::SignedIn(session()));
    assert_eq!(
        story.emitted,
        [
            ScanOutput::Started,
            ScanOutput::Scanned(person),
            ScanOutput::SignedIn(session())
        ]
    );
}

#[test]
fn q03_an_unknown_state_is_an_error_and_never_a_success() {
    let story = Story::shown().next().reply(Err(Fault::Unexpected));
    assert!(matches!(
        story.flow.state(),
        ScanState::Ended {
            why: End::Failed(_),
            ..
        }
    ));
}

#[test]
fn q04_a_code_that_nobody_scans_is_replaced_three_times_and_then_by_hand() {
    let mut story = Story::shown();
    for _ in 0..3 {
        story = story.over();
        assert!(matches!(story.flow.state(), ScanState::Asking { .. }));
        story = story.reply(Ok(ScanReply::Code(code())));
    }
    let story = story.over();
    assert_eq!(story.emitted.last(), Some(&ScanOutput::Expired));
    let story = story.end().say(ScanEvent::Refresh);
    assert!(matches!(story.flow.state(), ScanState::Asking { .. }));
}

#[test]
fn q04_what_was_agreed_to_in_the_last_moment_is_still_fetched() {
    let story = Story::shown()
        .end()
        .reply(Ok(ScanReply::Status(ScanStatus::SignedIn(session()))));
    assert_eq!(story.emitted.last(), Some(&ScanOutput::SignedIn(session())));
}

#[test]
fn q05_fifty_presses_ask_for_one_code_and_not_within_a_second() {
    let mut story = Story::shown().status(ScanStatus::Cancelled);
    for _ in 0..50 {
        story = story.say(ScanEvent::Refresh);
        assert!(story.world.asked.is_empty());
    }
    let mut story = story.end();
    assert_eq!(story.world.asked.len(), 1);
    for _ in 0..50 {
        story = story.say(ScanEvent::Refresh);
    }
    assert_eq!(story.world.asked.len(), 1);
}

#[test]
fn q13_questions_come_slower_after_failures_and_recover() {
    let mut story = Story::shown();
    let mut pauses = Vec::new();
    for _ in 0..6 {
        story = story.next().reply(Err(Fault::Unavailable));
        pauses.push(story.pause().unwrap().1);
    }
    assert_eq!(pauses, [4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    let story = story.status(ScanStatus::Waiting);
    assert_eq!(story.pause().unwrap().1, 2_000);
}

#[test]
fn qr_4_one_code_is_worth_seventy_questions() {
    let mut story = Story::shown();
    let mut polls = 0;
    while matches!(story.flow.state(), ScanState::Shown { .. }) {
        story = story.status(ScanStatus::Waiting);
        polls += 1;
    }
    assert_eq!(polls, 70);
}

#[test]
fn q04_a_long_code_and_one_that_is_asked_about_often_last_as_long_as_the_server_says() {
    for (expires_in, pace) in [(600, None), (120, Some(500)), (3600, Some(500))] {
        let code = ScanCode {
            expires_in,
            ..code()
        };
        let mut story = Story::at(pace).reply(Ok(ScanReply::Code(code)));
        let mut passed = 0;
        while passed < expires_in * 1000 {
            passed += story.pause().unwrap().1;
            story = story.status(ScanStatus::Waiting);
        }
        assert!(
            matches!(story.flow.state(), ScanState::Shown { .. }),
            "{expires_in} s at {pace:?}"
        );
        let story = story.over();
        assert!(matches!(story.flow.state(), ScanState::Asking { .. }));
    }
}

#[test]
fn a_code_that_was_scanned_is_not_replaced_behind_the_back_of_its_person() {
    let story = Story::shown()
        .status(ScanStatus::Scanned(Person::default()))
        .over();
    assert_eq!(story.emitted.last(), Some(&ScanOutput::Expired));
}

#[test]
fn a_ticket_that_is_worth_nothing_is_said_and_not_covered_by_another_code() {
    let (flow, effects) = ScanFlow::new(true, None);
    let mut story = Story {
        flow,
        world: World::default(),
        emitted: Vec::new(),
    };
    story.take(effects);
    let ticket = ScanStatus::Ticket {
        ticket: Secret::new("hunter2"),
        user: Secret::new("{}"),
    };
    let story = story.reply(Ok(ScanReply::Code(code()))).status(ticket);
    assert!(matches!(story.flow.state(), ScanState::Exchanging { .. }));
    let story = story.reply(Err(Fault::Expired));
    assert_eq!(story.emitted.last(), Some(&ScanOutput::Expired));
}

#[test]
fn an_answer_to_a_code_that_has_gone_is_not_heard() {
    let story = Story::shown().next();
    let late = story.world.asked.first().unwrap().0;
    let story = story.reply(Ok(ScanReply::Status(ScanStatus::Cancelled)));
    let before = story.flow.clone();
    let status = ScanReply::Status(ScanStatus::SignedIn(session()));
    let story = story.say(ScanEvent::Replied(late, Ok(status)));
    assert_eq!(before, story.flow);
}
