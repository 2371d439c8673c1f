//! The sign-in conversation as a pure state machine: [`Event`]s in, [`Effect`]s out.
//!
//! Nothing here performs I/O, reads a clock or touches the DOM. What is being typed is absent on purpose:
//! drafts belong to the views and arrive parsed, inside an event.
#![forbid(unsafe_code)]

mod call;
mod event;
mod places;
mod replied;
mod scan;
mod screen;

use std::rc::Rc;

use guard_protocol::{Address, Captcha, Fault, Purpose, Secret, Settings, SignInWay};

pub use crate::call::{Agreed, Applicant, Call, Channel, CodeCall, Output, Reply, RequestId};
pub use crate::event::{Effect, Event, Held, Notice};
pub use crate::scan::{
    End, Pause, ScanAsk, ScanEffect, ScanEvent, ScanFlow, ScanOutput, ScanReply, ScanState,
};
pub use crate::screen::{CodeScreen, Scene, Screen, Step};

/// Everything that the box remembers about one conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    screen: Screen,
    /// The one call that may be under way. Stands beside the screen: every screen can be busy.
    pending: Option<(RequestId, Rc<Call>)>,
    /// A call that waits for what a person reads in a picture.
    held: Option<Held>,
    notice: Option<Notice>,
    /// Known from the moment that loading has succeeded.
    settings: Option<Settings>,
    /// Where to go once the settings are known.
    first: Scene,
    issued: u32,
}

impl Flow {
    /// A box that is about to load its settings, and the call that does it.
    pub fn new(first: Scene) -> (Self, Vec<Effect>) {
        let mut flow = Self {
            screen: Screen::Loading,
            pending: None,
            held: None,
            notice: None,
            settings: None,
            first,
            issued: 0,
        };
        let effects = flow.call(Call::LoadSettings);
        (flow, effects)
    }

    pub fn screen(&self) -> &Screen {
        &self.screen
    }

    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    pub fn held(&self) -> Option<&Held> {
        self.held.as_ref()
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
            (Event::Renamed, _) => {
                // Too many attempts are those of one account.
                self.notice.take_if(|it| it.waits.is_some());
                Vec::new()
            }
            (Event::Captcha(captcha), _) => match self.held.take() {
                Some(held) => self.ask(held.call, Some(captcha)),
                None => Vec::new(),
            },
            (Event::NoCaptcha, _) => {
                self.held = None;
                Vec::new()
            }
            (Event::CaptchaLost, _) => match self.held.take() {
                Some(held) => self.refused(held.call, Fault::Unreachable),
                None => Vec::new(),
            },
            (
                Event::SignIn {
                    account,
                    password,
                    agreed,
                },
                Screen::SignIn(SignInWay::Password),
            ) => {
                let call = Call::SignIn {
                    account,
                    password,
                    agreed,
                };
                self.call(call)
            }
            (
                Event::Register {
                    applicant,
                    password,
                    agreed,
                },
                Screen::Register(way),
            ) if applicant.way() == *way => {
                let call = Call::Register {
                    applicant,
                    password,
                    agreed,
                };
                self.call(call)
            }
            (Event::SendCode { to, agreed }, screen) => match places::asks_for(screen, &to) {
                Some(purpose) => self.send_code(purpose, to, agreed),
                None => Vec::new(),
            },
            (Event::Resend, Screen::Code(it)) => {
                let (purpose, to, agreed) = (it.purpose, it.to.clone(), it.agreed.clone());
                self.send_code(purpose, to, agreed)
            }
            (Event::Resend, Screen::Unverified { email, .. }) => {
                let call = Call::Code(CodeCall::SendVerification(email.clone()));
                self.call(call)
            }
            (Event::CheckCode { code, password }, Screen::Code(it)) => {
                let call = self.check_code(it, code, password);
                self.call(Call::Code(call))
            }
            (Event::ChoosePassword(password), Screen::NewPassword { token, .. }) => {
                let token = token.clone();
                self.call(Call::ResetPassword { token, password })
            }
            (Event::Arrived(session), Screen::Code(_)) => self.signed_in(session),
            (Event::Scan(ScanOutput::SignedIn(session)), Screen::Scan(_)) => {
                self.signed_in(session)
            }
            (Event::Scan(output), Screen::Scan(_)) => {
                let mut effects = match &output {
                    ScanOutput::Ticket { .. } => self.show(Screen::SignedIn),
                    _goes_on => Vec::new(),
                };
                effects.push(Effect::Emit(Output::Scan(output)));
                effects
            }
            // A press that arrives after its screen has gone.
            (
                Event::Retry
                | Event::SignIn { .. }
                | Event::Register { .. }
                | Event::Resend
                | Event::CheckCode { .. }
                | Event::ChoosePassword(_)
                | Event::Arrived(_)
                | Event::Scan(_),
                _,
            ) => Vec::new(),
        }
    }

    fn send_code(&mut self, purpose: Purpose, to: Address, agreed: Agreed) -> Vec<Effect> {
        let links = self.settings.as_ref().is_some_and(Settings::mails_links);
        let link = links && purpose == Purpose::SignIn && matches!(to, Address::Email(_));
        let call = Call::Code(CodeCall::Send {
            purpose,
            to,
            link,
            agreed,
        });
        self.call(call)
    }

    fn check_code(&self, it: &CodeScreen, code: String, password: Option<Secret>) -> CodeCall {
        let (to, agreed) = (it.to.clone(), it.agreed.clone());
        match it.purpose {
            Purpose::SignIn => CodeCall::SignIn {
                to,
                code,
                merges: self.settings.as_ref().is_some_and(Settings::merges),
                agreed,
            },
            Purpose::Register => CodeCall::Register {
                to,
                code,
                password,
                agreed,
            },
            Purpose::Reset => CodeCall::CheckReset { to, code },
        }
    }

    fn reload(&mut self) -> Vec<Effect> {
        let mut effects = self.show(Screen::Loading);
        effects.extend(self.call(Call::LoadSettings));
        effects
    }

    /// Leaves the screen, and with it whatever it was waiting for.
    pub(crate) fn show(&mut self, screen: Screen) -> Vec<Effect> {
        let before = self.screen.step();
        self.screen = screen;
        self.pending = None;
        self.held = None;
        self.notice = None;
        let now = self.screen.step();
        if now == before {
            return Vec::new();
        }
        vec![Effect::Emit(Output::Moved(now))]
    }

    fn call(&mut self, call: Call) -> Vec<Effect> {
        self.ask(Rc::new(call), None)
    }

    /// Starts a call. One at a time: a second press is ignored.
    fn ask(&mut self, call: Rc<Call>, captcha: Option<Captcha>) -> Vec<Effect> {
        if self.pending.is_some() {
            return Vec::new();
        }
        self.issued += 1;
        let id = RequestId(self.issued);
        self.pending = Some((id, Rc::clone(&call)));
        self.held = None;
        self.notice = None;
        vec![Effect::Call(id, call, captcha)]
    }

    fn hold(&mut self, call: Rc<Call>, again: bool) {
        self.issued += 1;
        let serial = self.issued;
        self.held = Some(Held {
            call,
            again,
            serial,
        });
    }

    fn note(&mut self, fault: Fault) {
        self.issued += 1;
        self.notice = Some(Notice {
            waits: fault.retry_after(),
            fault,
            serial: self.issued,
        });
    }
}
