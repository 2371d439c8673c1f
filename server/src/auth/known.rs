//! Browsers in which somebody has signed in before. Whoever guesses a person's password from elsewhere makes that person's account rest, but not
//! in these browsers: each has a lock ladder of its own (E05).
//!
//! The cookie opens nothing. It is a random secret, of which the database holds a fingerprint together with the person: in another browser, and for
//! another person, it is nothing.
use super::identifier::Identifier;
use crate::clock::{DAY, Millis};
use crate::db::{Tx, known, users};
use crate::keyed;
use crate::random::{self, NoRandomness};
use crate::refusal::Refusal;
use crate::server::Server;

/// How long a browser is known after the last sign-in.
pub const LIFE: Millis = 180 * DAY;

/// A browser by its cookie, which it has had before or is given now.
#[derive(Clone, Debug)]
pub struct Browser {
    pub secret: String,
    is_new: bool,
}

impl Browser {
    pub fn of(cookie: Option<String>) -> Result<Self, NoRandomness> {
        let is_new = cookie.is_none();
        let secret = match cookie {
            Some(it) => it,
            None => random::token()?,
        };
        Ok(Self { secret, is_new })
    }

    /// The name of this browser's own ladder, where `who` has signed in here before. The same work for somebody who does not exist.
    pub async fn ladder(
        &self,
        server: &Server,
        pool: &str,
        who: &Identifier,
    ) -> Result<Option<String>, Refusal> {
        if self.is_new {
            return Ok(None);
        }
        let user = users::by_identifier(&server.db.read, pool, who).await?;
        let hash = keyed::fingerprint(&self.secret);
        let id = user.as_ref().map_or("", |it| it.id.as_str());
        let since = server.clock.now() - LIFE;
        let known = known::is_known(&server.db, &hash, id, since).await?;
        Ok(known.then(|| {
            server
                .keyed
                .name(&["browser", pool, &hash, who.method(), who.key()])
        }))
    }

    /// `user` has shown who they are in this browser.
    pub async fn remember(&self, tx: &mut Tx, user: &str, now: Millis) -> Result<(), sqlx::Error> {
        known::put(tx, &keyed::fingerprint(&self.secret), user, now).await
    }
}
