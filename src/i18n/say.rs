//! What a fault or a broken rule is called, as far as signing in with a password can meet it; the rest is `say_later.rs`.
use guard_protocol::{Fault, Field, Rule, Settings};

use super::{I18n, Key, say_later};

/// Longer pauses than this are said in words instead of being counted down, in seconds.
const LONG_PAUSE: u32 = 10 * 60;

/// The sentence for `fault` on a form.
pub fn fault(i18n: I18n, fault: &Fault, settings: &Settings) -> String {
    i18n.text(match fault {
        Fault::WrongPassword {
            tries_left: Some(1),
        } => Key::FaultWrongPasswordLeftOne,
        Fault::WrongPassword {
            tries_left: Some(count @ 2..),
        } => return i18n.counted(Key::FaultWrongPasswordLeft, *count),
        Fault::WrongPassword { .. } => Key::FaultWrongPassword,
        Fault::Locked { retry_after } if *retry_after > LONG_PAUSE && settings.forgot => {
            Key::FaultLockedLong
        }
        Fault::Locked { .. } => Key::FaultLocked,
        Fault::TooOften { .. } => Key::FaultTooOften,
        Fault::CaptchaWanted { .. } => Key::FaultCaptcha,
        Fault::Unverified => Key::FaultUnverified,
        Fault::Invalid { field, rule: it } => return rule(i18n, *field, it, settings),
        Fault::Message(text) => return text.clone(),
        Fault::Offline => Key::FaultOffline,
        Fault::Unreachable => Key::FaultUnreachable,
        Fault::TimedOut => Key::FaultTimedOut,
        Fault::Unavailable => Key::FaultUnavailable,
        Fault::Unexpected => Key::FaultUnexpected,
        Fault::OriginRefused(_) | Fault::UnknownApp | Fault::BadSetting { .. } => Key::FaultOrigin,
        later => return said(i18n, say_later::fault(i18n, later)),
    })
}

/// What is wrong with what stands in `field`.
pub fn rule(i18n: I18n, field: Field, rule: &Rule, settings: &Settings) -> String {
    i18n.text(match (rule, field) {
        (Rule::Required, Field::Account) => Key::RuleRequiredAccount,
        (Rule::Required, Field::Password) => Key::RuleRequiredPassword,
        (Rule::Format, Field::Account | Field::Password | Field::Agreements) => {
            Key::RuleFormatAccount
        }
        (Rule::TooLong, _) => Key::RuleTooLong,
        (Rule::Custom(text), _) if !text.is_empty() => return text.clone(),
        (later, _) => return said(i18n, say_later::rule(i18n, field, later, settings)),
    })
}

/// A backend that answers what was not asked is not understood, where the words for it have not come.
fn said(i18n: I18n, later: Option<String>) -> String {
    later.unwrap_or_else(|| i18n.text(Key::FaultUnexpected))
}
