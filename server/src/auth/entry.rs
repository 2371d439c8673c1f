//! An account about to be written down, together with everything that its opening causes.
use serde_json::{Value, json};

use super::agreements::Agreed;
use super::codes::{self, Purpose};
use super::identifier::Identifier;
use super::register::Application;
use super::repeated::{self, Repeatable};
use super::target::Target;
use super::tries::{self, Verdict};
use super::ways::Way;
use super::{budget, links, people, sessions};
use crate::clock::Millis;
use crate::db::registrations::First;
use crate::db::users::{self, NewUser, User};
use crate::db::{Tx, codes as code_rows};
use crate::http::apps::Caller;
use crate::mail::{self, Occasion};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub struct Entry<'a> {
    pub application: &'a Application,
    pub name: &'a Target,
    /// Empty where no password was chosen.
    pub hash: String,
    pub agreed: Agreed<'a>,
}

pub enum Written {
    Answered(Value),
    /// Not written, unless by the same request a moment ago.
    Refused(Refusal),
}

impl Entry<'_> {
    pub async fn write(
        &self,
        server: &Server,
        caller: &Caller,
        repeatable: Option<&Repeatable>,
    ) -> Result<Written, Refusal> {
        let app = &caller.app;
        let now = server.clock.now();
        let owner = users::by_identifier(&server.db.read, &app.pool, &self.name.identifier).await?;
        let mut tx = server.db.begin().await?;
        if let Some(code) = &self.application.code
            && let Some(refusal) = self
                .prove(server, &mut tx, caller, code, owner.as_ref())
                .await?
        {
            tx.commit().await?;
            return Ok(Written::Refused(refusal));
        }
        if let Some(it) = repeatable
            && !it.claim(&mut tx, &app.id, now).await?
        {
            return Ok(Written::Refused(Refusal::OtherRequest));
        }
        let id = random::id()?;
        let added = self.add(&mut tx, &id, &app.pool, now).await?;
        let quiet = self.is_quiet(caller);
        if !added && !quiet {
            return Err(self.taken());
        }
        if added {
            self.agreed.record(server, &mut tx, caller, &id).await?;
        }
        let fate = if added {
            Fate::Added(&id)
        } else {
            Fate::Taken(owner.as_ref())
        };
        self.tell(server, &mut tx, caller, fate).await?;
        if quiet {
            if let Some(it) = repeatable {
                it.keep(&mut tx, &app.id, First::Quiet(&self.hash)).await?;
            }
            tx.commit().await?;
            return Ok(Written::Answered(json!({"pending": true})));
        }
        let by_unproven_mail = self.application.way == Way::Email;
        let may = self.application.wants_token
            && (app.settings.unverified_may_sign_in || !by_unproven_mail);
        let session = if may {
            Some(sessions::begin(server, &mut tx, &id, &app.id).await?)
        } else {
            None
        };
        if let Some(it) = repeatable {
            let session = session.as_ref().map(|it| it.id.as_str());
            it.keep(&mut tx, &app.id, First::Of(&id, session)).await?;
        }
        tx.commit().await?;
        let user = repeated::written(server, &app.pool, &id).await?;
        Ok(Written::Answered(people::person(&user, session.as_ref())))
    }

    /// Uses the code up. Why not, where it does not open an account; both are counted, so `tx` is to be committed.
    async fn prove(
        &self,
        server: &Server,
        tx: &mut Tx,
        caller: &Caller,
        code: &str,
        owner: Option<&User>,
    ) -> Result<Option<Refusal>, Refusal> {
        let who = &self.name.identifier;
        let tried = match tries::attempt(server, tx, caller, Purpose::Register, who, code).await? {
            Verdict::Right(tried) => tried,
            Verdict::Wrong(refusal) => return Ok(Some(refusal)),
        };
        let used = code_rows::use_up(tx, &tried.id, server.clock.now()).await?;
        if used {
            budget::wanted(server, tx, caller, who).await?;
        }
        let same = tried.user_id.as_deref() == owner.map(|it| it.id.as_str());
        Ok(match (used && same, owner) {
            (false, _) => Some(Refusal::WrongCode { remaining: None }),
            // Whoever reads this has the address, so it gives nothing away.
            (true, Some(_)) => Some(self.taken()),
            (true, None) => None,
        })
    }

    fn taken(&self) -> Refusal {
        Refusal::Taken {
            field: self.application.way.field(),
        }
    }

    /// Whether the answer is the same for an address that is taken.
    fn is_quiet(&self, caller: &Caller) -> bool {
        self.application.way == Way::Email && !caller.app.settings.tells_whether_taken
    }

    /// False where the name, the address or the number is taken.
    async fn add(&self, tx: &mut Tx, id: &str, pool: &str, now: Millis) -> Result<bool, Refusal> {
        let shown = self.name.shown.as_str();
        let compared = (shown, self.name.identifier.key());
        let (email, username, phone) = match &self.name.identifier {
            Identifier::Email(_) => (Some(compared), None, None),
            Identifier::Username(_) => (None, Some(compared), None),
            Identifier::Phone(_) => (None, None, Some(shown)),
        };
        let proven = self.application.code.is_some();
        let user = NewUser {
            id,
            pool,
            username,
            email,
            email_verified: proven && email.is_some(),
            phone,
            phone_verified: proven && phone.is_some(),
            nickname: self.application.nickname.as_deref(),
            password_hash: &self.hash,
            source: &format!("basic:{}", self.application.way.key()),
        };
        Ok(users::add(tx, &user, now).await?)
    }

    /// To the mailbox's owner: welcome and a link, or that there is an account already, at most one a minute and five an hour. Nothing that a stranger typed stands in any of them.
    async fn tell(
        &self,
        server: &Server,
        tx: &mut Tx,
        caller: &Caller,
        fate: Fate<'_>,
    ) -> Result<(), Refusal> {
        let Identifier::Email(key) = &self.name.identifier else {
            return Ok(());
        };
        let settings = &caller.app.settings;
        let typed = self.name.shown.as_str();
        let counted = match fate {
            // Once is all that can be.
            Fate::Added(id) => id,
            Fate::Taken(_) => key,
        };
        let target = server
            .keyed
            .name(&["registered", &caller.app.pool, counted]);
        let what = codes::code_for(caller, Purpose::Register, &target);
        let due = code_rows::claim_send(tx, what, server.clock.now()).await?;
        let mut mails = Vec::new();
        let mut to = (Some(typed), None);
        let verifies = settings.verification_mail && self.application.way == Way::Email;
        if let Fate::Added(id) = fate {
            if settings.welcome_mail {
                mails.push(Occasion::Welcome);
            }
            if verifies {
                let browser = self.application.browser.as_deref();
                let link = links::verification(server, tx, caller, (id, key), browser).await?;
                mails.push(Occasion::Verify { link });
            }
        }
        if let Fate::Taken(owner) = fate {
            // Whoever came first at this very moment is not known yet, but has this address.
            to = (
                owner.and_then(|it| it.email.as_deref()).or(Some(typed)),
                owner.and_then(User::greeted_as),
            );
            mails.push(Occasion::AlreadyRegistered);
            if verifies {
                // For nobody: it opens nothing, and nobody gets it.
                links::verification(server, tx, caller, (&random::id()?, key), None).await?;
            }
        }
        // Whoever has had one a moment ago gets none: the same is written, and stays here.
        to.0 = to.0.filter(|_| due.is_some());
        for occasion in &mails {
            mail::post(server, tx, caller, to.0, to.1, occasion).await?;
        }
        // As many are written either way.
        let as_many = usize::from(settings.welcome_mail) + usize::from(verifies);
        for _ in mails.len()..as_many.max(1) {
            mail::pretend(server, tx, caller, typed, &Occasion::AlreadyRegistered).await?;
        }
        Ok(())
    }
}

/// What became of an address: written down under an id, or somebody's already.
#[derive(Clone, Copy)]
enum Fate<'a> {
    Added(&'a str),
    Taken(Option<&'a User>),
}
