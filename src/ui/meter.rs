//! Four bars that say how strong a password is. A hint, never a verdict.
use leptos::prelude::*;
use stylers_macro::style_sheet;

use crate::i18n::{I18n, Key};

/// `level`: how many bars are lit, 1 to 4, and the word for it; `None` while there is nothing to judge.
#[component]
pub fn Meter(label: Key, level: Memo<Option<(u8, Key)>>) -> AnyView {
    let css = style_sheet!("./style/meter.css");
    let i18n = I18n::expect();
    let lit = move || level.get().map_or(0, |it| it.0).to_string();
    view! { class=css,
        <div
            class="meter"
            part="meter"
            role="meter"
            aria-label=move || i18n.text(label)
            aria-valuemin="0"
            aria-valuemax="4"
            aria-valuenow=lit
            aria-valuetext=move || level.get().map(|it| i18n.text(it.1))
            data-level=lit
        >
            <span class="bar"></span>
            <span class="bar"></span>
            <span class="bar"></span>
            <span class="bar"></span>
        </div>
    }
    .into_any()
}
