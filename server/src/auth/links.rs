//! Links in mails: one that confirms an address, and one that signs in the box that asked for it. A link opens nothing for the browser that
//! follows it, unless that browser is the one in which it was asked for.
use serde_json::{Value, json};

use super::code_sign_in::{self, Terms};
use super::identifier::{Identifier, email_key};
use super::target::Target;
use crate::audit::{Event, Outcome};
use crate::clock::{DAY, MINUTE, Millis};
use crate::db::links::{self, Link, NewLink};
use crate::db::users::{self, User};
use crate::db::{Tx, codes, sessions};
use crate::http::apps::Caller;
use crate::keyed;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

const SIGN_IN_LIFE: Millis = 10 * MINUTE;
const VERIFY_LIFE: Millis = DAY;

/// A sign-in link that a box asks for.
pub struct Wanted {
    /// Names the browser, by a cookie.
    pub browser: String,
    /// What the box will ask with.
    pub poll: String,
}

/// Puts a sign-in link beside a code, and gives its address.
pub async fn add(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    target: &Target,
    known: Option<&User>,
    wanted: &Wanted,
    code: &str,
) -> Result<String, Refusal> {
    let token = random::token()?;
    let now = server.clock.now();
    let link = NewLink {
        token_hash: &keyed::fingerprint(&token),
        kind: "sign-in",
        pool: &caller.app.pool,
        app: &caller.app.id,
        email: target.identifier.key(),
        user: known.map(|it| it.id.as_str()),
        browser_hash: Some(&keyed::fingerprint(&wanted.browser)),
        poll_hash: Some(&keyed::fingerprint(&wanted.poll)),
        code: Some(code),
        expires_at: now + SIGN_IN_LIFE,
    };
    links::add(tx, &link, now).await?;
    Ok(format!("{}/link/{token}", server.public_url))
}

/// A link that confirms the address of an account, by the account's id and the address as compared.
pub async fn verification(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    (user, email): (&str, &str),
    browser: Option<&str>,
) -> Result<String, Refusal> {
    let token = random::token()?;
    let now = server.clock.now();
    let browser = browser.map(keyed::fingerprint);
    let link = NewLink {
        token_hash: &keyed::fingerprint(&token),
        kind: "verify",
        pool: &caller.app.pool,
        app: &caller.app.id,
        email,
        user: Some(user),
        browser_hash: browser.as_deref(),
        poll_hash: None,
        code: None,
        expires_at: now + VERIFY_LIFE,
    };
    links::add(tx, &link, now).await?;
    Ok(format!("{}/link/{token}", server.public_url))
}

/// A link as it can be shown, before anything is done. `None`: used, expired, or never was.
pub async fn look(server: &Server, token: &str) -> Result<Option<Link>, Refusal> {
    Ok(links::open(&server.db, &keyed::fingerprint(token), server.clock.now()).await?)
}

/// What following a link came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Followed {
    Dead,
    /// The address is confirmed.
    Confirmed,
    /// The box that asked will have its session.
    SignsIn,
    /// The address is confirmed, and whoever asked has to type the code.
    Elsewhere,
    /// The account's password and sessions are gone.
    Disowned,
}

/// The person's answer to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Continue,
    /// "I did not open this account."
    NotMine,
}

/// Uses a link, in the browser that `browser` names.
pub async fn follow(
    server: &Server,
    token: &str,
    browser: Option<&str>,
    reply: Reply,
) -> Result<Followed, Refusal> {
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    let Some(link) = links::use_up(&mut tx, &keyed::fingerprint(token), now).await? else {
        return Ok(Followed::Dead);
    };
    let user = owner(&mut tx, &link).await?;
    let asked_here = match (&link.browser_hash, browser) {
        (Some(hash), Some(browser)) => keyed::same(hash, &keyed::fingerprint(browser)),
        _ => false,
    };
    let followed = match (link.kind.as_str(), user) {
        ("sign-in", _) if asked_here => {
            links::approve(&mut tx, &link.token_hash, now).await?;
            Followed::SignsIn
        }
        ("sign-in", user) => {
            if let Some(user) = user {
                let address = Identifier::Email(link.email.clone());
                code_sign_in::prove(server, &mut tx, &user, &address).await?;
            }
            Followed::Elsewhere
        }
        (_, None) => Followed::Dead,
        (_, Some(user)) if reply == Reply::NotMine => {
            sessions::revoke_all(&mut tx, &user.id, now).await?;
            users::set_password(&mut tx, &user.id, "").await?;
            Followed::Disowned
        }
        (_, Some(user)) => {
            if !asked_here {
                sessions::revoke_all(&mut tx, &user.id, now).await?;
            }
            users::proven(&mut tx, &user.id, &Identifier::Email(link.email.clone())).await?;
            Followed::Confirmed
        }
    };
    tx.commit().await?;
    server.board.changed();
    tracing::info!(event = "follow_link", kind = link.kind, app = link.app_id, outcome = ?followed, "account event");
    Ok(followed)
}

/// Whose link it is, if the account still has the address.
async fn owner(tx: &mut Tx, link: &Link) -> Result<Option<User>, Refusal> {
    let Some(id) = &link.user_id else {
        return Ok(None);
    };
    let user = users::by_id(&mut **tx, &link.pool_id, id).await?;
    Ok(user.filter(|it| {
        it.blocked == 0 && it.email.as_deref().map(email_key).as_deref() == Some(&link.email)
    }))
}

/// What a box that waits for its link is told: to wait on, or its user, once.
pub async fn poll(
    server: &Server,
    caller: &Caller,
    poll: &str,
    terms: &Terms,
) -> Result<Value, Refusal> {
    let (app, now) = (&caller.app, server.clock.now());
    let link = links::awaited(&server.db, &keyed::fingerprint(poll), &app.id, now)
        .await?
        .ok_or(Refusal::Expired)?;
    if link.approved_at.is_none() {
        return Ok(json!({"status": "waiting"}));
    }
    let result = claim(server, caller, &link, terms).await;
    Event {
        name: "sign_in_by_link",
        caller,
        who: Some(&link.email),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn claim(
    server: &Server,
    caller: &Caller,
    link: &Link,
    terms: &Terms,
) -> Result<Value, Refusal> {
    let agreed = code_sign_in::agreed(caller, terms)?;
    let now = server.clock.now();
    let target = Target::email(&link.email)?;
    let user = users::by_identifier(&server.db.read, &caller.app.pool, &target.identifier).await?;
    let mut tx = server.db.begin().await?;
    // In the order in which entering the code takes the two.
    let code = match &link.code_id {
        Some(code) => codes::use_up(&mut tx, code, now).await?,
        None => false,
    };
    let first = links::claim(&mut tx, &link.token_hash, now).await?;
    if !first || !code || link.user_id != user.as_ref().map(|it| it.id.clone()) {
        return Err(Refusal::Expired);
    }
    let entered =
        code_sign_in::enter(server, &mut tx, caller, &target, user, (terms, &agreed)).await?;
    tx.commit().await?;
    code_sign_in::welcome(server, caller, entered).await
}
