//! Signing in with a password. The answer and the work are the same whether the account exists, may use this way, is blocked, or is not there.
use guard_protocol::Secret;
use serde_json::Value;

use super::agreements::{self, Agreed, Shown};
use super::captcha::{self, Answered};
use super::identifier::Identifier;
use super::known::Browser;
use super::{ladder, password, people, sessions, spray};
use crate::audit::{Event, Outcome};
use crate::db::{attempts, users};
use crate::http::apps::Caller;
use crate::mail::{self, Occasion};
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::Scene;

/// What a form of account and password says.
pub struct Attempt {
    pub account: String,
    pub calling_code: Option<String>,
    pub password: Sent,
    pub captcha: Answered,
    pub agreement_ids: Vec<u32>,
    pub browser: Browser,
}

/// A password as it travelled.
pub enum Sent {
    Sealed(String),
    /// By a form without JavaScript, which cannot seal; only the connection kept it.
    Plain(Secret),
}

pub async fn sign_in(server: &Server, caller: &Caller, given: Attempt) -> Result<Value, Refusal> {
    let identifier = Identifier::typed(
        &given.account,
        given.calling_code.as_deref(),
        &caller.app.settings,
    );
    let event = Event {
        name: "sign_in",
        caller,
        who: Some(identifier.key()),
    };
    let result = attempt(server, caller, &identifier, given).await;
    event.log(server, &Outcome::of(&result));
    result
}

async fn attempt(
    server: &Server,
    caller: &Caller,
    identifier: &Identifier,
    given: Attempt,
) -> Result<Value, Refusal> {
    let app = &caller.app;
    let agreed = agreements::check(caller, Scene::Login, Shown::Now, &given.agreement_ids)?;
    // A place in the line comes first: whoever gets none has cost nothing and counts as no attempt.
    let seat = server.hasher.seat()?;
    let browser = given.browser;
    let own = browser.ladder(server, &app.pool, identifier).await?;
    let is_sprayed = own.is_none() && server.sprays.lasts(&app.pool, server.clock.now());
    let subject = own.unwrap_or_else(|| subject(server, &app.pool, identifier));
    let failures = ladder::failures(server, &app.pool, &subject).await?;
    if captcha::for_password(caller, failures, is_sprayed) {
        captcha::pass(server, &given.captcha).await?;
    }
    let attempt = ladder::claim(server, &app.pool, &subject, &caller.peer).await?;
    let may = app
        .settings
        .password_tab_config
        .valid_login_methods
        .iter()
        .any(|it| it == identifier.method());
    let found = users::by_identifier(&server.db.read, &app.pool, identifier)
        .await?
        .filter(|it| may && it.blocked == 0);
    let stored = found
        .as_ref()
        .and_then(users::User::password)
        .unwrap_or(&server.decoy_hash)
        .to_owned();
    let given = match given.password {
        Sent::Sealed(sealed) => open(server, &app.pool, &seat, sealed).await?,
        Sent::Plain(password) => password::normal(&password),
    };
    let verdict = seat.verify(given.clone(), stored).await?;

    server.metrics.password(verdict.matches && found.is_some());
    let Some(user) = found.clone().filter(|_| verdict.matches) else {
        spray::failed(server, caller);
        if attempt.begins_hold() {
            tell_owner(server, caller, found.as_ref()).await?;
        }
        return Err(Refusal::WrongPassword {
            remaining: attempt.remaining(),
        });
    };
    let better = if verdict.outdated {
        Some(seat.hash(given).await?)
    } else {
        None
    };
    let by = By {
        subject: &subject,
        browser: &browser,
        better,
    };
    let accepted = accept(server, caller, user, by, &agreed).await?;
    accepted.ok_or(Refusal::WrongPassword {
        remaining: attempt.remaining(),
    })
}

/// The name under which the ladder and the code limits know an account.
pub fn subject(server: &Server, pool: &str, identifier: &Identifier) -> String {
    server
        .keyed
        .name(&["account", pool, identifier.method(), identifier.key()])
}

/// How somebody has shown who they are.
struct By<'a> {
    /// The ladder that they were on.
    subject: &'a str,
    browser: &'a Browser,
    /// A hash to be kept instead of a weaker one.
    better: Option<String>,
}

/// `None` where the password has been changed, or its owner blocked, since it was compared.
async fn accept(
    server: &Server,
    caller: &Caller,
    mut user: users::User,
    by: By<'_>,
    agreed: &Agreed<'_>,
) -> Result<Option<Value>, Refusal> {
    let app = &caller.app;
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    if !users::hold_with(&mut tx, &user.id, &user.password_hash).await? {
        return Ok(None);
    }
    attempts::clear(&mut tx, &app.pool, by.subject).await?;
    by.browser.remember(&mut tx, &user.id, now).await?;
    if let Some(hash) = by.better {
        users::set_password(&mut tx, &user.id, &hash).await?;
    }
    if !app.settings.unverified_may_sign_in && user.email.is_some() && user.email_verified == 0 {
        tx.commit().await?;
        return Err(Refusal::Unverified);
    }
    agreed.record(server, &mut tx, caller, &user.id).await?;
    let session = sessions::begin(server, &mut tx, &user.id, &app.id).await?;
    users::signed_in(&mut tx, &user.id, now).await?;
    tx.commit().await?;
    user.logins += 1;
    user.last_login_at = Some(now);
    Ok(Some(people::person(&user, Some(&session))))
}

/// Says to the owner that the account rests until tomorrow; the same is written where there is no owner.
async fn tell_owner(
    server: &Server,
    caller: &Caller,
    owner: Option<&users::User>,
) -> Result<(), Refusal> {
    let mut tx = server.db.begin().await?;
    mail::post(
        server,
        &mut tx,
        caller,
        owner.and_then(|it| it.email.as_deref()),
        owner.and_then(users::User::greeted_as),
        &Occasion::Held,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Opens a password that travelled, in its normal form.
pub async fn open(
    server: &Server,
    pool: &str,
    seat: &super::hasher::Seat,
    sealed: String,
) -> Result<Secret, Refusal> {
    let key = server.transport.of(&server.db, pool).await?;
    Ok(seat
        .work(move |_| key.open(&sealed).map(|it| password::normal(&it)))
        .await??)
}
