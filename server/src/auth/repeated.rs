//! A registration that may be sent again, since its sender got no answer: it names itself by a key, and the first answer is the answer.
use guard_protocol::Secret;
use serde_json::{Value, json};

use super::hasher::Seat;
use super::identifier::Identifier;
use super::{people, sessions};
use crate::clock::{DAY, Millis};
use crate::db::registrations::First;
use crate::db::users::{self, User};
use crate::db::{Tx, registrations, sessions as session_rows};
use crate::http::apps::Caller;
use crate::keyed;
use crate::refusal::Refusal;
use crate::server::Server;

/// How long a repeated request gets the first answer.
const REMEMBERED: Millis = DAY;

/// The key of a request, and what makes it the same request. The sealed password is no part of that: sealing is random.
pub struct Repeatable {
    key: String,
    fingerprint: String,
}

impl Repeatable {
    /// A code is part of what makes it the same request; it proves as much as a password.
    pub fn new(key: &str, who: &Identifier, code: Option<&str>) -> Self {
        let mut what = format!("{} {}", who.method(), who.key());
        what.extend(code.map(|it| format!(" {it}")));
        Self {
            key: key.to_owned(),
            fingerprint: keyed::fingerprint(&what),
        }
    }

    /// The answer that was given already. The password, where there is one, has to be right, too: a key alone opens nothing.
    pub async fn first_answer(
        &self,
        server: &Server,
        caller: &Caller,
        given: Option<&(Seat, Secret)>,
    ) -> Result<Option<Value>, Refusal> {
        let app = &caller.app;
        let now = server.clock.now();
        let found = registrations::find(&server.db, &app.id, &self.key, now - REMEMBERED).await?;
        let Some(first) = found else { return Ok(None) };
        if first.fingerprint != self.fingerprint {
            return Err(Refusal::OtherRequest);
        }
        let user = match &first.user_id {
            Some(id) => Some(written(server, &app.pool, id).await?),
            None => None,
        };
        let hash = match &user {
            Some(user) => user.password(),
            None => first.password_hash.as_deref().filter(|it| !it.is_empty()),
        };
        let right = match (given, hash) {
            (Some((seat, given)), Some(hash)) => {
                seat.verify(given.clone(), hash.to_owned()).await?.matches
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !right {
            return Err(Refusal::OtherRequest);
        }
        let Some(user) = user else {
            return Ok(Some(json!({"pending": true})));
        };
        let session = match first.session_id {
            Some(id) => session_rows::live(&server.db, &id, &app.id, now, sessions::IDLE)
                .await?
                .map(|row| sessions::of(server, &row))
                .transpose()?,
            None => None,
        };
        Ok(Some(people::person(&user, session.as_ref())))
    }

    /// False where the same key has been used in the meantime: two at once wait for each other here.
    pub async fn claim(&self, tx: &mut Tx, app: &str, now: Millis) -> Result<bool, Refusal> {
        Ok(
            registrations::claim(tx, app, &self.key, &self.fingerprint, now, now - REMEMBERED)
                .await?,
        )
    }

    pub async fn keep(&self, tx: &mut Tx, app: &str, first: First<'_>) -> Result<(), Refusal> {
        Ok(registrations::answer(tx, app, &self.key, first).await?)
    }
}

pub async fn written(server: &Server, pool: &str, id: &str) -> Result<User, Refusal> {
    users::by_id(&server.db.read, pool, id)
        .await?
        .ok_or(Refusal::Broken)
}
