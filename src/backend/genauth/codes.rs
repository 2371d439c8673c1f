//! What is asked about codes, as it goes over the wire. A form with a password needs none of it.
use guard_flow::{CodeCall, Reply};
use guard_protocol::genauth::{self as wire, Beside, codes};
use guard_protocol::{Captcha, Fault, Secret};

use crate::backend::{Message, Reading, Request};

/// `knows_browsers`: the backend has a use for cookies when somebody signs in. `seal` encrypts a password for the backend.
pub fn message(
    call: &CodeCall,
    captcha: Option<&Captcha>,
    knows_browsers: bool,
    seal: &dyn Fn(&Secret) -> Result<String, Fault>,
) -> Result<Message, Fault> {
    let agreed: &[String] = match call {
        CodeCall::SignIn { agreed, .. } | CodeCall::Register { agreed, .. } => agreed,
        CodeCall::Send { .. } | CodeCall::SendVerification(_) | CodeCall::CheckReset { .. } => &[],
    };
    let beside = Beside { captcha, agreed };
    let mut cookies = false;
    let ((path, body), read): (_, Reading) = match call {
        CodeCall::Send { to, link: true, .. } => {
            // The answer leaves a mark in this browser, by which the link knows it again.
            cookies = true;
            (codes::send_link(to, beside), |data| {
                Ok(Reply::CodeSent(codes::code_sent(data)))
            })
        }
        CodeCall::Send { purpose, to, .. } => (codes::send_code(*purpose, to, beside), |data| {
            Ok(Reply::CodeSent(codes::code_sent(data)))
        }),
        CodeCall::SendVerification(email) => (codes::send_verification(email, beside), |data| {
            Ok(Reply::CodeSent(codes::code_sent(data)))
        }),
        CodeCall::SignIn {
            to, code, merges, ..
        } => {
            cookies = knows_browsers;
            (codes::sign_in_by_code(to, code, *merges, beside), |data| {
                wire::session(data).map(Reply::Session)
            })
        }
        CodeCall::Register {
            to, code, password, ..
        } => {
            let password = password.as_ref().map(seal).transpose()?;
            (
                codes::register_by_code(to, code, password.as_deref(), beside),
                |data| wire::registered(data).map(Reply::Registered),
            )
        }
        CodeCall::CheckReset { to, code } => (codes::check_reset_code(to, code, beside), |data| {
            wire::reset_token(data).map(Reply::ResetToken)
        }),
    };
    Ok(Message {
        request: Request {
            path: path.to_owned(),
            body: Some(body),
            cookies,
        },
        idempotency: None,
        read,
    })
}
