//! The sign-in conversation as a pure state machine: [`Event`]s in, [`Effect`]s out.
//!
//! Nothing here performs I/O, reads a clock or touches the DOM. What is being typed is absent on purpose:
//! drafts belong to the views and arrive parsed, inside an event.
#![forbid(unsafe_code)]

mod call;
mod replied;
mod screen;

use guard_protocol::{Email, Fault, RegisterWay, Secret, Settings};

pub use crate::call::{Applicant, Call, Output, Reply, RequestId};
pub use crate::screen::{Scene, Screen, Step};

/// Everything that the box remembers about one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    screen: Screen,
    /// The one request that may be under way. Stands beside the screen: every screen can be busy.
    pending: Option<(RequestId, Asked)>,
    notice: Option<Notice>,
    /// Known from the moment that loading has succeeded.
    settings: Option<Settings>,
    /// Where to go once the settings are known.
    first: Scene,
    issued: u32,
}

/// Which call is awaited, with what has to be remembered of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asked {
    Settings,
    SignIn,
    Register(Applicant),
    ResetCode(Email),
    CheckCode(Email),
    NewPassword(Email),
}

/// Why the last thing asked for was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub fault: Fault,
    /// Grows with every notice, so that the same fault twice is said twice.
    pub serial: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    SignIn {
        account: String,
        password: Secret,
    },
    Register {
        applicant: Applicant,
        password: Secret,
    },
    /// Asks for a code that allows choosing a new password.
    SendCode(Email),
    Resend,
    CheckCode(String),
    ChoosePassword(Secret),
    /// The person or the host page asks for another screen.
    Open(Scene),
    Back,
    /// Load the settings again.
    Retry,
    /// The network is back.
    Online,
    Replied(RequestId, Result<Reply, Fault>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Call(RequestId, Call),
    Emit(Output),
}

impl Flow {
    /// A box that is about to load its settings, and the call that does it.
    pub fn new(first: Scene) -> (Self, Vec<Effect>) {
        let mut flow = Self {
            screen: Screen::Loading,
            pending: None,
            notice: None,
            settings: None,
            first,
            issued: 0,
        };
        let effects = flow.call(Asked::Settings, Call::LoadSettings);
        (flow, effects)
    }

    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    pub fn settings(&self) -> Option<&Settings> {
        self.settings.as_ref()
    }

    pub fn is_busy(&self) -> bool {
        self.pending.is_some()
    }

    /// Whether an answer to `id` would still be heard.
    pub fn awaits(&self, id: RequestId) -> bool {
        self.pending.as_ref().is_some_and(|(it, _)| *it == id)
    }

    /// Advances the conversation and says what must happen next. An event that does not fit the screen does nothing.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match (event, &self.screen) {
            (Event::Replied(id, reply), _) => self.replied(id, reply),
            (Event::Open(scene), _) => self.open(scene),
            (Event::Back, _) => self.back(),
            (Event::Retry, Screen::Broken(_)) => self.reload(),
            (Event::Online, Screen::Broken(Fault::Offline)) => self.reload(),
            (Event::Online, _) => {
                // Nothing is sent again by itself; only the reason not to has gone.
                self.notice.take_if(|it| it.fault == Fault::Offline);
                Vec::new()
            }
            (Event::SignIn { account, password }, Screen::SignIn) => {
                self.call(Asked::SignIn, Call::SignIn { account, password })
            }
            (
                Event::Register {
                    applicant,
                    password,
                },
                Screen::Register(way),
            ) if applicant.way() == *way => self.call(
                Asked::Register(applicant.clone()),
                Call::Register {
                    applicant,
                    password,
                },
            ),
            (Event::SendCode(email), Screen::ForgotPassword) => {
                self.call(Asked::ResetCode(email.clone()), Call::SendResetCode(email))
            }
            (Event::Resend, Screen::ResetCode { email, .. }) => {
                let email = email.clone();
                self.call(Asked::ResetCode(email.clone()), Call::SendResetCode(email))
            }
            (Event::CheckCode(code), Screen::ResetCode { email, .. }) => {
                let email = email.clone();
                self.call(
                    Asked::CheckCode(email.clone()),
                    Call::CheckResetCode { email, code },
                )
            }
            (Event::ChoosePassword(password), Screen::NewPassword { email, token }) => {
                let (asked, token) = (Asked::NewPassword(email.clone()), token.clone());
                self.call(asked, Call::ResetPassword { token, password })
            }
            // A press that arrives after its screen has gone.
            (
                Event::Retry
                | Event::SignIn { .. }
                | Event::Register { .. }
                | Event::SendCode(_)
                | Event::Resend
                | Event::CheckCode(_)
                | Event::ChoosePassword(_),
                _,
            ) => Vec::new(),
        }
    }

    fn reload(&mut self) -> Vec<Effect> {
        let mut effects = self.show(Screen::Loading);
        effects.extend(self.call(Asked::Settings, Call::LoadSettings));
        effects
    }

    /// Where a scene leads under these settings; `None` where the app does not offer it.
    fn place(&self, scene: Scene) -> Option<Screen> {
        let settings = self.settings.as_ref()?;
        match scene {
            Scene::SignIn => Some(Screen::SignIn),
            Scene::Register(None) => settings.register.first().copied().map(Screen::Register),
            Scene::Register(Some(way)) => {
                let offered: &[RegisterWay] = &settings.register;
                offered.contains(&way).then_some(Screen::Register(way))
            }
            Scene::ForgotPassword => settings.forgot.then_some(Screen::ForgotPassword),
        }
    }

    fn open(&mut self, scene: Scene) -> Vec<Effect> {
        match self.place(scene) {
            Some(screen) => self.show(screen),
            None if self.settings.is_none() => {
                self.first = scene;
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn back(&mut self) -> Vec<Effect> {
        match &self.screen {
            Screen::Loading | Screen::Broken(_) | Screen::SignIn | Screen::SignedIn => Vec::new(),
            Screen::ResetCode { .. } => self.show(Screen::ForgotPassword),
            Screen::Register(_)
            | Screen::Registered { .. }
            | Screen::ForgotPassword
            | Screen::NewPassword { .. }
            | Screen::PasswordChanged { .. } => self.show(Screen::SignIn),
        }
    }

    /// Leaves the screen, and with it whatever it was waiting for.
    fn show(&mut self, screen: Screen) -> Vec<Effect> {
        let before = self.screen.step();
        self.screen = screen;
        self.pending = None;
        self.notice = None;
        let now = self.screen.step();
        if now == before {
            return Vec::new();
        }
        vec![Effect::Emit(Output::Moved(now))]
    }

    /// Starts a call. One at a time: a second press is ignored.
    fn call(&mut self, asked: Asked, call: Call) -> Vec<Effect> {
        if self.pending.is_some() {
            return Vec::new();
        }
        self.issued += 1;
        let id = RequestId(self.issued);
        self.pending = Some((id, asked));
        self.notice = None;
        vec![Effect::Call(id, call)]
    }

    fn note(&mut self, fault: Fault) {
        self.issued += 1;
        self.notice = Some(Notice {
            fault,
            serial: self.issued,
        });
    }
}
