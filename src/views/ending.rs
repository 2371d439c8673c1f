//! Screens on which nothing is asked any more: they say what was done, and lead on.
use stylers_macro::style_sheet;

use super::frame::heading;
use crate::i18n::{Key, Phrase};
use crate::ui::{El, Shape, icon};

/// An ending, and the one button that leads on from it.
pub fn ending(shape: Shape, title: Key, text: Phrase, next: Option<El>) -> El {
    let css = style_sheet!("./style/ending.css");
    let badge = El::styled("span", css, "badge").with(&[icon(shape)]);
    let said = El::styled("div", css, "ending")
        .set("role", "status")
        .with(&[badge, heading(title.into(), Some(text))]);
    El::new("div").with(&[said]).maybe(next)
}

pub fn signed_in() -> El {
    ending(
        Shape::CHECK,
        Key::SignedInTitle,
        Key::SignedInText.into(),
        None,
    )
}
