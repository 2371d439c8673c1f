//! Another link that confirms an address, for who lost the first one. The same answer and the same work for everybody.
use serde_json::{Value, json};

use super::captcha::{self, Answered};
use super::codes::{self, Purpose};
use super::sign_in::subject;
use super::target::Target;
use super::{addresses, links};
use crate::audit::{Event, Outcome};
use crate::clock::{MINUTE, SECOND};
use crate::db::users::{self, User};
use crate::http::apps::Caller;
use crate::letters::To;
use crate::mail::{self, Occasion};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub async fn send(
    server: &Server,
    caller: &Caller,
    target: &Target,
    captcha: &Answered,
    browser: Option<&str>,
) -> Result<Value, Refusal> {
    let result = try_send(server, caller, target, captcha, browser).await;
    Event {
        name: "send_link",
        caller,
        who: Some(target.identifier.key()),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn try_send(
    server: &Server,
    caller: &Caller,
    target: &Target,
    captcha: &Answered,
    browser: Option<&str>,
) -> Result<Value, Refusal> {
    let app = &caller.app;
    let name = subject(server, &app.pool, &target.identifier);
    if captcha::for_codes(server, caller, Purpose::Login, &name).await? {
        captcha::pass(server, captcha).await?;
    }
    let user = users::by_identifier(&server.db.read, &app.pool, &target.identifier).await?;
    let user = user.filter(|it| it.blocked == 0 && it.email_verified == 0);
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    addresses::count(server, &mut tx, addresses::CODES, &caller.peer, now).await?;
    codes::claim_send(&mut tx, codes::code_for(caller, Purpose::Login, &name), now).await?;
    // For nobody: a link that opens nothing, in a mail that nobody gets.
    let nobody = random::id()?;
    let id = user.as_ref().map_or(nobody.as_str(), |it| it.id.as_str());
    let link = links::verification(
        server,
        &mut tx,
        caller,
        (id, target.identifier.key()),
        browser,
    )
    .await?;
    let to = To {
        address: user
            .as_ref()
            .and_then(|it| it.email.as_deref())
            .unwrap_or(&target.shown),
        by_phone: false,
        name: user.as_ref().and_then(User::greeted_as),
        suppressed: user.is_none(),
    };
    mail::put(server, &mut tx, caller, &to, &Occasion::Verify { link }).await?;
    tx.commit().await?;
    Ok(json!({"resendIn": MINUTE / SECOND}))
}
