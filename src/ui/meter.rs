//! Four bars that say how strong a password is. A hint, never a verdict.
use stylers_macro::style_sheet;

use super::El;
use crate::i18n::{I18n, Key, decimal};

/// `level`: how many bars are lit, 1 to 4, and the word for it; `None` while there is nothing to judge.
pub fn meter(label: Key, level: impl Fn() -> Option<(u8, Key)> + Copy + 'static) -> El {
    let css = style_sheet!("./style/meter.css");
    let i18n = I18n::expect();
    let lit = move || Some(decimal(level().map_or(0, |it| it.0).into()));
    El::part("div", css, "meter")
        .set("role", "meter")
        .set("aria-valuemin", "0")
        .set("aria-valuemax", "4")
        .named(label)
        .follow("aria-valuenow", lit)
        .follow("aria-valuetext", move || level().map(|it| i18n.text(it.1)))
        .follow("data-level", lit)
        .with(&[(); 4].map(|()| El::styled("span", css, "bar")))
}
