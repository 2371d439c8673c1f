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
}

impl Occasion {
    /// After this a mail is of no use to anybody.
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
            Self::AlreadyRegistered | Self::PasswordChanged | Self::Held => None,
        }
    }

    pub fn useful_for(&self) -> Millis {
        match self {
            // A link beside the code lives on for as long again.
            Self::Code { minutes, link, .. } => {
                minutes * MINUTE * if link.is_some() { 2 } else { 1 }
            }
            Self::Verify { .. } => DAY,
            Self::Welcome | Self::AlreadyRegistered | Self::PasswordChanged | Self::Held => 2 * DAY,
        }
    }
}
