//! A segmented choice between a few ways of doing the same: arrow keys move, the choice follows the focus.
use leptos::{ev, html::Div, prelude::*};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::i18n::{I18n, Key};

/// `press` hears the index of the chosen tab; `panel` is the id of what the tabs switch.
#[component]
pub fn Tabs(
    label: Key,
    tabs: Vec<Key>,
    current: Memo<usize>,
    press: Callback<usize>,
    panel: String,
) -> AnyView {
    let css = style_sheet!("./style/tabs.css");
    let i18n = I18n::expect();
    let list = NodeRef::<Div>::new();
    let count = tabs.len().max(1);
    let by_key = move |event: ev::KeyboardEvent| {
        let from = current.get_untracked();
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (from + 1) % count,
            "ArrowLeft" | "ArrowUp" => (from + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        press.run(to);
        let tab = list
            .get_untracked()
            .and_then(|it| it.children().item(to as u32));
        if let Some(tab) = tab.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _hidden = tab.focus();
        }
    };
    let buttons = tabs.into_iter().enumerate().map(|(index, label)| {
        let chosen = move || current.get() == index;
        view! { class=css,
            <button
                class="tab"
                part="tab"
                type="button"
                role="tab"
                aria-selected=move || chosen().to_string()
                aria-controls=panel.clone()
                tabindex=move || if chosen() { "0" } else { "-1" }
                on:click=move |_| press.run(index)
            >
                {move || i18n.text(label)}
            </button>
        }
    });
    view! { class=css,
        <div class="tabs" part="tabs" role="tablist" node_ref=list aria-label=move || i18n.text(label) on:keydown=by_key>
            {buttons.collect_view()}
        </div>
    }
    .into_any()
}
