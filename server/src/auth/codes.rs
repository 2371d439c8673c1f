//! One-time codes: asked for and sent; [`super::tries`] tries them. A code is good for one purpose, app and address, and for whoever had the address when it was sent.
use guard_protocol::Rule;
use serde_json::{Value, json};

use super::captcha::{self, Answered};
use super::identifier::Identifier;
use super::register::{may_register, open_ways};
use super::sign_in::subject;
use super::target::Target;
use super::ways::Way;
use super::{addresses, budget, links};
use crate::audit::{Event, Outcome};
use crate::clock::{self, HOUR, MINUTE, Millis, SECOND};
use crate::db::Tx;
use crate::db::codes::{self, CodeFor, NewCode};
use crate::db::users::{self, User};
use crate::http::apps::Caller;
use crate::letters;
use crate::mail::Occasion;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub const CODE_LIFE: Millis = 5 * MINUTE;

/// What a code is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Login,
    Register,
    Reset,
}

impl Purpose {
    #[cfg(test)]
    pub const ALL: [Purpose; 3] = [Purpose::Login, Purpose::Register, Purpose::Reset];

    pub fn key(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Register => "register",
            Self::Reset => "reset",
        }
    }

    /// Each channel has its spelling in the protocol, and each takes the other's.
    pub fn from_scene(scene: &str) -> Option<Self> {
        match scene {
            "login" | "LOGIN_VERIFY_CODE" => Some(Self::Login),
            "register" | "REGISTER_VERIFY_CODE" => Some(Self::Register),
            "reset" | "RESET_PASSWORD_VERIFY_CODE" => Some(Self::Reset),
            _ => None,
        }
    }
}

/// What somebody asks for.
pub struct Wish<'a> {
    pub purpose: Purpose,
    pub target: &'a Target,
    pub captcha: Answered,
    /// For a link beside the code.
    pub link: Option<&'a links::Wanted>,
}

/// Sends a code to whom it may go, and writes as much for everybody else.
pub async fn send(server: &Server, caller: &Caller, wish: Wish<'_>) -> Result<Value, Refusal> {
    let result = try_send(server, caller, &wish).await;
    Event {
        name: "send_code",
        caller,
        who: Some(wish.target.identifier.key()),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn try_send(server: &Server, caller: &Caller, wish: &Wish<'_>) -> Result<Value, Refusal> {
    let (app, target) = (&caller.app, wish.target);
    may_be_sent(caller, wish)?;
    let name = subject(server, &app.pool, &target.identifier);
    let what = code_for(caller, wish.purpose, &name);
    if captcha::for_codes(server, caller, wish.purpose, &name).await? {
        captcha::pass(server, &wish.captcha).await?;
    }
    let user = users::by_identifier(&server.db.read, &app.pool, &target.identifier).await?;
    // Who is blocked is no stranger, and gets nothing either.
    let is_stranger = user.is_none();
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    addresses::count(server, &mut tx, addresses::CODES, &caller.peer, now).await?;
    claim_send(&mut tx, what, now).await?;
    budget::spend(server, &mut tx, caller, &target.identifier, now).await?;
    let (id, salt) = (random::id()?, random::id()?);
    let code = random::code(app.settings.verify_code_length)?;
    let hash = hash(server, &salt, what, &code);
    let known = user.filter(|it| it.blocked == 0 || wish.purpose == Purpose::Register);
    let new = NewCode {
        id: &id,
        user: known.as_ref().map(|it| it.id.as_str()),
        salt: &salt,
        hash: &hash,
        expires_at: now + CODE_LIFE,
    };
    codes::add(&mut tx, what, &new, now).await?;
    let link = match wish.link {
        Some(wanted) => {
            Some(links::add(server, &mut tx, caller, target, known.as_ref(), wanted, &id).await?)
        }
        None => None,
    };
    let occasion = Occasion::Code {
        purpose: wish.purpose,
        code,
        minutes: CODE_LIFE / MINUTE,
        link,
    };
    let addressee = recipient(caller, wish, known.as_ref(), is_stranger);
    letters::post(server, &mut tx, caller, &addressee, &occasion).await?;
    tx.commit().await?;
    Ok(json!({"resendIn": MINUTE / SECOND}))
}

/// What can be said before anybody is looked up.
fn may_be_sent(caller: &Caller, wish: &Wish<'_>) -> Result<(), Refusal> {
    let settings = &caller.app.settings;
    let by_phone = matches!(wish.target.identifier, Identifier::Phone(_));
    match wish.purpose {
        Purpose::Login => {
            let method = if by_phone { "phone-code" } else { "email-code" };
            if settings.allows_code(method) || wish.link.is_some() {
                Ok(())
            } else {
                Err(Refusal::Invalid {
                    field: "scene",
                    rule: Rule::Format,
                })
            }
        }
        Purpose::Register => {
            let ways: &[Way] = if by_phone {
                &[Way::Phone, Way::PhonePassword]
            } else {
                &[Way::EmailCode]
            };
            if !open_ways(settings).any(|it| ways.contains(&it)) {
                return Err(Refusal::RegistrationClosed);
            }
            may_register(&caller.app, &wish.target.identifier)
        }
        Purpose::Reset => Ok(()),
    }
}

/// Whom the letter is for: the account's address as its owner wrote it, else the one that was typed where a stranger may have it.
fn recipient<'a>(
    caller: &Caller,
    wish: &'a Wish<'_>,
    known: Option<&'a User>,
    is_stranger: bool,
) -> letters::To<'a> {
    let target = wish.target;
    let stored = known.and_then(|it| match target.identifier {
        Identifier::Phone(_) => it.phone.as_deref(),
        Identifier::Email(_) | Identifier::Username(_) => it.email.as_deref(),
    });
    let settings = &caller.app.settings;
    let open_to_strangers = match wish.purpose {
        Purpose::Register => true,
        Purpose::Login => {
            settings.merges() && may_register(&caller.app, &target.identifier).is_ok()
        }
        Purpose::Reset => false,
    };
    letters::To {
        address: stored.unwrap_or(&target.shown),
        by_phone: matches!(target.identifier, Identifier::Phone(_)),
        name: known.and_then(User::greeted_as),
        // Nobody gets it, but writing it has cost as much.
        suppressed: known.is_none() && !(is_stranger && open_to_strangers),
    }
}

pub async fn claim_send(tx: &mut Tx, what: CodeFor<'_>, now: Millis) -> Result<(), Refusal> {
    if codes::claim_send(tx, what, now).await?.is_some() {
        return Ok(());
    }
    let last = codes::last_sends(&mut **tx, what)
        .await?
        .ok_or(Refusal::Unavailable)?;
    Err(Refusal::CodeTooSoon {
        retry_after: clock::seconds_until(last.next_at(), now),
    })
}

pub fn code_for<'a>(caller: &'a Caller, purpose: Purpose, target: &'a str) -> CodeFor<'a> {
    CodeFor {
        pool: &caller.app.pool,
        app: &caller.app.id,
        purpose: purpose.key(),
        target,
    }
}

/// A code's hash is worth nothing for another purpose, address or app.
pub fn hash(server: &Server, salt: &str, what: CodeFor<'_>, code: &str) -> String {
    server
        .keyed
        .name(&["code", salt, what.app, what.purpose, what.target, code])
}

/// How many codes went to a target, or were asked for by a network address, within the hour.
pub async fn sent_lately(server: &Server, caller: &Caller, name: &str) -> Result<i64, Refusal> {
    let now = server.clock.now();
    let what = code_for(caller, Purpose::Login, name);
    let to_target = codes::last_sends(&server.db.read, what)
        .await?
        .map_or(0, |it| it.since(now - HOUR));
    let by_address = addresses::lately(server, addresses::CODES, &caller.peer).await?;
    Ok(to_target.max(by_address))
}
