//! A forgotten password: a code by mail, a token for the right code, a new password for the token.
use guard_protocol::Rule;
use serde_json::{Value, json};

use super::identifier::{self, Identifier};
use super::sign_in::{self, subject};
use super::{addresses, password};
use crate::audit::{Event, Outcome};
use crate::clock::{self, HOUR, MINUTE, Millis};
use crate::db::codes::{self, CodeFor, NewCode, TRIES};
use crate::db::users::{self, User};
use crate::db::{attempts, sessions};
use crate::http::apps::Caller;
use crate::keyed;
use crate::mail::{self, Occasion};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

const PURPOSE: &str = "reset";
const CODE_LIFE: Millis = 5 * MINUTE;
const TOKEN_LIFE: Millis = 10 * MINUTE;

/// Sends a code if the account exists, and writes as much if it does not.
pub async fn send_code(server: &Server, caller: &Caller, email: &str) -> Result<Value, Refusal> {
    let email = identifier::new_email(email).map_err(|rule| Refusal::Invalid {
        field: "email",
        rule,
    })?;
    let who = Identifier::of(email.as_str());
    let result = send(server, caller, &who, email.as_str()).await;
    Event {
        name: "send_code",
        caller,
        who: Some(who.key()),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn send(
    server: &Server,
    caller: &Caller,
    who: &Identifier,
    typed: &str,
) -> Result<Value, Refusal> {
    let app = &caller.app;
    let target = subject(server, &app.pool, who);
    let what = CodeFor {
        pool: &app.pool,
        app: &app.id,
        purpose: PURPOSE,
        target: &target,
    };
    let user = users::by_identifier(&server.db, &app.pool, who)
        .await?
        .filter(|it| it.blocked == 0);
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    addresses::count(server, &mut tx, addresses::CODES, &caller.peer, now).await?;
    if codes::claim_send(&mut tx, what, now).await?.is_none() {
        let last = codes::last_send(&mut tx, what)
            .await?
            .ok_or(Refusal::Unavailable)?;
        let minute = last.sent_at + MINUTE;
        let then = if minute > now {
            minute
        } else {
            last.hour_from + HOUR
        };
        return Err(Refusal::CodeTooSoon {
            retry_after: clock::seconds_until(then, now),
        });
    }
    let (id, salt, code) = (random::id()?, random::id()?, random::code()?);
    let hash = hash(server, &salt, what, &code);
    let new = NewCode {
        id: &id,
        user: user.as_ref().map(|it| it.id.as_str()),
        salt: &salt,
        hash: &hash,
        expires_at: now + CODE_LIFE,
    };
    codes::add(&mut tx, what, &new, now).await?;
    // The address as its owner wrote it, never as it was asked for.
    let to = user.as_ref().and_then(|it| it.email.as_deref());
    let name = user.as_ref().and_then(users::User::greeted_as);
    let occasion = Occasion::ResetCode {
        code,
        minutes: CODE_LIFE / MINUTE,
    };
    match to {
        Some(to) => mail::post(server, &mut tx, caller, Some(to), name, &occasion).await?,
        None => mail::pretend(server, &mut tx, caller, typed, &occasion).await?,
    }
    tx.commit().await?;
    Ok(json!({"resendIn": MINUTE / clock::SECOND}))
}

/// A code's hash is worth nothing for another purpose, address or app.
fn hash(server: &Server, salt: &str, what: CodeFor<'_>, code: &str) -> String {
    server
        .keyed
        .name(&["code", salt, what.app, what.purpose, what.target, code])
}

pub async fn check_code(
    server: &Server,
    caller: &Caller,
    email: &str,
    code: &str,
) -> Result<Value, Refusal> {
    let who = Identifier::Email(identifier::email_key(email));
    let result = check(server, caller, &who, code).await;
    Event {
        name: "check_code",
        caller,
        who: Some(who.key()),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn check(
    server: &Server,
    caller: &Caller,
    who: &Identifier,
    code: &str,
) -> Result<Value, Refusal> {
    let app = &caller.app;
    let target = subject(server, &app.pool, who);
    let what = CodeFor {
        pool: &app.pool,
        app: &app.id,
        purpose: PURPOSE,
        target: &target,
    };
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    addresses::count(server, &mut tx, addresses::CHECKS, &caller.peer, now).await?;
    let Some(tried) = codes::claim_try(&mut tx, what, now).await? else {
        tx.commit().await?;
        return Err(Refusal::WrongCode { remaining: None });
    };
    let right = keyed::same(&hash(server, &tried.salt, what, code), &tried.code_hash);
    let (true, Some(user)) = (right, &tried.user_id) else {
        tx.commit().await?;
        return Err(Refusal::WrongCode {
            remaining: Some(TRIES - tried.tries),
        });
    };
    if !codes::use_up(&mut tx, &tried.id, now).await? {
        return Err(Refusal::WrongCode { remaining: None });
    }
    let token = random::token()?;
    codes::add_reset(
        &mut tx,
        &keyed::fingerprint(&token),
        &app.id,
        user,
        now + TOKEN_LIFE,
    )
    .await?;
    tx.commit().await?;
    Ok(json!({
        "resetPasswordToken": token,
        "passwordStrength": app.settings.password_strength,
        "customPasswordStrength": app.settings.custom_password_strength,
        "userId": null,
    }))
}

/// The two fields of the form, as they travel.
pub struct NewPassword {
    pub token: String,
    pub sealed: String,
    pub repeated: String,
}

pub async fn reset(server: &Server, caller: &Caller, new: NewPassword) -> Result<Value, Refusal> {
    let result = set(server, caller, new).await;
    Event {
        name: "reset_password",
        caller,
        who: None,
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn set(server: &Server, caller: &Caller, new: NewPassword) -> Result<Value, Refusal> {
    let app = &caller.app;
    let token = keyed::fingerprint(&new.token);
    let seat = server.hasher.seat()?;
    let allowed = codes::read_reset(&server.db, &token, &app.id, server.clock.now())
        .await?
        .ok_or(Refusal::Expired)?;
    let user = users::by_id(&server.db, &app.pool, &allowed.user_id)
        .await?
        .filter(|it| it.blocked == 0)
        .ok_or(Refusal::Expired)?;
    let given = sign_in::open(server, &app.pool, &seat, new.sealed.clone()).await?;
    // The same text twice is the same password even where it cannot be opened: saying otherwise would tell whether it could.
    if new.sealed != new.repeated
        && given != sign_in::open(server, &app.pool, &seat, new.repeated).await?
    {
        return Err(Refusal::Invalid {
            field: "repeatPassword",
            rule: Rule::Format,
        });
    }
    let context = password::context(
        app,
        &[
            user.username.as_deref(),
            user.email.as_deref(),
            user.nickname.as_deref(),
        ],
    );
    password::acceptable(&given, &app.settings, &context, caller.chinese).map_err(|rule| {
        Refusal::Invalid {
            field: "newPassword",
            rule,
        }
    })?;
    let hash = seat.hash(given).await?;
    write(server, caller, &user, &token, &hash).await?;
    Ok(Value::Null)
}

/// Whoever read the mail owns the account: everything that came before ends.
async fn write(
    server: &Server,
    caller: &Caller,
    user: &User,
    token: &str,
    hash: &str,
) -> Result<(), Refusal> {
    let pool = &caller.app.pool;
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    if !codes::use_reset(&mut tx, token, &caller.app.id, &user.id, now).await? {
        return Err(Refusal::Expired);
    }
    users::set_password(&mut tx, &user.id, hash).await?;
    users::email_proven(&mut tx, &user.id).await?;
    sessions::revoke_all(&mut tx, &user.id, now).await?;
    for name in [&user.email, &user.username].into_iter().flatten() {
        attempts::clear(&mut tx, pool, &subject(server, pool, &Identifier::of(name))).await?;
    }
    mail::post(
        server,
        &mut tx,
        caller,
        user.email.as_deref(),
        user.greeted_as(),
        &Occasion::PasswordChanged,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
