//! Numbers that may have a new owner (J13): networks give a number away again some months after somebody has let it go, and its account with it, if a code
//! were all that it took.
//!
//! Where the account's owner has another way in, a confirmed mailbox, a number alone is not enough after a long pause, neither to sign in nor for a new
//! password. Whoever has nothing but the number is let in: nobody could tell who they are by anything else.
use super::identifier::Identifier;
use crate::clock::DAY;
use crate::db::Tx;
use crate::db::users::User;
use crate::http::apps::Caller;
use crate::mail::{self, Occasion};
use crate::refusal::Refusal;
use crate::server::Server;

/// Refuses somebody who has shown nothing but an old number, and tells the account's owner. `tx` is to be committed either way.
pub async fn check(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    user: &User,
    shown: &Identifier,
) -> Result<(), Refusal> {
    if !matches!(shown, Identifier::Phone(_)) || user.email_verified == 0 {
        return Ok(());
    }
    let days = i64::from(caller.app.settings.phone_idle_days);
    let last = user.last_login_at.unwrap_or(user.created_at);
    if days == 0 || server.clock.now() - last <= days * DAY {
        return Ok(());
    }
    mail::post(
        server,
        tx,
        caller,
        user.email.as_deref(),
        user.greeted_as(),
        &Occasion::OldNumber,
    )
    .await?;
    Err(Refusal::OldNumber)
}
