//! What a new password has to be, and how strong the one being typed is.
use guard_protocol::write::decimal;
use guard_protocol::{Policy, Settings, Strength, strength};

use super::draft::Draft;
use crate::guard::Guard;
use crate::i18n::{I18n, Key, Phrase};
use crate::ui::{self, El, Password, Saying, meter};

/// A field for a new password, with its rule, meter and verdict.
pub fn new_password(id: String, label: Key, password: Draft) -> El {
    let i18n = I18n::expect();
    let level = move || {
        let typed = password.entry.text.get();
        let judged = if typed.is_empty() {
            None
        } else {
            Some(strength(&typed))
        };
        Some(match judged? {
            Strength::Weak => (1, Key::StrengthWeak),
            Strength::Fair => (2, Key::StrengthFair),
            Strength::Good => (3, Key::StrengthGood),
            Strength::Strong => (4, Key::StrengthStrong),
        })
    };
    let word = move || level().map(|it| i18n.text(it.1)).unwrap_or_default();
    let mut below = password.last();
    below.hint = rule();
    below.aside = Some(El::new("span").set("aria-hidden", "true").say(word));
    let meter = Some(meter(Key::StrengthLabel, level));
    ui::password(Password {
        id,
        label,
        autocomplete: "new-password",
        entry: password.entry,
        below,
        meter,
    })
}

/// What a new password must be, before anything is wrong with it.
fn rule() -> Saying {
    let i18n = I18n::expect();
    let policy = Guard::expect().with_settings(Settings::policy);
    Saying::new(move || {
        let policy = policy.as_ref()?;
        let count = ("count", decimal(policy.least() as u64));
        Some(match policy {
            Policy::None => return None,
            Policy::Custom(custom) => return custom.message(i18n.tag()).map(str::to_owned),
            Policy::Length(_) | Policy::Backend(_) | Policy::Kinds(..=1) => {
                i18n.say(&Phrase::With(Key::PasswordLeast, vec![count]))
            }
            Policy::Kinds(kinds) => i18n.say(&Phrase::With(
                Key::PasswordKinds,
                vec![count, ("kinds", decimal((*kinds).into()))],
            )),
        })
    })
}
