//! A flow, and somebody who answers it.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
use guard_flow::{Effect, Event, Flow, Output, Reply, RequestId, Scene, Step};
use guard_protocol::json::Json;
use guard_protocol::{Address, CodeSent, Email, Fault, Secret, Session, Settings};

pub fn settings() -> Reply {
    Reply::Settings(Box::new(Settings::read(
        &Json::Null,
        &Json::Null,
        &mut Vec::new(),
    )))
}

pub fn session() -> Session {
    Session {
        user: Secret::new("{}"),
    }
}

pub fn email() -> Email {
    Email::parse("ada@example.com").unwrap()
}

pub fn sign_in() -> Event {
    Event::SignIn {
        account: "ada".into(),
        password: Secret::new("pw"),
        agreed: Vec::new(),
    }
}

pub fn ask_for_code() -> Event {
    Event::SendCode {
        to: Address::Email(email()),
        agreed: Vec::new(),
    }
}

pub fn enter(code: &str) -> Event {
    Event::CheckCode {
        code: code.into(),
        password: None,
    }
}

pub fn sent(resend_in: u32) -> CodeSent {
    CodeSent {
        resend_in,
        link: None,
    }
}

/// A flow together with the newest request, so that a script can answer it.
pub struct Talk {
    pub flow: Flow,
    pub newest: Option<RequestId>,
    pub emitted: Vec<Output>,
}

impl Talk {
    pub fn begin(scene: Scene) -> Self {
        let (flow, effects) = Flow::new(scene);
        let mut talk = Talk {
            flow,
            newest: None,
            emitted: Vec::new(),
        };
        talk.take(effects);
        talk
    }

    pub fn loaded() -> Self {
        Self::begin(Scene::SignIn).answer(Ok(settings()))
    }

    pub fn say(mut self, event: Event) -> Self {
        let effects = self.flow.update(event);
        self.take(effects);
        self
    }

    pub fn answer(self, reply: Result<Reply, Fault>) -> Self {
        let id = self.newest.unwrap();
        self.say(Event::Replied(id, reply))
    }

    pub fn take(&mut self, effects: Vec<Effect>) {
        self.emitted.clear();
        for effect in effects {
            match effect {
                Effect::Call(id, ..) => self.newest = Some(id),
                Effect::Emit(output) => self.emitted.push(output),
            }
        }
    }

    pub fn step(&self) -> Step {
        self.flow.screen().step()
    }
}
