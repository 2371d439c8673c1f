//! A labelled text field with a line below it that is reserved for what is wrong.
use leptos::{ev, html::Input, prelude::*};
use stylers_macro::style_sheet;

/// What a person is typing into one field.
#[derive(Clone, Copy)]
pub struct Entry {
    pub text: RwSignal<String>,
    pub input: NodeRef<Input>,
}

impl Entry {
    pub fn new(text: &str) -> Self {
        Self { text: RwSignal::new(text.to_owned()), input: NodeRef::new() }
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

/// `id` must be unique in the tree. An `error` is tied to the input, and shown where nothing moves.
#[component]
pub fn Field(
    id: String,
    #[prop(into)] label: Signal<String>,
    kind: InputKind,
    entry: Entry,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(into)] example: Signal<String>,
) -> impl IntoView {
    let css = style_sheet!("./style/field.css");
    let (r#type, name, autocomplete, inputmode) = kind.attributes();
    let error_id = format!("{id}-error");
    let note_class = if kind == InputKind::Code { "input digits" } else { "input" };
    view! { class=css,
        <div class="field" part="field">
            <label class="label" part="label" for=id.clone()>{move || label.get()}</label>
            <input
                class=note_class
                part="input"
                id=id
                type=r#type
                name=name
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize="none"
                spellcheck="false"
                required
                placeholder=move || example.get()
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                aria-describedby=error_id.clone()
                node_ref=entry.input
                prop:value=move || entry.text.get()
                on:input=move |event| entry.text.set(event_target_value(&event))
                on:change=move |event| entry.text.set(event_target_value(&event))
            />
            <Error id=error_id error/>
        </div>
    }
}

/// The line that keeps its height whether or not there is something to say.
#[component]
pub fn Error(
    id: String,
    #[prop(into)] error: Signal<Option<String>>,
    /// What stands there while nothing is wrong.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
) -> impl IntoView {
    let css = style_sheet!("./style/error.css");
    view! { class=css,
        <p class=move || if error.with(Option::is_some) { "error wrong" } else { "error" } part="error" id=id>
            {move || error.get().or_else(|| hint.get())}
        </p>
    }
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
