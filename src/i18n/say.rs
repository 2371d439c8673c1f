//! What a fault or a broken rule is called. One match each: a new fault does not compile until it has words.
use guard_protocol::{Fault, Field, Rule, Settings};

use super::{I18n, Key};

/// Longer pauses than this are said in words instead of being counted down, in seconds.
const LONG_PAUSE: u32 = 10 * 60;

/// The sentence for `fault` on a form.
pub fn fault(i18n: I18n, fault: &Fault, settings: &Settings) -> String {
    let counted = |one: Key, many: Key, count: u32| {
        let key = if count == 1 { one } else { many };
        i18n.with(key, &[("count", &count.to_string())])
    };
    let key = match fault {
        Fault::WrongPassword {
            tries_left: Some(count @ 1..),
        } => {
            return counted(
                Key::FaultWrongPasswordLeftOne,
                Key::FaultWrongPasswordLeft,
                *count,
            );
        }
        Fault::WrongPassword { .. } => Key::FaultWrongPassword,
        Fault::Locked { retry_after } if *retry_after > LONG_PAUSE => Key::FaultLockedLong,
        Fault::Locked { .. } => Key::FaultLocked,
        Fault::TooOften { .. } => Key::FaultTooOften,
        Fault::WrongCode {
            tries_left: Some(count @ 1..),
        } => {
            return counted(Key::FaultWrongCodeLeftOne, Key::FaultWrongCodeLeft, *count);
        }
        Fault::WrongCode { .. } => Key::FaultWrongCode,
        Fault::NoAccount => Key::FaultNoAccount,
        Fault::CaptchaWanted { .. } => Key::FaultCaptcha,
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
        Fault::Unverified => Key::FaultUnverified,
        Fault::Invalid { field, rule: it } => return rule(i18n, *field, it, settings),
        Fault::Message(text) => return text.clone(),
        Fault::Offline => Key::FaultOffline,
        Fault::Unreachable => Key::FaultUnreachable,
        Fault::TimedOut => Key::FaultTimedOut,
        Fault::Unavailable => Key::FaultUnavailable,
        Fault::Unexpected => Key::FaultUnexpected,
        Fault::OriginRefused(_) | Fault::UnknownApp | Fault::BadSetting { .. } => Key::FaultOrigin,
    };
    i18n.text(key)
}

/// What is wrong with what stands in `field`.
pub fn rule(i18n: I18n, field: Field, rule: &Rule, settings: &Settings) -> String {
    let count = |key: Key, count: u32| i18n.with(key, &[("count", &count.to_string())]);
    match rule {
        Rule::Required => i18n.text(match field {
            Field::Account => Key::RuleRequiredAccount,
            Field::Email => Key::RuleRequiredEmail,
            Field::Username => Key::RuleRequiredUsername,
            Field::Password => Key::RuleRequiredPassword,
            Field::Code => Key::RuleRequiredCode,
            Field::Phone => Key::RuleRequiredPhone,
            Field::Agreements => Key::RuleRequiredAgreements,
        }),
        Rule::Format => match field {
            Field::Phone => i18n.text(Key::RuleFormatPhone),
            Field::Account | Field::Password | Field::Agreements => {
                i18n.text(Key::RuleFormatAccount)
            }
            Field::Email => i18n.text(Key::RuleFormatEmail),
            Field::Username => i18n.text(Key::RuleFormatUsername),
            Field::Code => count(Key::RuleFormatCode, settings.code_length),
        },
        Rule::TooShort(least) => count(Key::RuleTooShort, *least),
        Rule::TooLong => i18n.text(Key::RuleTooLong),
        Rule::TooCommon => i18n.text(Key::RuleTooCommon),
        Rule::Guessable => i18n.text(Key::RuleGuessable),
        Rule::Kinds(least) => count(Key::RuleKinds, *least),
        Rule::Custom(text) if text.is_empty() => i18n.text(Key::RuleTooCommon),
        Rule::Custom(text) => text.clone(),
    }
}
