//! Where an answer leads: the only place that decides it.
use guard_protocol::{CodeSent, Email, Fault, Registered, Session, Settings};

use crate::{Applicant, Asked, Effect, Flow, Output, Reply, RequestId, Scene, Screen};

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
        match (asked, reply) {
            (Asked::Settings, Reply::Settings(settings)) => self.loaded(*settings),
            (Asked::SignIn, Reply::Session(session)) => self.signed_in(session),
            (Asked::Register(applicant), Reply::Registered(registered)) => {
                self.registered(&applicant, registered)
            }
            (Asked::ResetCode(email), Reply::CodeSent(sent)) => self.code_sent(email, sent),
            (Asked::CheckCode(email), Reply::ResetToken(token)) => {
                self.show(Screen::NewPassword { email, token })
            }
            (Asked::NewPassword(email), Reply::PasswordReset) => {
                let mut effects = self.show(Screen::PasswordChanged { email });
                effects.push(Effect::Emit(Output::PasswordReset));
                effects
            }
            // The backend object answered another question than the one asked.
            (asked, _) => self.refused(asked, Fault::Unexpected),
        }
    }

    fn loaded(&mut self, settings: Settings) -> Vec<Effect> {
        self.settings = Some(settings);
        let first = self.place(self.first).unwrap_or(Screen::SignIn);
        self.first = Scene::SignIn;
        let mut effects = self.show(first);
        effects.insert(0, Effect::Emit(Output::Loaded));
        effects
    }

    fn signed_in(&mut self, session: Session) -> Vec<Effect> {
        let mut effects = self.show(Screen::SignedIn);
        effects.push(Effect::Emit(Output::SignedIn(session)));
        effects
    }

    fn registered(&mut self, applicant: &Applicant, registered: Registered) -> Vec<Effect> {
        let (user, session) = match registered {
            Registered::Created { user, session } => (Some(user), session),
            Registered::Pending => (None, None),
        };
        let mail = user.is_none();
        let mut effects = vec![Effect::Emit(Output::Registered { user })];
        effects.extend(match session {
            Some(session) => self.signed_in(session),
            None => self.show(Screen::Registered {
                account: applicant.as_str().to_owned(),
                mail,
            }),
        });
        effects
    }

    fn code_sent(&mut self, email: Email, sent: CodeSent) -> Vec<Effect> {
        let round = match &self.screen {
            Screen::ResetCode { round, .. } => round + 1,
            _ => 1,
        };
        let resend_in = sent.resend_in;
        let mut effects = self.show(Screen::ResetCode {
            email,
            resend_in,
            round,
        });
        effects.push(Effect::Emit(Output::CodeSent));
        effects
    }

    fn refused(&mut self, asked: Asked, fault: Fault) -> Vec<Effect> {
        let (screen, output): (Option<Screen>, fn(Fault) -> Output) = match asked {
            Asked::Settings => (Some(Screen::Broken(fault.clone())), Output::LoadFailed),
            Asked::SignIn => (None, Output::SignInFailed),
            Asked::Register(_) => (None, Output::RegisterFailed),
            Asked::ResetCode(_) => (None, Output::CodeFailed),
            Asked::CheckCode(_) => (None, Output::PasswordResetFailed),
            // The permission itself is no longer good: only a new code helps.
            Asked::NewPassword(_) => (
                matches!(fault, Fault::Expired | Fault::WrongCode { .. })
                    .then_some(Screen::ForgotPassword),
                Output::PasswordResetFailed,
            ),
        };
        let mut effects = screen.map(|it| self.show(it)).unwrap_or_default();
        match self.screen {
            // The screen itself says it.
            Screen::Broken(_) => {}
            Screen::ForgotPassword if !effects.is_empty() => self.note(Fault::Expired),
            _ => self.note(fault.clone()),
        }
        effects.push(Effect::Emit(output(fault)));
        effects
    }
}
