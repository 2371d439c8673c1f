//! Opening an account. Where an app does not tell whether an address is taken, both cases answer alike, cost alike, and the mailbox's owner learns the rest.
use guard_protocol::{RegisterWay, Rule};
use serde_json::{Value, json};

use super::identifier::{self, Identifier};
use super::repeated::{self, Repeatable};
use super::{addresses, password, people, sessions, sign_in};
use crate::audit::{Event, Outcome};
use crate::clock::Millis;
use crate::db::Tx;
use crate::db::users::{self, NewUser, User};
use crate::http::apps::Caller;
use crate::mail::{self, Occasion};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub struct Application {
    pub way: RegisterWay,
    /// As typed.
    pub account: String,
    /// The password as it travels.
    pub sealed: String,
    pub nickname: Option<String>,
    pub wants_token: bool,
    pub idempotency_key: Option<String>,
}

pub async fn register(
    server: &Server,
    caller: &Caller,
    application: Application,
) -> Result<Value, Refusal> {
    let who = Identifier::of(&application.account);
    let event = Event {
        name: "register",
        caller,
        who: Some(who.key()),
    };
    let result = apply(server, caller, application).await;
    event.log(server, &Outcome::of(&result));
    result
}

/// A name or an address that may be registered, as typed and as compared.
struct Name {
    shown: String,
    identifier: Identifier,
}

async fn apply(
    server: &Server,
    caller: &Caller,
    application: Application,
) -> Result<Value, Refusal> {
    let settings = &caller.app.settings;
    let way = application.way;
    if settings.register_disabled
        || !settings
            .register_tabs
            .list
            .iter()
            .any(|it| RegisterWay::from_key(it) == Some(way))
    {
        return Err(Refusal::RegistrationClosed);
    }
    let name = name(way, &application.account)?;
    if !on_list(
        settings.registration_email_allowlist.as_deref(),
        &name.identifier,
    ) {
        return Err(Refusal::NotOnList);
    }
    let seat = server.hasher.seat()?;
    let given = sign_in::open(server, &caller.app.pool, &seat, application.sealed.clone()).await?;
    let repeatable = application
        .idempotency_key
        .as_deref()
        .map(|key| Repeatable::new(key, &name.identifier));
    if let Some(it) = &repeatable
        && let Some(answer) = it
            .first_answer(server, caller, &seat, given.clone())
            .await?
    {
        return Ok(answer);
    }
    let names = [Some(name.shown.as_str()), application.nickname.as_deref()];
    let context = password::context(&caller.app, &names);
    password::acceptable(&given, settings, &context, caller.chinese).map_err(|rule| {
        Refusal::Invalid {
            field: "password",
            rule,
        }
    })?;
    let entry = Entry {
        application: &application,
        name: &name,
        hash: seat.hash(given.clone()).await?,
    };
    match (
        entry.write(server, caller, repeatable.as_ref()).await?,
        repeatable,
    ) {
        (Some(answer), _) => Ok(answer),
        // The same request came twice at once, and the other one was first.
        (None, Some(it)) => it
            .first_answer(server, caller, &seat, given)
            .await?
            .ok_or(Refusal::OtherRequest),
        (None, None) => Err(Refusal::OtherRequest),
    }
}

fn name(way: RegisterWay, typed: &str) -> Result<Name, Refusal> {
    let field = way.key();
    let invalid = |rule| Refusal::Invalid { field, rule };
    let shown = match way {
        RegisterWay::Email => identifier::new_email(typed)
            .map_err(invalid)?
            .as_str()
            .to_owned(),
        RegisterWay::Username => identifier::new_username(typed)
            .map_err(invalid)?
            .as_str()
            .to_owned(),
    };
    if shown.len() > 256 {
        return Err(invalid(Rule::TooLong));
    }
    Ok(Name {
        identifier: Identifier::of(&shown),
        shown,
    })
}

/// Whether a whitelist, where there is one, names the address or its domain. It names no user names.
fn on_list(list: Option<&[String]>, who: &Identifier) -> bool {
    let Some(list) = list else { return true };
    let Identifier::Email(email) = who else {
        return false;
    };
    let domain = email.rsplit('@').next().unwrap_or_default();
    list.iter()
        .map(|it| it.to_lowercase())
        .any(|it| it == *email || it.trim_start_matches('@') == domain)
}

/// An account about to be written down.
struct Entry<'a> {
    application: &'a Application,
    name: &'a Name,
    hash: String,
}

impl Entry<'_> {
    /// `None` where the same request has been claimed in the meantime.
    async fn write(
        &self,
        server: &Server,
        caller: &Caller,
        repeatable: Option<&Repeatable>,
    ) -> Result<Option<Value>, Refusal> {
        let app = &caller.app;
        let now = server.clock.now();
        let owner = users::by_identifier(&server.db, &app.pool, &self.name.identifier).await?;
        let mut tx = server.db.begin().await?;
        addresses::count(server, &mut tx, addresses::REGISTRATIONS, &caller.peer, now).await?;
        if let Some(it) = repeatable
            && !it.claim(&mut tx, &app.id, now).await?
        {
            return Ok(None);
        }
        let id = random::id()?;
        let added = self.add(&mut tx, &id, &app.pool, now).await?;
        let by_email = self.application.way == RegisterWay::Email;
        let quiet = by_email && !app.settings.tells_whether_taken;
        if !added && !quiet {
            return Err(Refusal::Taken {
                field: self.application.way.key(),
            });
        }
        if by_email {
            let fate = if added {
                Fate::Added
            } else {
                Fate::Taken(owner.as_ref())
            };
            self.tell(server, &mut tx, caller, fate).await?;
        }
        if quiet {
            if let Some(it) = repeatable {
                it.keep(&mut tx, &app.id, None, None).await?;
            }
            tx.commit().await?;
            return Ok(Some(json!({"pending": true})));
        }
        let may =
            self.application.wants_token && (app.settings.unverified_may_sign_in || !by_email);
        let session = if may {
            Some(sessions::begin(server, &mut tx, &id, &app.id).await?)
        } else {
            None
        };
        if let Some(it) = repeatable {
            it.keep(
                &mut tx,
                &app.id,
                Some(&id),
                session.as_ref().map(|it| it.id.as_str()),
            )
            .await?;
        }
        tx.commit().await?;
        let user = repeated::written(server, &app.pool, &id).await?;
        Ok(Some(people::person(&user, session.as_ref())))
    }

    /// False where the name or the address is taken.
    async fn add(&self, tx: &mut Tx, id: &str, pool: &str, now: Millis) -> Result<bool, Refusal> {
        let compared = (self.name.shown.as_str(), self.name.identifier.key());
        let (email, username) = match &self.name.identifier {
            Identifier::Email(_) => (Some(compared), None),
            Identifier::Username(_) => (None, Some(compared)),
        };
        let user = NewUser {
            id,
            pool,
            username,
            email,
            email_verified: false,
            nickname: self.application.nickname.as_deref(),
            password_hash: &self.hash,
            source: &format!("basic:{}", self.application.way.key()),
        };
        Ok(users::add(tx, &user, now).await?)
    }

    /// To the mailbox's owner: welcome, or that there is an account already. Nothing that a stranger typed stands in either.
    async fn tell(
        &self,
        server: &Server,
        tx: &mut Tx,
        caller: &Caller,
        fate: Fate<'_>,
    ) -> Result<(), Refusal> {
        let typed = Some(self.name.shown.as_str());
        match fate {
            Fate::Added => mail::post(server, tx, caller, typed, None, &Occasion::Welcome).await,
            Fate::Taken(owner) => {
                // Whoever came first at this very moment is not known yet, but has this address.
                let to = owner.and_then(|it| it.email.as_deref()).or(typed);
                let name = owner.and_then(User::greeted_as);
                mail::post(server, tx, caller, to, name, &Occasion::AlreadyRegistered).await
            }
        }
    }
}

/// What became of an address: written down, or somebody's already.
enum Fate<'a> {
    Added,
    Taken(Option<&'a User>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rg_8_a_whitelist_names_addresses_and_domains() {
        let list = [
            "ada@example.com".to_owned(),
            "@Example.org".to_owned(),
            "example.net".to_owned(),
        ];
        let on = |email: &str| on_list(Some(&list), &Identifier::of(email));
        assert!(on("ada@example.com") && on("Bob@EXAMPLE.org") && on("x@example.net"));
        assert!(!on("bob@example.com") && !on("x@sub.example.net") && !on("x@evilexample.net"));
        assert!(!on("ada"), "a whitelist of addresses names no user names");
        assert!(on_list(None, &Identifier::of("ada")));
    }
}
