//! What is asked after the first form: it lies in the chunk `account`, with the screens that ask it.
use guard_flow::{Applicant, Call, Reply};
use guard_protocol::genauth::{self as wire, Beside, endpoints};
use guard_protocol::{Captcha, Fault};

use super::{Genauth, Message, codes};
use crate::backend::{Reading, Request};
use crate::chunk::{SplitLoaderError as Missing, here};
use crate::platform;

/// A call as it goes over the wire. Whoever can make such a call has the chunk.
pub fn message(genauth: &Genauth, call: &Call, captcha: Option<Captcha>) -> Result<Message, Fault> {
    here(in_account(genauth, call, captcha)).unwrap_or(Err(Fault::Unreachable))
}

#[cfg_attr(
    feature = "lazy",
    wasm_split_helpers::wasm_split(account, fallible, wasm_split_path = crate::chunk)
)]
fn in_account(
    genauth: &Genauth,
    call: &Call,
    captcha: Option<Captcha>,
) -> Result<Result<Message, Fault>, Missing> {
    Ok(written(genauth, call, captcha.as_ref()))
}

fn written(genauth: &Genauth, call: &Call, captcha: Option<&Captcha>) -> Result<Message, Fault> {
    let mut idempotency = None;
    let (path, body, read): (_, _, Reading) = match call {
        Call::Register {
            applicant,
            password,
            agreed,
        } => {
            let path = match applicant {
                Applicant::Email(_) => endpoints::REGISTER_EMAIL,
                Applicant::Username(_) => endpoints::REGISTER_USERNAME,
            };
            idempotency = attempt(genauth, applicant.as_str());
            let beside = Beside { captcha, agreed };
            let (way, account) = (applicant.way(), applicant.as_str());
            let body = wire::register(way, account, &genauth.sealed(password)?, beside);
            (path, body, |data| {
                wire::registered(data).map(Reply::Registered)
            })
        }
        Call::ResetPassword { token, password } => (
            endpoints::RESET_PASSWORD,
            wire::password_reset(token.expose(), &genauth.sealed(password)?),
            |_| Ok(Reply::PasswordReset),
        ),
        Call::Code(call) => {
            let cookies = genauth.known.borrow().cookies;
            return codes::message(call, captcha, cookies, &|it| genauth.sealed(it));
        }
        // The first form's own.
        Call::LoadSettings | Call::SignIn { .. } => return Err(Fault::Unexpected),
    };
    Ok(Message {
        request: Request::post((path, body)),
        idempotency,
        read,
    })
}

/// The header and key under which `applicant` registers, the same until it has succeeded.
fn attempt(genauth: &Genauth, applicant: &str) -> Option<(String, String)> {
    let mut known = genauth.known.borrow_mut();
    let header = known.idempotency_header.clone()?;
    if let Some((who, key)) = &known.attempt
        && who == applicant
    {
        return Some((header, key.clone()));
    }
    let key = platform::unpredictable()?;
    known.attempt = Some((applicant.to_owned(), key.clone()));
    Some((header, key))
}
