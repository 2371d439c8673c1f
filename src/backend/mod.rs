//! Whoever decides whether a proof is good: the port, and the one place where a [`Call`] meets its answer.
//!
//! Backends know nothing of signals and views.
mod genauth;
mod seal;
mod transport;

use std::{future::Future, pin::Pin, rc::Rc};

use guard_flow::{Applicant, Call, Reply};
use guard_protocol::{CodeSent, Email, Fault, Registered, Secret, Session, Settings};
use web_sys::AbortController;

pub use genauth::{Genauth, Place};

pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + 'a>>;

/// A backend is an object with these methods. Each gives up when `abort` is.
pub trait Backend {
    fn settings(&self, abort: AbortController) -> Answer<'_, Settings>;
    fn sign_in(
        &self,
        account: String,
        password: Secret,
        abort: AbortController,
    ) -> Answer<'_, Session>;
    fn register(
        &self,
        applicant: Applicant,
        password: Secret,
        abort: AbortController,
    ) -> Answer<'_, Registered>;
    fn send_reset_code(&self, email: Email, abort: AbortController) -> Answer<'_, CodeSent>;
    fn check_reset_code(
        &self,
        email: Email,
        code: String,
        abort: AbortController,
    ) -> Answer<'_, Secret>;
    fn reset_password(
        &self,
        token: Secret,
        password: Secret,
        abort: AbortController,
    ) -> Answer<'_, ()>;
}

pub async fn answer(
    backend: Rc<dyn Backend>,
    call: Call,
    abort: AbortController,
) -> Result<Reply, Fault> {
    Ok(match call {
        Call::LoadSettings => Reply::Settings(Box::new(backend.settings(abort).await?)),
        Call::SignIn { account, password } => {
            Reply::Session(backend.sign_in(account, password, abort).await?)
        }
        Call::Register {
            applicant,
            password,
        } => Reply::Registered(backend.register(applicant, password, abort).await?),
        Call::SendResetCode(email) => Reply::CodeSent(backend.send_reset_code(email, abort).await?),
        Call::CheckResetCode { email, code } => {
            Reply::ResetToken(backend.check_reset_code(email, code, abort).await?)
        }
        Call::ResetPassword { token, password } => {
            backend.reset_password(token, password, abort).await?;
            Reply::PasswordReset
        }
    })
}

/// Stands where the options were too wrong to reach a backend at all.
pub struct Unreachable(pub Fault);

impl Unreachable {
    fn refuse<T>(&self) -> Answer<'_, T> {
        let fault = self.0.clone();
        Box::pin(async move { Err(fault) })
    }
}

impl Backend for Unreachable {
    fn settings(&self, _: AbortController) -> Answer<'_, Settings> {
        self.refuse()
    }
    fn sign_in(&self, _: String, _: Secret, _: AbortController) -> Answer<'_, Session> {
        self.refuse()
    }
    fn register(&self, _: Applicant, _: Secret, _: AbortController) -> Answer<'_, Registered> {
        self.refuse()
    }
    fn send_reset_code(&self, _: Email, _: AbortController) -> Answer<'_, CodeSent> {
        self.refuse()
    }
    fn check_reset_code(&self, _: Email, _: String, _: AbortController) -> Answer<'_, Secret> {
        self.refuse()
    }
    fn reset_password(&self, _: Secret, _: Secret, _: AbortController) -> Answer<'_, ()> {
        self.refuse()
    }
}
