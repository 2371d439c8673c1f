//! A labelled text field with a line below it that is reserved for what is wrong.
use leptos::{ev, html::Input, prelude::*};
use stylers_macro::style_sheet;

use super::below::{Below, Line};
use crate::i18n::{I18n, Key};

/// What a person is typing into one field.
#[derive(Clone, Copy)]
pub struct Entry {
    pub text: RwSignal<String>,
    pub input: NodeRef<Input>,
}

impl Entry {
    pub fn new(text: &str) -> Self {
        Self {
            text: RwSignal::new(text.to_owned()),
            input: NodeRef::new(),
        }
    }
}

/// What is typed decides keyboards, autofill and checks of the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    Account,
    Email,
    Username,
    Code,
}

impl InputKind {
    /// `type`, `name`, `autocomplete`, `inputmode`.
    fn attributes(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            InputKind::Account => ("text", "username", "username", "email"),
            InputKind::Email => ("email", "email", "username", "email"),
            InputKind::Username => ("text", "username", "username", "text"),
            InputKind::Code => ("text", "code", "one-time-code", "numeric"),
        }
    }
}

/// `id` must be unique in the tree; `aside` stands at the end of the line below.
#[component]
pub fn Field(
    id: String,
    label: Key,
    kind: InputKind,
    entry: Entry,
    below: Below,
    #[prop(default = None)] example: Option<Key>,
    #[prop(default = None)] aside: Option<AnyView>,
) -> AnyView {
    let css = style_sheet!("./style/field.css");
    let i18n = I18n::expect();
    let (r#type, name, autocomplete, inputmode) = kind.attributes();
    let below_id = format!("{id}-below");
    let error = below.error;
    view! { class=css,
        <div class="field" part="field">
            <label class="label" part="label" for=id.clone()>{move || i18n.text(label)}</label>
            <input
                class="input"
                part="input"
                id=id
                type=r#type
                name=name
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize="none"
                spellcheck="false"
                required
                placeholder=move || example.map(|it| i18n.text(it))
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=below_id.clone()
                node_ref=entry.input
                prop:value=move || entry.text.get()
                on:input=move |event| entry.text.set(event_target_value(&event))
                on:change=move |event| entry.text.set(event_target_value(&event))
            />
            <Line id=below_id below aside/>
        </div>
    }
    .into_any()
}

/// Puts the cursor into `entry`, with what stands there selected.
pub fn focus(entry: Entry) {
    if let Some(input) = entry.input.get_untracked() {
        // A field that cannot be focused is a field that is not on show.
        let _hidden = input.focus();
        input.select();
    }
}

/// Whether a key press reports Caps Lock; `None` where the key does not tell.
pub fn caps_lock(event: &ev::KeyboardEvent) -> Option<bool> {
    (event.key() != "CapsLock").then(|| event.get_modifier_state("CapsLock"))
}
