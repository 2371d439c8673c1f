//! What a login box and a backend say to each other: vocabulary and wire format, both ways.
//!
//! Data only. Nothing here may know of HTTP clients, the DOM, clocks or the sign-in flow.
#![forbid(unsafe_code)]

mod address;
mod agreement;
pub mod cut;
mod fault;
pub mod genauth;
mod host;
mod identifier;
pub mod json;
mod origin;
mod policy;
mod secret;
mod settings;
pub mod write;

pub use address::{Address, Phone, digit};
pub use agreement::{Agreement, Part, Scenes};
pub use fault::{Fault, Field, Rule};
pub use host::{Host, HostFault};
pub use identifier::{AccountKind, Email, Username, accepted};
pub use policy::{CustomPolicy, Policy, Strength, strength};
pub use secret::Secret;
pub use settings::{CodeWay, RegisterWay, Scan, ScanKind, Settings, SignInWay, Ways};

/// A person who has been recognised: the user object exactly as the backend sent it, as JSON text.
///
/// It holds tokens, so it is a secret until it is handed to the host page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub user: Secret,
}

/// What an accepted registration leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// The backend created the account and said so; a session when it also signed the person in.
    Created {
        user: Secret,
        session: Option<Session>,
    },
    /// The backend does not tell whether the address was free. The mailbox's owner learns it by mail.
    Pending,
}

/// A code is on its way, or would be if the account existed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeSent {
    /// Seconds until another may be asked for.
    pub resend_in: u32,
    /// The mail holds a link as well; this tells whether it has been opened in this browser.
    pub link: Option<Secret>,
}

/// What a code is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    SignIn,
    Register,
    Reset,
}

/// What a person read in, or heard of, a picture that machines read badly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captcha {
    /// Which picture it was: a secret of this box.
    pub id: String,
    pub answer: String,
}
