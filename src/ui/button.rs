//! The one button of a form, and the quiet links around it.
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::{El, countdown::Waiting};
use crate::i18n::{I18n, Key};

/// Keeps its width and its name while busy; a press while busy or waiting does nothing.
pub fn submit(label: Key, busy: impl Fn() -> bool + Copy + 'static, waiting: Waiting) -> El {
    let css = style_sheet!("./style/button.css");
    let i18n = I18n::expect();
    El::part("button", css, "button")
        .set("type", "submit")
        .flag("aria-busy", busy)
        .flag("aria-disabled", move || busy() || waiting.left() > 0)
        .with(&[
            El::styled("span", css, "spinner").set("aria-hidden", "true"),
            El::new("span").say(move || waiting.say(i18n, label)),
        ])
}

/// Leads to another screen of the box. A button to the browser, a link to the eye.
pub fn link(label: Key, waiting: Waiting, press: impl Fn() + 'static) -> El {
    let css = style_sheet!("./style/link.css");
    let i18n = I18n::expect();
    El::part("button", css, "link")
        .set("type", "button")
        .flag("aria-disabled", move || waiting.left() > 0)
        .say(move || waiting.say(i18n, label))
        .on("click", move |_| {
            if untrack(|| waiting.left()) == 0 {
                press();
            }
        })
}
