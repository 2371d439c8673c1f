//! Opening an account. Where an app does not tell whether an address is taken, both cases answer alike, cost alike, and the mailbox's owner learns the rest.
//! Whoever has shown by a code that an address is theirs is told.
use guard_protocol::{Rule, Secret};
use serde_json::Value;

use super::agreements::{self, Shown};
use super::captcha::{self, Answered};
use super::entry::{Entry, Written};
use super::identifier::{self, Identifier};
use super::repeated::Repeatable;
use super::target::Target;
use super::ways::Way;
use super::{addresses, password, sign_in};
use crate::app::App;
use crate::audit::{Event, Outcome};
use crate::http::apps::Caller;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::{Scene, Settings};

pub struct Application {
    pub way: Way,
    /// As typed.
    pub account: String,
    pub calling_code: Option<String>,
    /// The password as it travels.
    pub sealed: Option<String>,
    pub code: Option<String>,
    pub nickname: Option<String>,
    pub wants_token: bool,
    pub idempotency_key: Option<String>,
    pub agreement_ids: Vec<u32>,
    pub captcha: Answered,
    /// Names the browser that a verification link may be opened in.
    pub browser: Option<String>,
}

pub async fn register(
    server: &Server,
    caller: &Caller,
    application: Application,
) -> Result<Value, Refusal> {
    let name = name(caller, &application);
    let result = match &name {
        Ok(name) => apply(server, caller, &application, name).await,
        Err(refusal) => Err(refusal.clone()),
    };
    Event {
        name: "register",
        caller,
        who: name.as_ref().ok().map(|it| it.identifier.key()),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn apply(
    server: &Server,
    caller: &Caller,
    application: &Application,
    name: &Target,
) -> Result<Value, Refusal> {
    let settings = &caller.app.settings;
    if !open_ways(settings).any(|it| it == application.way) {
        return Err(Refusal::RegistrationClosed);
    }
    may_register(&caller.app, &name.identifier)?;
    let shown = match application.code {
        Some(_) => Shown::Earlier,
        None => Shown::Now,
    };
    let agreed = agreements::check(caller, Scene::Register, shown, &application.agreement_ids)?;
    // A place in the line comes first, as on signing in; then the count, before anything is reckoned for it.
    let seat = match &application.sealed {
        Some(sealed) => Some((server.hasher.seat()?, sealed)),
        None => None,
    };
    let asks = application.code.is_none() && captcha::for_registering(server, caller).await?;
    count(server, caller).await?;
    let given = match seat {
        Some((seat, sealed)) => {
            let given = sign_in::open(server, &caller.app.pool, &seat, sealed.clone()).await?;
            Some((seat, given))
        }
        None => None,
    };
    let repeatable = application
        .idempotency_key
        .as_deref()
        .map(|key| Repeatable::new(key, &name.identifier, application.code.as_deref()));
    if let Some(it) = &repeatable
        && let Some(answer) = it.first_answer(server, caller, given.as_ref()).await?
    {
        return Ok(answer);
    }
    // After the repeated request: the same registration needs no second picture.
    if asks {
        captcha::pass(server, &application.captcha).await?;
    }
    let hash = match &given {
        Some((seat, given)) => {
            acceptable(caller, application, name, given)?;
            seat.hash(given.clone()).await?
        }
        None => String::new(),
    };
    let entry = Entry {
        application,
        name,
        hash,
        agreed,
    };
    match entry.write(server, caller, repeatable.as_ref()).await? {
        Written::Answered(answer) => Ok(answer),
        // Perhaps the same request came twice at once, and the other one was first.
        Written::Refused(refusal) => match repeatable {
            Some(it) => it
                .first_answer(server, caller, given.as_ref())
                .await?
                .ok_or(refusal),
            None => Err(refusal),
        },
    }
}

/// Counts an attempt for good, before anything else is written: what is taken back where a name is taken must not take the count along, or names could
/// be asked for without end.
async fn count(server: &Server, caller: &Caller) -> Result<(), Refusal> {
    let mut tx = server.db.begin().await?;
    let now = server.clock.now();
    addresses::count(server, &mut tx, addresses::REGISTRATIONS, &caller.peer, now).await?;
    tx.commit().await?;
    Ok(())
}

fn acceptable(
    caller: &Caller,
    application: &Application,
    name: &Target,
    given: &Secret,
) -> Result<(), Refusal> {
    let names = [Some(name.shown.as_str()), application.nickname.as_deref()];
    let context = password::context(&caller.app, &names);
    password::acceptable(given, &caller.app.settings, &context, caller.chinese).map_err(|rule| {
        Refusal::Invalid {
            field: "password",
            rule,
        }
    })
}

/// A name, an address or a number that may be registered, as typed and as compared.
fn name(caller: &Caller, application: &Application) -> Result<Target, Refusal> {
    let typed = &application.account;
    let name = match application.way {
        Way::Email | Way::EmailCode => Target::email(typed)?,
        Way::Phone | Way::PhonePassword => {
            Target::phone(caller, typed, application.calling_code.as_deref())?
        }
        Way::Username => {
            let shown = identifier::new_username(typed)
                .map_err(|rule| Refusal::Invalid {
                    field: "username",
                    rule,
                })?
                .as_str()
                .to_owned();
            Target {
                identifier: Identifier::of(&shown),
                shown,
            }
        }
    };
    if name.shown.len() > 256 {
        return Err(Refusal::Invalid {
            field: application.way.field(),
            rule: Rule::TooLong,
        });
    }
    Ok(name)
}

/// Ways in which accounts can be opened now.
pub fn open_ways(settings: &Settings) -> impl Iterator<Item = Way> {
    let list = settings.register_tabs.list.iter();
    list.filter(|_| !settings.register_disabled)
        .filter_map(|it| Way::from_key(it))
}

/// Whether the whitelists, where there are some, let somebody in. A pool's list of numbers has been asked when the number was read.
pub fn may_register(app: &App, who: &Identifier) -> Result<(), Refusal> {
    let named = match &app.settings.registration_email_allowlist {
        None => true,
        Some(_) if matches!(who, Identifier::Phone(_)) => {
            app.pool_settings.phone_allowlist.is_some()
        }
        Some(list) => on_list(list, who),
    };
    if named {
        Ok(())
    } else {
        Err(Refusal::NotOnList)
    }
}

/// Whether a whitelist names the address or its domain. It names no user names.
fn on_list(list: &[String], who: &Identifier) -> bool {
    let Identifier::Email(email) = who else {
        return false;
    };
    let domain = email.rsplit('@').next().unwrap_or_default();
    list.iter()
        .map(|it| it.to_lowercase())
        .any(|it| it == *email || it.trim_start_matches('@') == domain)
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
        let on = |email: &str| on_list(&list, &Identifier::of(email));
        assert!(on("ada@example.com") && on("Bob@EXAMPLE.org") && on("x@example.net"));
        assert!(!on("bob@example.com") && !on("x@sub.example.net") && !on("x@evilexample.net"));
        assert!(!on("ada"), "a whitelist of addresses names no user names");
    }
}
