//! A forgotten password: a code by mail or message, a token for the right code, a new password for the token.
use guard_protocol::Rule;
use serde_json::{Value, json};

use super::codes::Purpose;
use super::identifier::Identifier;
use super::sign_in::{self, subject};
use super::tries::{self, Verdict};
use super::{budget, password, recycled};
use crate::audit::{Event, Outcome};
use crate::clock::{MINUTE, Millis};
use crate::db::codes::{self as code_rows, TRIES};
use crate::db::users::{self, User};
use crate::db::{Tx, attempts, sessions};
use crate::http::apps::Caller;
use crate::keyed;
use crate::letters::{self, To};
use crate::mail::Occasion;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

const TOKEN_LIFE: Millis = 10 * MINUTE;

/// A token for the right code.
pub async fn check_code(
    server: &Server,
    caller: &Caller,
    who: &Identifier,
    code: &str,
) -> Result<Value, Refusal> {
    let result = check(server, caller, who, code).await;
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
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    let tried = match tries::attempt(server, &mut tx, caller, Purpose::Reset, who, code).await? {
        Verdict::Right(tried) => tried,
        Verdict::Wrong(refusal) => {
            tx.commit().await?;
            return Err(refusal);
        }
    };
    let Some(user) = &tried.user_id else {
        tx.commit().await?;
        return Err(Refusal::WrongCode {
            remaining: Some(TRIES - tried.tries),
        });
    };
    if !code_rows::use_up(&mut tx, &tried.id, now).await? {
        return Err(Refusal::WrongCode { remaining: None });
    }
    budget::wanted(server, &mut tx, caller, who).await?;
    if let Some(owner) = users::by_id(&mut *tx, &app.pool, user).await?
        && let Err(refusal) = recycled::check(server, &mut tx, caller, &owner, who).await
    {
        tx.commit().await?;
        return Err(refusal);
    }
    let token = random::token()?;
    let channel = match who {
        Identifier::Phone(_) => "phone",
        Identifier::Email(_) | Identifier::Username(_) => "email",
    };
    code_rows::add_reset(
        &mut tx,
        &keyed::fingerprint(&token),
        &app.id,
        user,
        channel,
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
    let allowed = code_rows::read_reset(&server.db, &token, &app.id, server.clock.now())
        .await?
        .ok_or(Refusal::Expired)?;
    let user = users::by_id(&server.db.read, &app.pool, &allowed.user_id)
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
    write(server, caller, &user, (&token, &allowed.channel), &hash).await?;
    Ok(Value::Null)
}

/// Whoever read the code owns the account: everything that came before ends.
async fn write(
    server: &Server,
    caller: &Caller,
    user: &User,
    (token, channel): (&str, &str),
    hash: &str,
) -> Result<(), Refusal> {
    let pool = &caller.app.pool;
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    sessions::revoke_all(&mut tx, &user.id, now).await?;
    if !code_rows::use_reset(&mut tx, token, &caller.app.id, &user.id, now).await? {
        return Err(Refusal::Expired);
    }
    users::set_password(&mut tx, &user.id, hash).await?;
    let phone = user.phone.clone().map(Identifier::Phone);
    let email = user.email.as_deref().map(Identifier::of);
    let proven = if channel == "phone" { &phone } else { &email };
    if let Some(proven) = proven {
        users::proven(&mut tx, &user.id, proven).await?;
    }
    let name = user.username.as_deref().map(Identifier::of);
    for it in [&email, &name, &phone].into_iter().flatten() {
        attempts::clear(&mut tx, pool, &subject(server, pool, it)).await?;
    }
    tell(server, &mut tx, caller, user).await?;
    tx.commit().await?;
    server.board.changed();
    Ok(())
}

/// By mail where there is an address, else by message.
async fn tell(server: &Server, tx: &mut Tx, caller: &Caller, user: &User) -> Result<(), Refusal> {
    let (address, by_phone) = match (&user.email, &user.phone) {
        (Some(email), _) => (email, false),
        (None, Some(phone)) => (phone, true),
        (None, None) => return Ok(()),
    };
    let to = To {
        address,
        by_phone,
        name: user.greeted_as(),
        suppressed: false,
    };
    letters::post(server, tx, caller, &to, &Occasion::PasswordChanged).await
}
