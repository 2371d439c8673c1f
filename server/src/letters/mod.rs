//! What goes to people: by mail or by text message, through one outbox, in the transaction that causes it.
use crate::db::Tx;
use crate::http::apps::Caller;
use crate::mail::{self, Occasion};
use crate::refusal::Refusal;
use crate::server::Server;
use crate::sms;

pub mod places;
pub mod round;

/// Whom a letter is for.
pub struct To<'a> {
    pub address: &'a str,
    pub by_phone: bool,
    /// Only of who has shown that the address is theirs.
    pub name: Option<&'a str>,
    /// Written, and never sent: nobody is to get it.
    pub suppressed: bool,
}

impl To<'_> {
    pub fn state(&self) -> &'static str {
        if self.suppressed {
            "suppressed"
        } else {
            "queued"
        }
    }
}

pub async fn post(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    to: &To<'_>,
    occasion: &Occasion,
) -> Result<(), Refusal> {
    if to.by_phone {
        sms::put(server, tx, caller, to, occasion).await
    } else {
        mail::put(server, tx, caller, to, occasion).await
    }
}
