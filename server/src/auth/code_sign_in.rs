//! Signing in by showing that an address is one's own: by a code, or by a link. Where the app merges the two, it registers as well.
use serde_json::Value;

use super::agreements::{self, Agreed, Shown};
use super::codes::Purpose;
use super::identifier::Identifier;
use super::known::Browser;
use super::register::may_register;
use super::sign_in::subject;
use super::target::Target;
use super::tries::{self, Verdict};
use super::{budget, people, recycled, repeated, sessions};
use crate::audit::{Event, Outcome};
use crate::db::users::{self, NewUser, User};
use crate::db::{Tx, attempts, codes as code_rows, links, sessions as session_rows};
use crate::http::apps::Caller;
use crate::mail::{self, Occasion};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::Scene;

/// What a person accepts with signing in.
pub struct Terms {
    pub auto_register: bool,
    pub agreement_ids: Vec<u32>,
    pub browser: Browser,
}

pub async fn sign_in(
    server: &Server,
    caller: &Caller,
    target: &Target,
    code: &str,
    terms: &Terms,
) -> Result<Value, Refusal> {
    let result = by_code(server, caller, target, code, terms).await;
    Event {
        name: "sign_in_by_code",
        caller,
        who: Some(target.identifier.key()),
    }
    .log(server, &Outcome::of(&result));
    result
}

async fn by_code(
    server: &Server,
    caller: &Caller,
    target: &Target,
    code: &str,
    terms: &Terms,
) -> Result<Value, Refusal> {
    let agreed = agreed(caller, terms)?;
    let (pool, who) = (&caller.app.pool, &target.identifier);
    let mut tx = server.db.begin().await?;
    let tried = match tries::attempt(server, &mut tx, caller, Purpose::Login, who, code).await? {
        Verdict::Right(tried) => tried,
        Verdict::Wrong(refusal) => {
            tx.commit().await?;
            return Err(refusal);
        }
    };
    let now = server.clock.now();
    let used = code_rows::use_up(&mut tx, &tried.id, now).await?;
    if used {
        budget::wanted(server, &mut tx, caller, who).await?;
    }
    links::end_with_code(&mut tx, &tried.id, now).await?;
    let user = users::by_identifier(&mut *tx, pool, who).await?;
    // Somebody else's account may have taken the address since the code was sent: the code is not theirs.
    if !used || tried.user_id.as_deref() != user.as_ref().map(|it| it.id.as_str()) {
        tx.commit().await?;
        return Err(Refusal::WrongCode { remaining: None });
    }
    let entered = enter(server, &mut tx, caller, target, user, (terms, &agreed)).await;
    tx.commit().await?;
    welcome(server, caller, entered?).await
}

/// Agreements of signing in, and of registering where that may come of it.
pub fn agreed<'a>(caller: &'a Caller, terms: &Terms) -> Result<Agreed<'a>, Refusal> {
    let scene = if caller.app.settings.merges() && terms.auto_register {
        Scene::Both
    } else {
        Scene::Login
    };
    agreements::check(caller, scene, Shown::Earlier, &terms.agreement_ids)
}

/// A person with a session, written down in the transaction of whoever asked.
pub struct Entered {
    user: String,
    session: sessions::Session,
}

/// Lets in whoever has just shown that `target` is theirs; opens the account where there is none and the app merges.
pub async fn enter(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    target: &Target,
    user: Option<User>,
    (terms, agreed): (&Terms, &Agreed<'_>),
) -> Result<Entered, Refusal> {
    let (app, now) = (&caller.app, server.clock.now());
    let id = match user {
        Some(user) if user.blocked != 0 => {
            return Err(Refusal::WrongCode { remaining: None });
        }
        Some(user) => {
            recycled::check(server, tx, caller, &user, &target.identifier).await?;
            prove(server, tx, &user, &target.identifier).await?;
            user.id
        }
        None if app.settings.merges() && terms.auto_register => {
            open_account(server, tx, caller, target).await?
        }
        None => return Err(Refusal::NoAccount),
    };
    users::signed_in(tx, &id, now).await?;
    attempts::clear(
        tx,
        &app.pool,
        &subject(server, &app.pool, &target.identifier),
    )
    .await?;
    agreed.record(server, tx, caller, &id).await?;
    let session = sessions::begin(server, tx, &id, &app.id).await?;
    terms.browser.remember(tx, &id, now).await?;
    Ok(Entered { user: id, session })
}

/// The person as the answer shows them, read after everything was written.
pub async fn welcome(server: &Server, caller: &Caller, entered: Entered) -> Result<Value, Refusal> {
    // An address that has just been shown to be theirs ends what was agreed to before.
    server.board.changed();
    let user = repeated::written(server, &caller.app.pool, &entered.user).await?;
    Ok(people::person(&user, Some(&entered.session)))
}

/// Notes that the address is theirs. An account that somebody opened with it before, without owning it, keeps neither password nor sessions:
/// otherwise they would have a way into the owner's account.
pub async fn prove(
    server: &Server,
    tx: &mut Tx,
    user: &User,
    address: &Identifier,
) -> Result<(), Refusal> {
    if user.has_proven(address) {
        return Ok(());
    }
    session_rows::revoke_all(tx, &user.id, server.clock.now()).await?;
    users::set_password(tx, &user.id, "").await?;
    users::proven(tx, &user.id, address).await?;
    Ok(())
}

async fn open_account(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    target: &Target,
) -> Result<String, Refusal> {
    may_register(&caller.app, &target.identifier)?;
    let id = random::id()?;
    let by_mail = matches!(target.identifier, Identifier::Email(_));
    let user = NewUser {
        id: &id,
        pool: &caller.app.pool,
        username: None,
        email: by_mail.then_some((target.shown.as_str(), target.identifier.key())),
        email_verified: by_mail,
        phone: (!by_mail).then_some(target.shown.as_str()),
        phone_verified: !by_mail,
        nickname: None,
        password_hash: "",
        source: if by_mail {
            "basic:email-code"
        } else {
            "basic:phone-code"
        },
    };
    if !users::add(tx, &user, server.clock.now()).await? {
        return Err(Refusal::WrongCode { remaining: None });
    }
    if by_mail && caller.app.settings.welcome_mail {
        let to = Some(target.shown.as_str());
        mail::post(server, tx, caller, to, None, &Occasion::Welcome).await?;
    }
    Ok(id)
}
