//! One-time codes, tried. Every try is counted before it is looked at, and whoever wears out code after code is an alarm.
use super::addresses;
use super::codes::{Purpose, code_for, hash};
use super::identifier::Identifier;
use super::sign_in::subject;
use super::target::Target;
use crate::alarms::{self, Alarm};
use crate::clock::DAY;
use crate::db::Tx;
use crate::db::codes::{self, CodeFor, TRIES, Tried};
use crate::http::apps::Caller;
use crate::keyed;
use crate::refusal::Refusal;
use crate::server::Server;

/// What a try came to. It is counted either way, so the transaction has to be committed.
pub enum Verdict {
    Right(Tried),
    Wrong(Refusal),
}

/// Tries a code in `tx`.
pub async fn attempt(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    purpose: Purpose,
    who: &Identifier,
    code: &str,
) -> Result<Verdict, Refusal> {
    let target = subject(server, &caller.app.pool, who);
    let what = code_for(caller, purpose, &target);
    let now = server.clock.now();
    addresses::count(server, tx, addresses::CHECKS, &caller.peer, now).await?;
    let Some(tried) = codes::claim_try(tx, what, now).await? else {
        return Ok(Verdict::Wrong(Refusal::WrongCode { remaining: None }));
    };
    let code = digits(code);
    if keyed::same(&hash(server, &tried.salt, what, &code), &tried.code_hash) {
        return Ok(Verdict::Right(tried));
    }
    if tried.tries == TRIES {
        worn_out(server, tx, caller, what, who).await?;
    }
    Ok(Verdict::Wrong(Refusal::WrongCode {
        remaining: Some(TRIES - tried.tries),
    }))
}

/// Codes of one target that are worn out within a day before it is an alarm: a person who mistypes asks for one more, or for two.
const GUESSED: i64 = 3;

async fn worn_out(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    what: CodeFor<'_>,
    who: &Identifier,
) -> Result<(), Refusal> {
    let a_day_ago = server.clock.now() - DAY;
    if codes::worn_out(tx, what, a_day_ago).await? >= GUESSED {
        alarms::raise(server, caller, Alarm::CodesGuessed, who.key());
    }
    Ok(())
}

/// A code as it was meant: without what people paste around it, whichever digits they type.
fn digits(code: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    code.nfkc().filter(char::is_ascii_digit).collect()
}

/// Whether a code is right, for forms of several steps. A right one stays good, a wrong one has cost a try.
pub async fn pre_check(
    server: &Server,
    caller: &Caller,
    target: &Target,
    code: &str,
) -> Result<bool, Refusal> {
    let mut tx = server.db.begin().await?;
    let tried = attempt(
        server,
        &mut tx,
        caller,
        Purpose::Register,
        &target.identifier,
        code,
    )
    .await?;
    let valid = match &tried {
        Verdict::Right(code) => {
            codes::give_back(&mut tx, &code.id).await?;
            true
        }
        Verdict::Wrong(_) => false,
    };
    tx.commit().await?;
    Ok(valid)
}
