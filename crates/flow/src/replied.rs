//! Where an answer leads: the only place that decides it.
use std::rc::Rc;

use guard_protocol::{Address, CodeSent, Email, Fault, Registered, Session, Settings};

use crate::Screen;
use crate::{Call, Channel, CodeCall, CodeScreen, Effect, Flow, Output, Reply, RequestId, Scene};

impl Flow {
    pub(crate) fn replied(&mut self, id: RequestId, reply: Result<Reply, Fault>) -> Vec<Effect> {
        // Whoever asked has left: leaving a screen is how a request is abandoned.
        let Some((_, asked)) = self.pending.take_if(|(awaited, _)| *awaited == id) else {
            return Vec::new();
        };
        let reply = match reply {
            Ok(reply) => reply,
            Err(fault) => return self.refused(asked, fault),
        };
        match (&*asked, reply) {
            (Call::LoadSettings, Reply::Settings(settings)) => self.loaded(*settings),
            (
                Call::SignIn { .. } | Call::Code(CodeCall::SignIn { .. }),
                Reply::Session(session),
            ) => self.signed_in(session),
            (Call::Register { applicant, .. }, Reply::Registered(registered)) => {
                self.registered(applicant.as_str().to_owned(), registered)
            }
            (Call::Code(CodeCall::Register { to, .. }), Reply::Registered(registered)) => {
                self.registered(to.plain(), registered)
            }
            (
                Call::Code(CodeCall::Send {
                    purpose,
                    to,
                    agreed,
                    ..
                }),
                Reply::CodeSent(sent),
            ) => {
                let (round, waits) = match &self.screen {
                    Screen::Code(it) => (it.round + 1, it.waits + 1),
                    _the_first => (1, 1),
                };
                let channel = Channel::from(to);
                let CodeSent { resend_in, link } = sent;
                let mut effects = self.show(Screen::Code(CodeScreen {
                    purpose: *purpose,
                    to: to.clone(),
                    agreed: agreed.clone(),
                    link,
                    resend_in,
                    round,
                    waits,
                }));
                effects.push(Effect::Emit(Output::CodeSent(Some(*purpose), channel)));
                effects
            }
            (Call::Code(CodeCall::SendVerification(email)), Reply::CodeSent(sent)) => {
                let (round, waits) = match &self.screen {
                    Screen::Unverified { round, waits, .. } => (round + 1, waits + 1),
                    _another_has_come => (1, 1),
                };
                let mut effects = self.show(Screen::Unverified {
                    email: email.clone(),
                    resend_in: Some(sent.resend_in),
                    round,
                    waits,
                });
                effects.push(Effect::Emit(Output::CodeSent(None, Channel::Email)));
                effects
            }
            (Call::Code(CodeCall::CheckReset { to, .. }), Reply::ResetToken(token)) => {
                self.show(Screen::NewPassword {
                    account: to.clone(),
                    token,
                })
            }
            (Call::ResetPassword { .. }, Reply::PasswordReset) => self.password_changed(),
            // The backend object answered another question than the one asked.
            _another => self.refused(asked, Fault::Unexpected),
        }
    }

    fn loaded(&mut self, settings: Settings) -> Vec<Effect> {
        self.settings = Some(settings);
        let home = self.place(Scene::SignIn);
        let first = self.place(self.first).or(home);
        self.first = Scene::SignIn;
        let mut effects = first.map(|it| self.show(it)).unwrap_or_default();
        effects.insert(0, Effect::Emit(Output::Loaded));
        effects
    }

    pub(crate) fn signed_in(&mut self, session: Session) -> Vec<Effect> {
        let mut effects = self.show(Screen::SignedIn);
        effects.push(Effect::Emit(Output::SignedIn(session)));
        effects
    }

    fn registered(&mut self, account: String, registered: Registered) -> Vec<Effect> {
        let (user, session) = match registered {
            Registered::Created { user, session } => (Some(user), session),
            Registered::Pending => (None, None),
        };
        let mail = user.is_none();
        let mut effects = vec![Effect::Emit(Output::Registered { user })];
        effects.extend(match session {
            Some(session) => self.signed_in(session),
            None => self.show(Screen::Registered { account, mail }),
        });
        effects
    }

    fn password_changed(&mut self) -> Vec<Effect> {
        let Screen::NewPassword { account, .. } = &self.screen else {
            return Vec::new();
        };
        let account = account.clone();
        let mut effects = self.show(Screen::PasswordChanged { account });
        effects.push(Effect::Emit(Output::PasswordReset));
        effects
    }

    pub(crate) fn refused(&mut self, asked: Rc<Call>, fault: Fault) -> Vec<Effect> {
        let carries = !matches!(*asked, Call::LoadSettings | Call::ResetPassword { .. });
        if let Fault::CaptchaWanted { again } = fault
            && carries
        {
            // Not refused yet: asked again, with what a person reads.
            self.hold(asked, again);
            return Vec::new();
        }
        let fault = precisely(&asked, fault);
        let output: Output = match &*asked {
            Call::LoadSettings => Output::LoadFailed(fault.clone()),
            Call::SignIn { .. } | Call::Code(CodeCall::SignIn { .. }) => {
                Output::SignInFailed(fault.clone())
            }
            Call::Register { .. } | Call::Code(CodeCall::Register { .. }) => {
                Output::RegisterFailed(fault.clone())
            }
            Call::Code(CodeCall::Send { to, .. }) => Output::CodeFailed(to.into(), fault.clone()),
            Call::Code(CodeCall::SendVerification(_)) => {
                Output::CodeFailed(Channel::Email, fault.clone())
            }
            Call::Code(CodeCall::CheckReset { .. }) | Call::ResetPassword { .. } => {
                Output::PasswordResetFailed(fault.clone())
            }
        };
        let mut effects = match (&*asked, &fault) {
            (Call::LoadSettings, _) => self.show(Screen::Broken(fault)),
            (Call::SignIn { account, .. }, Fault::Unverified) => match Email::parse(account) {
                Ok(email) => self.show(Screen::Unverified {
                    email,
                    resend_in: None,
                    round: 0,
                    waits: 0,
                }),
                Err(_) => self.stay(fault),
            },
            // The permission itself is no longer good: only a new code helps.
            (Call::ResetPassword { .. }, Fault::Expired | Fault::WrongCode { .. }) => {
                let effects = self.show(Screen::ForgotPassword);
                self.note(Fault::Expired);
                effects
            }
            (Call::Code(CodeCall::Send { .. } | CodeCall::SendVerification(_)), _) => {
                self.not_again(fault)
            }
            _the_screen_stays => self.stay(fault),
        };
        effects.push(Effect::Emit(output));
        effects
    }

    /// A code or a mail was not sent. Where it would have been another one, only asking for it has to wait: what came before is good meanwhile.
    fn not_again(&mut self, fault: Fault) -> Vec<Effect> {
        let effects = self.stay(fault);
        if let Some(notice) = &mut self.notice
            && let Some(seconds) = notice.waits
            && self.screen.wait(seconds)
        {
            notice.waits = None;
        }
        effects
    }

    fn stay(&mut self, fault: Fault) -> Vec<Effect> {
        self.note(fault);
        Vec::new()
    }
}

/// What a fault means that the protocol says by one code for several.
fn precisely(asked: &Call, fault: Fault) -> Fault {
    let Call::Code(asked) = asked else {
        return fault;
    };
    let to = match asked {
        CodeCall::Send { to, .. }
        | CodeCall::SignIn { to, .. }
        | CodeCall::Register { to, .. }
        | CodeCall::CheckReset { to, .. } => Some(to),
        CodeCall::SendVerification(_) => None,
    };
    match fault {
        // No password was asked for: it says that nobody is known here.
        Fault::WrongPassword { .. } => Fault::NoAccount,
        Fault::NotOnList if matches!(to, Some(Address::Phone(_))) => Fault::NumberNotOnList,
        fault => fault,
    }
}
