//! A password field that can show what is typed, and says when Caps Lock is on.
use std::time::Duration;

use leptos::{ev, prelude::*};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::below::{Below, Line};
use super::field::{Entry, caps_lock};
use super::icon::{Icon, Shape};
use crate::i18n::{I18n, Key};
use crate::platform::{Listener, Timer};

/// A shown password hides itself again after this long.
const SHOWN_FOR: Duration = Duration::from_secs(30);

/// `fresh`: a new password, which a password manager may suggest. `meter` stands right below it.
#[component]
pub fn Password(
    id: String,
    label: Key,
    fresh: bool,
    entry: Entry,
    below: Below,
    #[prop(default = None)] meter: Option<AnyView>,
    #[prop(default = None)] aside: Option<AnyView>,
) -> AnyView {
    let css = style_sheet!("./style/password.css");
    let i18n = I18n::expect();
    let shown = RwSignal::new(false);
    let caps = RwSignal::new(false);
    let hide_later = StoredValue::new_local(None::<Timer>);
    let leaving = StoredValue::new_local(Listener::on("pagehide", move || shown.set(false)));
    on_cleanup(move || leaving.dispose());
    let toggle = move |_| {
        shown.update(|it| *it = !*it);
        let timer = shown
            .get_untracked()
            .then(|| Timer::after(SHOWN_FOR, move || shown.set(false)));
        hide_later.set_value(timer);
        // The caret stays where it was, and so does the keyboard of a phone.
        if let Some(input) = entry.input.get_untracked() {
            let caret = (input.selection_start(), input.selection_end());
            let _unfocused = input.focus();
            if let (Ok(Some(start)), Ok(Some(end))) = caret {
                let _unplaced = input.set_selection_range(start, end);
            }
        }
    };
    let left = move |event: ev::FocusEvent| {
        let to = event
            .related_target()
            .and_then(|it| it.dyn_into::<Node>().ok());
        let from = event
            .current_target()
            .and_then(|it| it.dyn_into::<Node>().ok());
        let inside = from.is_some_and(|it| it.contains(to.as_ref()) && to.is_some());
        if !inside && to.is_some() {
            shown.try_set(false);
        }
        // Taking the field off the page moves the focus too, after everything here has been given up.
        if !inside {
            caps.try_set(false);
        }
    };
    let watch_caps = move |event: ev::KeyboardEvent| {
        if let Some(on) = caps_lock(&event) {
            caps.set(on);
        }
    };
    let below_id = format!("{id}-below");
    let (error, hint) = (below.error, below.hint);
    let below = below.hint(Signal::derive(move || {
        let caps_lock = caps.get().then(|| i18n.text(Key::PasswordCapsLock));
        caps_lock.or_else(|| hint.get())
    }));
    view! { class=css,
        <div class="field" part="field" on:focusout=left>
            <label class="label" part="label" for=id.clone()>{move || i18n.text(label)}</label>
            <div class="box">
                <input
                    class="input"
                    part="input"
                    id=id
                    type=move || if shown.get() { "text" } else { "password" }
                    name="password"
                    autocomplete=if fresh { "new-password" } else { "current-password" }
                    autocapitalize="none"
                    spellcheck="false"
                    required
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    aria-describedby=below_id.clone()
                    node_ref=entry.input
                    prop:value=move || entry.text.get()
                    on:input=move |event| entry.text.set(event_target_value(&event))
                    on:change=move |event| entry.text.set(event_target_value(&event))
                    on:keydown=watch_caps
                    on:keyup=watch_caps
                />
                <button
                    class="eye"
                    part="reveal"
                    type="button"
                    aria-pressed=move || shown.get().to_string()
                    aria-label=move || i18n.text(if shown.get() { Key::PasswordHide } else { Key::PasswordShow })on:click=toggle
                >
                    {move || view! { class=css, <Icon shape=if shown.get() { Shape::EyeOff } else { Shape::Eye }/> }}
                </button>
            </div>
            {meter}
            <Line id=below_id below aside/>
        </div>
    }
    .into_any()
}
