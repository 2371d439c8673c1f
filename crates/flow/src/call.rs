//! What the flow asks of a backend, and what it tells the host page.
use guard_protocol::{
    CodeSent, Email, Fault, RegisterWay, Registered, Secret, Session, Settings, Username,
};

use crate::Step;

/// Names one request. A state that awaits none of this id has been left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub(crate) u32);

/// Whom an account is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applicant {
    Email(Email),
    Username(Username),
}

impl Applicant {
    pub fn way(&self) -> RegisterWay {
        match self {
            Applicant::Email(_) => RegisterWay::Email,
            Applicant::Username(_) => RegisterWay::Username,
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Applicant::Email(email) => email.as_str(),
            Applicant::Username(name) => name.as_str(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    LoadSettings,
    SignIn {
        account: String,
        password: Secret,
    },
    Register {
        applicant: Applicant,
        password: Secret,
    },
    SendResetCode(Email),
    CheckResetCode {
        email: Email,
        code: String,
    },
    ResetPassword {
        token: Secret,
        password: Secret,
    },
}

/// The answer that belongs to each [`Call`], in the same order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Settings(Box<Settings>),
    Session(Session),
    Registered(Registered),
    CodeSent(CodeSent),
    ResetToken(Secret),
    PasswordReset,
}

/// What the host page hears about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    Loaded,
    LoadFailed(Fault),
    SignedIn(Session),
    SignInFailed(Fault),
    /// `user`: as the backend sent it; absent where the backend keeps to itself whether the address was free.
    Registered {
        user: Option<Secret>,
    },
    RegisterFailed(Fault),
    CodeSent,
    CodeFailed(Fault),
    PasswordReset,
    PasswordResetFailed(Fault),
    /// Another screen is on show.
    Moved(Step),
}
