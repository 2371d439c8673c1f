//! A ticket becomes a person with a session: for the app's own server, and for its pages where the app says so.
use serde_json::Value;

use super::fingerprint;
use crate::app::App;
use crate::audit::{Event, Outcome};
use crate::auth::sessions::{self, Session};
use crate::auth::{own_server, people};
use crate::clock::Millis;
use crate::db::users::{self, User};
use crate::db::{Tx, tickets};
use crate::http::apps::Caller;
use crate::refusal::Refusal;
use crate::server::Server;

/// Who exchanges a ticket.
pub enum By {
    /// Whoever shows this to be the app's own server.
    Secret(String),
    Browser,
    /// The server's own page, of this origin, which tells the app by a ticket of its own: for codes that it has shown itself.
    HostedPage(String),
}

pub async fn exchange(
    server: &Server,
    caller: &Caller,
    by: &By,
    ticket: &str,
) -> Result<Value, Refusal> {
    let result = exchanged(server, caller, by, ticket).await;
    Event {
        name: "qr_exchange",
        caller,
        who: result
            .as_ref()
            .ok()
            .and_then(|it| it.get("id"))
            .and_then(Value::as_str),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn exchanged(
    server: &Server,
    caller: &Caller,
    by: &By,
    ticket: &str,
) -> Result<Value, Refusal> {
    let app = &caller.app;
    // Before the ticket is looked at: whoever may not use it cannot use it up either.
    let allowed = match by {
        By::Secret(secret) => own_server::shows(server, &app.id, secret).await?,
        By::Browser => app.settings.qrcode.exchange_in_browser,
        By::HostedPage(_) => true,
    };
    if !allowed {
        return Err(Refusal::NotAllowed);
    }
    let hash = fingerprint(ticket);
    let now = server.clock.now();
    let whose = tickets::whose(&server.db, &hash, &app.id)
        .await?
        .filter(|it| match by {
            By::HostedPage(own) => it.origin.as_ref() == Some(own),
            By::Secret(_) | By::Browser => true,
        })
        .ok_or(Refusal::Expired)?;
    let user = users::by_id(&server.db.read, &app.pool, &whose.user_id)
        .await?
        .filter(|it| it.blocked == 0);
    let mut tx = server.db.begin().await?;
    if !tickets::use_up(&mut tx, &hash, &app.id, now).await? {
        // Used before: one of the two was not its owner, and nobody knows which.
        tickets::end_session(&mut tx, &hash, &app.id, now).await?;
        tx.commit().await?;
        return Err(Refusal::Expired);
    }
    let (mut tx, session, person) = let_in(server, tx, app, user).await?;
    tickets::began(&mut tx, &hash, &session.id).await?;
    tx.commit().await?;
    Ok(person)
}

/// Lets in whom a ticket that `tx` has used up is for: nobody any more, where they are gone. It stays used up either way.
pub async fn let_in(
    server: &Server,
    mut tx: Tx,
    app: &App,
    user: Option<User>,
) -> Result<(Tx, Session, Value), Refusal> {
    let due = user.ok_or(Refusal::Expired);
    let due = due.and_then(|user| further_step(app, &user).map_or(Ok(user), Err));
    let user = match due {
        Ok(user) => user,
        Err(refusal) => {
            tx.commit().await?;
            return Err(refusal);
        }
    };
    let (session, person) = enter(server, &mut tx, app, user, server.clock.now()).await?;
    Ok((tx, session, person))
}

/// What keeps this person out although they have shown who they are.
pub fn further_step(app: &App, user: &User) -> Option<Refusal> {
    let unverified =
        !app.settings.unverified_may_sign_in && user.email.is_some() && user.email_verified == 0;
    unverified.then_some(Refusal::Unverified)
}

/// Begins a session in `tx` and tells the whole person.
pub async fn enter(
    server: &Server,
    tx: &mut Tx,
    app: &App,
    mut user: User,
    now: Millis,
) -> Result<(Session, Value), Refusal> {
    let session = sessions::begin(server, tx, &user.id, &app.id).await?;
    users::signed_in(tx, &user.id, now).await?;
    user.logins += 1;
    user.last_login_at = Some(now);
    let person = people::person(&user, Some(&session));
    Ok((session, person))
}
