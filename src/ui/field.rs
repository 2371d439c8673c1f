//! A labelled text field with a line below it that is reserved for what is wrong.
use leptos::tachys::renderer::Rndr;
use stylers_macro::style_sheet;
use web_sys::HtmlInputElement;

use super::below::line;
use super::{Below, El};
use crate::i18n::Key;
use crate::live::Live;
use crate::platform;

/// What is wrong with the field that has the focus.
const SAID: &str = "[part=field]:focus-within [part=error]";

/// What a person is typing into one field.
#[derive(Clone, Copy)]
pub struct Entry {
    pub text: Live<String>,
    /// Whether it can be read, where it is a password.
    pub shown: Live<bool>,
    input: Live<Option<HtmlInputElement>>,
}

impl Entry {
    pub fn new(text: Live<String>) -> Self {
        Self {
            text,
            shown: Live::new(false),
            input: Live::new(None),
        }
    }

    /// The input that is on show for it, if any.
    pub fn input(self) -> Option<HtmlInputElement> {
        self.input.now()
    }

    /// What stands in the input now, for sending it: a password manager may have put it there without a word.
    pub fn read(self) -> String {
        if self.shown.now() {
            self.shown.set(false);
        }
        if let Some(input) = self.input() {
            let now = input.value();
            if self.text.now() != now {
                self.text.set(now);
            }
        }
        self.text.now()
    }

    /// Puts the cursor here, with what stands here selected, unless the person is busy in another part of the page.
    // The same holds here.
    #[inline(never)]
    pub fn focus(self) {
        if let Some(input) = self.input()
            && let Some(form) = input.form()
            && platform::may_take_focus(&form)
        {
            // Getting the focus, a field says what it is described by; one that has it already would say nothing.
            let has_it = input.matches(":focus").unwrap_or(false);
            // A field that cannot be focused is a field that is not on show.
            let _hidden = input.focus();
            input.select();
            if let Ok(Some(said)) = form.query_selector(SAID) {
                Rndr::set_attribute(&said, "aria-live", if has_it { "assertive" } else { "off" });
            }
        }
    }

    /// What every input of the box has in common.
    pub fn draw(self, css: &str, id: &str, below: &Below) -> El {
        let error = below.error.clone();
        let input = El::part("input", css, "input")
            .set("id", id)
            .set("autocapitalize", "none")
            .set("spellcheck", "false")
            .set("required", "")
            .set("aria-describedby", &below_id(id))
            .flag("aria-invalid", move || error.get().is_some())
            .bind(self.text);
        self.input.set(input.input());
        input
    }
}

/// The id of the line that describes the field `id`.
pub fn below_id(id: &str) -> String {
    [id, "-below"].concat()
}

/// A label tied to the field `id`.
pub fn label(css: &str, id: &str, key: Key) -> El {
    El::part("label", css, "label").set("for", id).says(key)
}

/// What is typed decides keyboards, autofill and checks of the browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum InputKind {
    Account,
    Email,
    Username,
    /// Letters that are read off something, and no name of anything.
    Plain,
}

impl InputKind {
    fn attributes(self) -> [(&'static str, &'static str); 4] {
        let [kind, name, autocomplete, inputmode] = match self {
            InputKind::Account => ["text", "username", "username", "email"],
            InputKind::Email => ["email", "email", "username", "email"],
            InputKind::Username => ["text", "username", "username", "text"],
            InputKind::Plain => ["text", "captcha", "off", "text"],
        };
        [
            ("type", kind),
            ("name", name),
            ("autocomplete", autocomplete),
            ("inputmode", inputmode),
        ]
    }
}

/// `id` must be unique in the tree.
pub struct Field {
    pub id: String,
    pub label: Key,
    pub kind: InputKind,
    pub entry: Entry,
    pub below: Below,
}

pub fn field(it: Field) -> El {
    let css = style_sheet!("./style/field.css");
    let Field {
        id,
        label: name,
        kind,
        entry,
        below,
    } = it;
    let input = kind
        .attributes()
        .into_iter()
        .fold(entry.draw(css, &id, &below), |it, (name, value)| {
            it.set(name, value)
        });
    El::part("div", css, "field").with(&[label(css, &id, name), input, line(below, &below_id(&id))])
}
