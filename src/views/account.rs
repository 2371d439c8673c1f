//! The screens of an account's beginning and of its password: what the chunk `account` draws.
use guard_flow::{Event, Screen, Step};

use super::code::code;
use super::ending::ending;
use super::forgot::forgot;
use super::frame::onward;
use super::new_password::choose;
use super::register::register;
use super::spacing::shown;
use super::unverified::unverified;
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::live::Live;
use crate::ui::{El, Shape};

pub fn screen(step: Step, named: Live<String>, ids: &str) -> El {
    match step {
        Step::Registered => registered(),
        Step::ForgotPassword => forgot(named, ids),
        Step::EnterCode | Step::RegisterCode | Step::ResetCode => code(ids),
        Step::Unverified => unverified(),
        Step::NewPassword => choose(ids),
        Step::PasswordChanged => password_changed(),
        Step::SignedInElsewhere => signed_in_elsewhere(),
        _registering => register(named, ids),
    }
}

fn registered() -> El {
    let (account, mail) = Guard::expect()
        .with_screen(|screen| match screen {
            Screen::Registered { account, mail } => (account.clone(), *mail),
            _another_screen_has_come => (String::new(), false),
        })
        .unwrap_or_default();
    let (shape, title, text) = if mail {
        (
            Shape::MAIL,
            Key::RegisteredMailTitle,
            Key::RegisteredMailText,
        )
    } else {
        (Shape::CHECK, Key::RegisteredTitle, Key::RegisteredText)
    };
    ending(
        shape,
        title,
        Phrase::With(text, vec![("account", shown(&account))]),
        Some(onward(Key::RegisteredSignIn, || Event::Back)),
    )
}

fn password_changed() -> El {
    let text = Key::PasswordChangedText.into();
    ending(
        Shape::CHECK,
        Key::PasswordChangedTitle,
        text,
        Some(onward(Key::PasswordChangedSignIn, || Event::Back)),
    )
}

fn signed_in_elsewhere() -> El {
    let text = Key::ElsewhereText.into();
    ending(
        Shape::CHECK,
        Key::ElsewhereTitle,
        text,
        Some(onward(Key::ElsewhereSignIn, || Event::Back)),
    )
}
