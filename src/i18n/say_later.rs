//! What else a fault or a broken rule is called: in the chunk `account`. One match each: a new fault does not compile until it has words.
use guard_protocol::{Fault, Field, Rule, Settings};

use super::{I18n, Key};
use crate::chunk::{SplitLoaderError as Missing, here};

/// `None` where the chunk has not come.
pub fn fault(i18n: I18n, fault: &Fault) -> Option<String> {
    here(fault_in_account(i18n, fault))
}

/// `None` where the chunk has not come.
pub fn rule(i18n: I18n, field: Field, rule: &Rule, settings: &Settings) -> Option<String> {
    here(rule_in_account(i18n, field, rule, settings))
}

#[cfg_attr(
    feature = "lazy",
    wasm_split_helpers::wasm_split(account, fallible, wasm_split_path = crate::chunk)
)]
fn fault_in_account(i18n: I18n, fault: &Fault) -> Result<String, Missing> {
    Ok(fault_said(i18n, fault))
}

#[cfg_attr(
    feature = "lazy",
    wasm_split_helpers::wasm_split(account, fallible, wasm_split_path = crate::chunk)
)]
fn rule_in_account(
    i18n: I18n,
    field: Field,
    rule: &Rule,
    settings: &Settings,
) -> Result<String, Missing> {
    Ok(rule_said(i18n, field, rule, settings))
}

fn fault_said(i18n: I18n, fault: &Fault) -> String {
    i18n.text(match fault {
        Fault::WrongCode {
            tries_left: Some(1),
        } => Key::FaultWrongCodeLeftOne,
        Fault::WrongCode {
            tries_left: Some(count @ 2..),
        } => return i18n.counted(Key::FaultWrongCodeLeft, *count),
        Fault::WrongCode { .. } => Key::FaultWrongCode,
        Fault::NoAccount => Key::FaultNoAccount,
        Fault::NumberNotOnList => Key::FaultNumberNotOnList,
        Fault::Expired => Key::FaultExpired,
        Fault::Taken(Field::Email) => Key::FaultTakenEmail,
        Fault::Taken(Field::Username) => Key::FaultTakenUsername,
        Fault::Taken(Field::Phone) => Key::FaultTakenPhone,
        Fault::Taken(Field::Account | Field::Password | Field::Code | Field::Agreements) => {
            Key::FaultTakenAccount
        }
        Fault::RegistrationClosed => Key::FaultRegistrationClosed,
        Fault::NotOnList => Key::FaultNotOnList,
        // Said by `say.rs`.
        Fault::WrongPassword { .. }
        | Fault::Locked { .. }
        | Fault::TooOften { .. }
        | Fault::CaptchaWanted { .. }
        | Fault::Unverified
        | Fault::Invalid { .. }
        | Fault::Message(_)
        | Fault::Offline
        | Fault::Unreachable
        | Fault::TimedOut
        | Fault::Unavailable
        | Fault::Unexpected
        | Fault::OriginRefused(_)
        | Fault::UnknownApp
        | Fault::BadSetting { .. } => Key::FaultUnexpected,
    })
}

fn rule_said(i18n: I18n, field: Field, rule: &Rule, settings: &Settings) -> String {
    i18n.text(match rule {
        Rule::Required => match field {
            Field::Account => Key::RuleRequiredAccount,
            Field::Email => Key::RuleRequiredEmail,
            Field::Username => Key::RuleRequiredUsername,
            Field::Password => Key::RuleRequiredPassword,
            Field::Code => Key::RuleRequiredCode,
            Field::Phone => Key::RuleRequiredPhone,
            Field::Agreements => Key::RuleRequiredAgreements,
        },
        Rule::Format => match field {
            Field::Phone => Key::RuleFormatPhone,
            Field::Account | Field::Password | Field::Agreements => Key::RuleFormatAccount,
            Field::Email => Key::RuleFormatEmail,
            Field::Username => Key::RuleFormatUsername,
            Field::Code => return i18n.counted(Key::RuleFormatCode, settings.code_length()),
        },
        Rule::TooShort(least) => return i18n.counted(Key::RuleTooShort, *least),
        Rule::TooLong => Key::RuleTooLong,
        Rule::TooCommon => Key::RuleTooCommon,
        Rule::Guessable => Key::RuleGuessable,
        Rule::Kinds(least) => return i18n.counted(Key::RuleKinds, *least),
        Rule::Custom(text) if text.is_empty() => Key::RuleTooCommon,
        Rule::Custom(text) => return text.clone(),
    })
}
