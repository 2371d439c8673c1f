//! What the flow asks of a backend, and what it tells the host page.
use guard_protocol::{
    Address, CodeSent, Email, Fault, Purpose, RegisterWay, Registered, Secret, Session, Settings,
    Username,
};

use crate::{ScanOutput, Step};

/// Names one request. A state that awaits none of this id has been left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub(crate) u32);

/// Whom an account is opened for, by a password.
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

/// Ids of what a person has agreed to, as JSON texts.
pub type Agreed = Vec<String>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    LoadSettings,
    SignIn {
        account: String,
        password: Secret,
        agreed: Agreed,
    },
    Register {
        applicant: Applicant,
        password: Secret,
        agreed: Agreed,
    },
    ResetPassword {
        token: Secret,
        password: Secret,
    },
    Code(CodeCall),
}

/// What is asked about codes: apart, because a form with a password needs none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeCall {
    /// `link`: the mail shall hold a link as well.
    Send {
        purpose: Purpose,
        to: Address,
        link: bool,
        /// Not sent: what a code that is right will be used with.
        agreed: Agreed,
    },
    /// Another mail to an address that nobody has confirmed.
    SendVerification(Email),
    /// `merges`: the account may be opened by this.
    SignIn {
        to: Address,
        code: String,
        merges: bool,
        agreed: Agreed,
    },
    Register {
        to: Address,
        code: String,
        password: Option<Secret>,
        agreed: Agreed,
    },
    CheckReset {
        to: Address,
        code: String,
    },
}

/// The answer that belongs to a [`Call`].
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
    /// How a code to be scanned is doing; with a ticket, whoever has the app's secret exchanges that for the user.
    Scan(ScanOutput),
    /// `user`: as the backend sent it; absent where the backend keeps to itself whether the address was free.
    Registered {
        user: Option<Secret>,
    },
    RegisterFailed(Fault),
    /// `None`: no code, but a mail by which the address is confirmed.
    CodeSent(Option<Purpose>, Channel),
    CodeFailed(Channel, Fault),
    PasswordReset,
    PasswordResetFailed(Fault),
    /// Another screen is on show.
    Moved(Step),
}

/// By which way a code travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    Email,
    Phone,
}

impl From<&Address> for Channel {
    fn from(to: &Address) -> Self {
        match to {
            Address::Email(_) => Channel::Email,
            Address::Phone(_) => Channel::Phone,
        }
    }
}
