//! The documented REST protocol: paths, codes, what is sent and how an answer is read.
mod answer;
mod code;
pub mod codes;
pub mod endpoints;
mod messages;
pub mod scan;

pub use answer::{Answer, Data, read, retry_after};
pub use messages::{Beside, password_reset, register, registered, reset_token, session, sign_in};
