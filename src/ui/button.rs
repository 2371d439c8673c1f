//! The one button of a form, and the quiet links around it.
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::countdown::Waiting;
use crate::i18n::{I18n, Key};

/// Keeps its width and its name while busy; a press while busy or waiting does nothing.
#[component]
pub fn Submit(
    label: Key,
    #[prop(optional)] busy: Option<Memo<bool>>,
    #[prop(optional)] waiting: Option<Waiting>,
) -> AnyView {
    let css = style_sheet!("./style/button.css");
    let i18n = I18n::expect();
    let busy = move || busy.is_some_and(|it| it.get());
    let name = move || {
        waiting
            .and_then(|it| it.say(i18n))
            .unwrap_or_else(|| i18n.text(label))
    };
    let disabled = move || busy() || waiting.is_some_and(|it| it.left.get() > 0);
    view! { class=css,
        <button
            class="button"
            part="button"
            type="submit"
            aria-busy=move || busy().then_some("true")
            aria-disabled=move || disabled().then_some("true")
        >
            <span class="spinner" aria-hidden="true"></span>
            <span>{name}</span>
        </button>
    }
    .into_any()
}

/// Leads to another screen of the box. A button to the browser, a link to the eye.
#[component]
pub fn Link(
    label: Key,
    press: Callback<()>,
    #[prop(optional)] waiting: Option<Waiting>,
) -> AnyView {
    let css = style_sheet!("./style/link.css");
    let i18n = I18n::expect();
    let disabled = move || waiting.is_some_and(|it| it.left.get() > 0);
    let name = move || {
        waiting
            .and_then(|it| it.say(i18n))
            .unwrap_or_else(|| i18n.text(label))
    };
    let pressed = move |_| {
        if !untrack(disabled) {
            press.run(());
        }
    };
    view! { class=css,
        <button
            class="link"
            part="link"
            type="button"
            aria-disabled=move || disabled().then_some("true")
            on:click=pressed
        >
            {name}
        </button>
    }
    .into_any()
}
