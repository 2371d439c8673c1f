//! What text messages may cost. Messages to foreign numbers are what fraudsters make others pay for (toll fraud), and messages to anybody are a bill.
//!
//! Counted by pool, whoever has an account: what is refused tells nothing. A message whose code is used is a message that was wanted, and is given
//! back to the pool's budget; whoever owns premium numbers can read codes as well, so to a foreign calling code nothing is given back.
use super::identifier::Identifier;
use super::phone;
use crate::alarms::{self, Alarm};
use crate::clock::{self, HOUR, Millis};
use crate::db::{Tx, attempts};
use crate::http::apps::Caller;
use crate::refusal::Refusal;
use crate::server::Server;

/// Of the whole pool, and of a beginning of numbers.
const POOL: &str = "sms-pool";
const PREFIX: &str = "sms-prefix";

/// Counts one message to `who` in `tx`, if it is a number; refuses where the budget is spent, and says so to whoever runs the server.
pub async fn spend(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    who: &Identifier,
    now: Millis,
) -> Result<(), Refusal> {
    let Identifier::Phone(number) = who else {
        return Ok(());
    };
    let budget = &caller.app.pool_settings.sms_budget;
    if let Some((prefix, most)) = foreign_or_named(caller, number) {
        take(server, tx, caller, (PREFIX, &prefix), most, now).await?;
    }
    take(server, tx, caller, (POOL, ""), budget.hourly, now).await
}

async fn take(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    (kind, prefix): (&'static str, &str),
    most: u32,
    now: Millis,
) -> Result<(), Refusal> {
    let name = name(server, caller, prefix);
    let window = attempts::count(tx, kind, &name, now, HOUR).await?;
    if window.used <= i64::from(most) {
        return Ok(());
    }
    alarms::raise(server, caller, Alarm::MessagesSpent, prefix);
    Err(Refusal::TooMany {
        retry_after: clock::seconds_until(window.started_at + HOUR, now),
    })
}

/// The code of a message to `who` has been used.
pub async fn wanted(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    who: &Identifier,
) -> Result<(), sqlx::Error> {
    if matches!(who, Identifier::Phone(_)) {
        attempts::give_back(tx, POOL, &name(server, caller, "")).await?;
    }
    Ok(())
}

fn name(server: &Server, caller: &Caller, prefix: &str) -> String {
    server.keyed.name(&["budget", &caller.app.pool, prefix])
}

/// The longest beginning that the settings name, else the calling code where it is not that of the app's own country.
fn foreign_or_named(caller: &Caller, number: &str) -> Option<(String, u32)> {
    let budget = &caller.app.pool_settings.sms_budget;
    let named = budget
        .prefixes
        .iter()
        .filter(|it| number.starts_with(it.0.as_str()));
    if let Some((prefix, most)) = named.max_by_key(|it| it.0.len()) {
        return Some((prefix.clone(), *most));
    }
    let code = phone::calling_code(number)?;
    let home = &caller
        .app
        .settings
        .international_sms_config
        .default_iso_type;
    let foreign = phone::code_of_country(home).as_ref() != Some(&code);
    foreign.then_some((code, budget.per_calling_code))
}
