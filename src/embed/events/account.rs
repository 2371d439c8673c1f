//! Of registering, of choosing another password and of codes that are sent: in the chunk `account`.
use guard_flow::{Channel, Output};
use guard_protocol::Purpose;
use guard_protocol::write::Out;

use super::{Beside, Told};
use crate::chunk::{SplitLoaderError as Missing, here};

pub fn event(output: &Output, beside: &Beside<'_>) -> Option<Told> {
    here(in_account(output, beside)).flatten()
}

#[cfg_attr(
    feature = "lazy",
    wasm_split_helpers::wasm_split(account, fallible, wasm_split_path = crate::chunk)
)]
fn in_account(output: &Output, beside: &Beside<'_>) -> Result<Option<Told>, Missing> {
    Ok(told(output, beside))
}

fn told(output: &Output, beside: &Beside<'_>) -> Option<Told> {
    Some(match output {
        Output::Registered { user: Some(user) } => ("register", beside.user(user.expose())),
        Output::Registered { user: None } => ("register", beside.user("null")),
        Output::RegisterFailed(fault) => ("register-error", beside.refusal(fault)),
        Output::CodeSent(purpose, channel) => {
            let (name, scenes) = match channel {
                Channel::Email => ("email-send", MAILED),
                Channel::Phone => ("phone-send", SENT),
            };
            let [sign_in, register, reset, verify] = scenes;
            let scene = match purpose {
                Some(Purpose::SignIn) => sign_in,
                Some(Purpose::Register) => register,
                Some(Purpose::Reset) => reset,
                None => verify,
            };
            (name, beside.detail(&[("scene", Out::Text(scene))]))
        }
        Output::CodeFailed(Channel::Email, fault) => ("email-send-error", beside.refusal(fault)),
        Output::CodeFailed(Channel::Phone, fault) => ("phone-send-error", beside.refusal(fault)),
        Output::PasswordReset => ("pwd-reset", beside.detail(&[])),
        Output::PasswordResetFailed(fault) => ("pwd-reset-error", beside.refusal(fault)),
        Output::Loaded
        | Output::LoadFailed(_)
        | Output::SignedIn(_)
        | Output::SignInFailed(_)
        | Output::Scan(_)
        | Output::Moved(_) => return None,
    })
}

/// The protocol's names of what a code is for, by mail and by telephone.
const MAILED: [&str; 4] = [
    "LOGIN_VERIFY_CODE",
    "REGISTER_VERIFY_CODE",
    "RESET_PASSWORD_VERIFY_CODE",
    "VERIFY_EMAIL",
];
const SENT: [&str; 4] = ["login", "register", "reset", ""];
