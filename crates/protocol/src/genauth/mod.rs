//! The documented REST protocol: paths, codes, what is sent and how an answer is read.
mod answer;
mod code;
pub mod endpoints;
mod messages;

pub use answer::{Answer, Data, read, retry_after};
pub use messages::{
    CODE_SCENE_RESET, check_code, code_sent, password_reset, register, registered, reset_token,
    send_code, session, sign_in,
};
