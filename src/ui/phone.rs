//! A field for a telephone number, with its calling code before it.
use leptos::{prelude::untrack, tachys::renderer::Rndr};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::below::line;
use super::field::{Entry, below_id, label};
use super::{Below, El, Shape, icon};
use crate::i18n::{I18n, Key};
use crate::platform;

pub struct Phone {
    pub id: String,
    pub label: Key,
    pub entry: Entry,
    pub below: Below,
    /// What stands before the number.
    pub before: El,
    /// Lies below the field while it is open.
    pub sheet: El,
}

pub fn phone(it: Phone) -> El {
    let input = it
        .entry
        .draw(sheet(), &it.id, &it.below)
        .set("type", "tel")
        .set("name", "phone")
        .set("autocomplete", "tel-national")
        .set("inputmode", "tel")
        .set("dir", "ltr");
    drawn("div", "field").with(&[
        label(sheet(), &it.id, it.label),
        drawn("div", "row").with(&[it.before, input]),
        line(it.below, &below_id(&it.id)),
        it.sheet,
    ])
}

/// Opens the list of countries. `says`: what is chosen, in a few letters; `name`: the same for screen readers.
pub fn country(
    says: impl Fn() -> String + 'static,
    name: impl Fn() -> String + 'static,
    open: impl Fn() -> bool + Copy + 'static,
    press: impl Fn() + 'static,
) -> El {
    let i18n = I18n::expect();
    let button = drawn("button", "country");
    let element = button.element().clone();
    button
        .set("type", "button")
        .set("aria-haspopup", "listbox")
        .follow("aria-expanded", move || Some(open().to_string()))
        .follow("aria-label", move || {
            Some([&i18n.text(Key::FieldCountry), ": ", &name()].concat())
        })
        // Pressed again it closes the list, and does not take the focus from it first, which closes it as well.
        .on("mousedown", move |event| {
            if untrack(open) {
                event.prevent_default();
            }
        })
        .on("click", move |_| {
            press();
            platform::focus(&element);
        })
        .with(&[
            El::new("span").say(says),
            drawn("span", "chevron").with(&[icon(Shape::CHEVRON)]),
        ])
}

/// Puts `button` and what it opens at the end of a field that is on show already, and makes room there.
pub fn at_the_end(field: &Element, input: &HtmlInputElement, button: El, sheet: El) {
    // Properties of the object model: attributes would need the page's leave, and moving the field would take its focus.
    let settle = |it: &Element, name, value| {
        if let Some(it) = it.dyn_ref::<HtmlElement>() {
            let _kept = it.style().set_property(name, value);
        }
    };
    settle(field, "position", "relative");
    settle(
        input,
        "padding-inline-end",
        "calc(var(--guard-control) * 2)",
    );
    for it in [button.set("data-end", "true"), sheet] {
        Rndr::insert_node(field, it.element(), None);
    }
}

/// The calling code where there is no choice.
pub fn fixed(says: String) -> El {
    drawn("span", "country")
        .set("data-fixed", "true")
        .say(move || says.clone())
}

fn drawn(tag: &str, name: &str) -> El {
    El::part(tag, sheet(), name)
}

/// What the sheet is scoped by.
fn sheet() -> &'static str {
    let css = style_sheet!("./style/phone.css");
    let scoped: &'static str = css;
    scoped
}
