//! Why something is written to somebody.
use crate::auth::codes::Purpose;
use crate::clock::{DAY, MINUTE, Millis};

/// Why a mail is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    Welcome,
    /// To confirm the address an account was opened with.
    Verify {
        link: String,
    },
    /// Somebody tried to register an address that has an account.
    AlreadyRegistered,
    Code {
        purpose: Purpose,
        code: String,
        minutes: i64,
        /// Signs in the box that asked, if it is opened in the same browser.
        link: Option<String>,
    },
    PasswordChanged,
    /// A hundred wrong passwords in a row.
    Held,
    /// A phone agreed to a code that was scanned, so some browser is signed in.
    SignedInByScan {
        /// Such as "Chrome, Windows"; none where it did not say.
        browser: Option<String>,
        /// ISO 8601 in UTC.
        at: String,
    },
    /// Somebody has this person's number, who have not signed in for long.
    OldNumber,
}

impl Occasion {
    /// As an app names it that has words of its own for it.
    pub fn kind(&self) -> Option<&'static str> {
        match self {
            Self::Welcome => Some("welcome"),
            Self::Verify { .. } => Some("verify"),
            Self::Code { purpose, .. } => Some(match purpose {
                Purpose::Login => "mail-login",
                Purpose::Register => "mail-register",
                Purpose::Reset => "mail-reset",
            }),
            Self::AlreadyRegistered
            | Self::PasswordChanged
            | Self::Held
            | Self::SignedInByScan { .. }
            | Self::OldNumber => None,
        }
    }

    /// The code that it carries.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Code { code, .. } => Some(code),
            _ => None, // No other mail holds a code.
        }
    }

    /// The link that it carries.
    pub fn link(&self) -> Option<&str> {
        match self {
            Self::Code { link, .. } => link.as_deref(),
            Self::Verify { link } => Some(link),
            _ => None, // Nothing else leads anywhere.
        }
    }

    /// After this a mail is of no use to anybody.
    pub fn useful_for(&self) -> Millis {
        match self {
            // A link beside the code lives on for as long again.
            Self::Code { minutes, link, .. } => {
                minutes * MINUTE * if link.is_some() { 2 } else { 1 }
            }
            Self::Verify { .. } => DAY,
            Self::Welcome
            | Self::AlreadyRegistered
            | Self::PasswordChanged
            | Self::Held
            | Self::SignedInByScan { .. }
            | Self::OldNumber => 2 * DAY,
        }
    }
}
