//! Opening an account. Where an app does not tell whether an address is taken, both cases answer alike, cost alike, and the mailbox's owner learns the rest.
use guard_protocol::{RegisterWay, Rule};
use serde_json::{Value, json};

use super::identifier::{self, Identifier};
use super::{addresses, password, people, sessions, sign_in};
use crate::audit::{Event, Outcome};
use crate::clock::DAY;
use crate::db::users::{self, NewUser, User};
use crate::db::{registrations, sessions as session_rows};
use crate::http::apps::Caller;
use crate::keyed;
use crate::mail::{self, Occasion};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

/// How long a repeated request gets the first answer.
const REMEMBERED: i64 = DAY;

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
    let fingerprint = keyed::fingerprint(&format!(
        "{} {}",
        name.identifier.method(),
        name.identifier.key()
    ));
    if let Some(key) = &application.idempotency_key
        && let Some(answer) =
            repeated(server, caller, key, &fingerprint, &seat, given.clone()).await?
    {
        return Ok(answer);
    }
    let context = password::context(
        &caller.app,
        &[Some(&name.shown), application.nickname.as_deref()],
    );
    password::acceptable(&given, settings, &context, caller.chinese).map_err(|rule| {
        Refusal::Invalid {
            field: "password",
            rule,
        }
    })?;
    let hash = seat.hash(given.clone()).await?;
    match write(server, caller, &application, &name, &hash, &fingerprint).await? {
        Some(answer) => Ok(answer),
        // The same request came twice at once, and the other one was first.
        None => {
            let key = application.idempotency_key.as_deref().unwrap_or_default();
            repeated(server, caller, key, &fingerprint, &seat, given)
                .await?
                .ok_or(Refusal::OtherRequest)
        }
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

/// `None` where the idempotency key has been claimed in the meantime.
async fn write(
    server: &Server,
    caller: &Caller,
    application: &Application,
    name: &Name,
    hash: &str,
    fingerprint: &str,
) -> Result<Option<Value>, Refusal> {
    let app = &caller.app;
    let now = server.clock.now();
    let owner = users::by_identifier(&server.db, &app.pool, &name.identifier).await?;
    let mut tx = server.db.begin().await?;
    addresses::count(server, &mut tx, addresses::REGISTRATIONS, &caller.peer, now).await?;
    if let Some(key) = &application.idempotency_key
        && !registrations::claim(&mut tx, &app.id, key, fingerprint, now, now - REMEMBERED).await?
    {
        return Ok(None);
    }
    let compared = (name.shown.as_str(), name.identifier.key());
    let (email, username) = match &name.identifier {
        Identifier::Email(_) => (Some(compared), None),
        Identifier::Username(_) => (None, Some(compared)),
    };
    let id = random::id()?;
    let nickname = application.nickname.as_deref();
    let source = format!("basic:{}", application.way.key());
    let user = NewUser {
        id: &id,
        pool: &app.pool,
        username,
        email,
        email_verified: false,
        nickname,
        password_hash: hash,
        source: &source,
    };
    let added = users::add(&mut tx, &user, now).await?;

    let quiet = application.way == RegisterWay::Email && !app.settings.tells_whether_taken;
    if !added && !quiet {
        return Err(Refusal::Taken {
            field: application.way.key(),
        });
    }
    if let Some((typed, _)) = email {
        // The owner's own spelling of the address, and name: what a stranger typed reaches nobody.
        let (to, name) = if added {
            (typed, nickname)
        } else {
            (
                owner
                    .as_ref()
                    .and_then(|it| it.email.as_deref())
                    .unwrap_or(typed),
                owner.as_ref().and_then(|it| it.nickname.as_deref()),
            )
        };
        let occasion = if added {
            Occasion::Welcome
        } else {
            Occasion::AlreadyRegistered
        };
        mail::post(server, &mut tx, caller, Some(to), name, &occasion).await?;
    }
    if quiet {
        if let Some(key) = &application.idempotency_key {
            registrations::answer(&mut tx, &app.id, key, None, None).await?;
        }
        tx.commit().await?;
        return Ok(Some(json!({"pending": true})));
    }
    let may = application.wants_token && (app.settings.unverified_may_sign_in || email.is_none());
    let session = if may {
        Some(sessions::begin(server, &mut tx, &id, &app.id).await?)
    } else {
        None
    };
    if let Some(key) = &application.idempotency_key {
        registrations::answer(
            &mut tx,
            &app.id,
            key,
            Some(&id),
            session.as_ref().map(|it| it.id.as_str()),
        )
        .await?;
    }
    tx.commit().await?;
    let user = written(server, &app.pool, &id).await?;
    Ok(Some(people::person(&user, session.as_ref())))
}

async fn written(server: &Server, pool: &str, id: &str) -> Result<User, Refusal> {
    users::by_id(&server.db, pool, id)
        .await?
        .ok_or(Refusal::Broken)
}

/// The first answer to a request that comes again. The password has to be right, too: a key alone opens nothing.
async fn repeated(
    server: &Server,
    caller: &Caller,
    key: &str,
    fingerprint: &str,
    seat: &super::hasher::Seat,
    given: guard_protocol::Secret,
) -> Result<Option<Value>, Refusal> {
    let app = &caller.app;
    let now = server.clock.now();
    let Some(first) = registrations::find(&server.db, &app.id, key, now - REMEMBERED).await? else {
        return Ok(None);
    };
    if first.fingerprint != fingerprint {
        return Err(Refusal::OtherRequest);
    }
    let Some(id) = first.user_id else {
        return Ok(Some(json!({"pending": true})));
    };
    let user = written(server, &app.pool, &id).await?;
    if !seat
        .verify(given, user.password_hash.clone())
        .await?
        .matches
    {
        return Err(Refusal::OtherRequest);
    }
    let session = match first.session_id {
        Some(id) => session_rows::live(&server.db, &id, &app.id, now, sessions::IDLE)
            .await?
            .map(|row| sessions::of(server, &row))
            .transpose()?,
        None => None,
    };
    Ok(Some(people::person(&user, session.as_ref())))
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
