//! From the server's own page to the app's: the page gives its address a ticket, and whoever shows that they are the app gets the person for it.
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use crate::app::App;
use crate::audit::{Event, Outcome};
use crate::auth::qrcode::ticket::let_in;
use crate::auth::{own_server, sessions};
use crate::clock::{Millis, SECOND};
use crate::db::handovers::{self, Handover};
use crate::db::sessions::SessionRow;
use crate::db::users;
use crate::http::apps::Caller;
use crate::keyed;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::redirects;

/// How long a ticket is good: the app's server asks at once.
const LIFE: Millis = 60 * SECOND;

/// Where somebody who has signed in is sent.
#[derive(Clone, Debug)]
pub struct Destination {
    /// One of the app's own, to the letter.
    pub address: String,
    /// The app's own, given back as it was.
    pub state: Option<String>,
    /// RFC 7636, S256.
    pub challenge: Option<String>,
}

/// The address to go to, with a ticket for the person of `session`.
pub async fn begin(
    server: &Server,
    app: &App,
    session: &SessionRow,
    to: &Destination,
) -> Result<String, Refusal> {
    let ticket = random::token()?;
    let handover = Handover {
        redirect_uri: to.address.clone(),
        challenge: to.challenge.clone(),
        from_session: session.id.clone(),
    };
    let mut tx = server.db.begin().await?;
    let (hash, until) = (keyed::fingerprint(&ticket), server.clock.now() + LIFE);
    handovers::add(&mut tx, (&hash, &app.id), &handover, until).await?;
    tx.commit().await?;
    let mut more = vec![("ticket", ticket.as_str())];
    more.extend(to.state.as_deref().map(|it| ("state", it)));
    Ok(redirects::with(&to.address, &more))
}

/// What somebody shows to get the person.
pub struct Shown {
    pub ticket: String,
    pub address: String,
    /// What the challenge was made of.
    pub verifier: Option<String>,
    /// What only the app's own server knows.
    pub secret: Option<String>,
}

pub async fn exchange(server: &Server, caller: &Caller, shown: &Shown) -> Result<Value, Refusal> {
    let result = exchanged(server, caller, shown).await;
    let who = result.as_ref().ok().and_then(|it| it.get("id"));
    Event {
        name: "hosted_exchange",
        caller,
        who: who.and_then(Value::as_str),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn exchanged(server: &Server, caller: &Caller, shown: &Shown) -> Result<Value, Refusal> {
    let app = &caller.app;
    // Before the ticket is looked at: whoever may not use it cannot use it up either, nor end what it began.
    let allowed = match (&shown.secret, &shown.verifier) {
        (Some(secret), _) => own_server::shows(server, &app.id, secret).await?,
        (None, verifier) => verifier.is_some(),
    };
    if !allowed {
        return Err(Refusal::NotAllowed);
    }
    let hash = keyed::fingerprint(&shown.ticket);
    let handover = handovers::find(&server.db, &hash, &app.id)
        .await?
        .filter(|it| it.redirect_uri == shown.address)
        .ok_or(Refusal::Expired)?;
    match (&handover.challenge, &shown.verifier) {
        // A secret shows who asks, and the verifier that the same browser asked for the ticket: where one was promised it is due.
        (Some(challenge), Some(verifier)) if keyed::same(challenge, &s256(verifier)) => {}
        (None, _) if shown.secret.is_some() => {}
        _not_theirs => return Err(Refusal::Expired),
    }
    // Whoever has signed out since, or was blocked, is nobody any more. Read before the transaction, which would wait with one connection for another.
    let found = sessions::alive(server, &app.pool, &app.id, &handover.from_session).await?;
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    if let Some((user, _)) = &found {
        // A new password at this moment waits for this session, or is seen by it.
        users::hold(&mut tx, &user.id).await?;
    }
    if !handovers::use_up(&mut tx, &hash, now).await? {
        // Used before: one of the two was not its owner, and nobody knows which.
        handovers::end_session(&mut tx, &hash, now).await?;
        tx.commit().await?;
        return Err(Refusal::Expired);
    }
    let user = found.map(|(user, _)| user);
    let (mut tx, session, person) = let_in(server, tx, app, user).await?;
    handovers::began(&mut tx, &hash, &session.id).await?;
    tx.commit().await?;
    Ok(person)
}

/// RFC 7636 section 4.6.
pub fn s256(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_what_rfc_7636_makes_of_its_example() {
        assert_eq!(
            s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }
}
