//! Screens on which nothing is asked any more: they say what was done, and lead on.
use guard_flow::{Event, Scene, Screen};
use stylers_macro::style_sheet;

use super::frame::{heading, onward};
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::ui::{El, Shape, icon};

const TO_SIGN_IN: Event = Event::Open(Scene::SignIn);

/// An ending, and the one button that leads on from it.
pub fn ending(shape: Shape, title: Key, text: Phrase, next: Option<El>) -> El {
    let css = style_sheet!("./style/ending.css");
    let badge = El::styled("span", css, "badge").with(&[icon(shape)]);
    let said = El::styled("div", css, "ending")
        .set("role", "status")
        .with(&[badge, heading(title.into(), Some(text))]);
    El::new("div").with(&[said]).maybe(next)
}

pub fn registered() -> El {
    let (account, mail) = Guard::expect()
        .with_screen(|screen| match screen {
            Screen::Registered { account, mail } => (account.clone(), *mail),
            _another_screen_has_come => (String::new(), false),
        })
        .unwrap_or_default();
    let (shape, title, text) = if mail {
        (
            Shape::Mail,
            Key::RegisteredMailTitle,
            Key::RegisteredMailText,
        )
    } else {
        (Shape::Check, Key::RegisteredTitle, Key::RegisteredText)
    };
    ending(
        shape,
        title,
        Phrase::With(text, vec![("account", account)]),
        Some(onward(Key::RegisteredSignIn, TO_SIGN_IN)),
    )
}

pub fn password_changed() -> El {
    let text = Key::PasswordChangedText.into();
    ending(
        Shape::Check,
        Key::PasswordChangedTitle,
        text,
        Some(onward(Key::PasswordChangedSignIn, TO_SIGN_IN)),
    )
}

pub fn signed_in() -> El {
    ending(
        Shape::Check,
        Key::SignedInTitle,
        Key::SignedInText.into(),
        None,
    )
}
