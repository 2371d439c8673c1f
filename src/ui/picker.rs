//! One of many, found by typing: a combobox with its list (the ARIA pattern "editable combobox with list autocomplete").
use std::rc::Rc;

use leptos::prelude::*;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::El;
use crate::i18n::{I18n, Key, decimal};
use crate::live::{Live, keep};

#[derive(Clone)]
pub struct Choice {
    pub value: &'static str,
    pub name: String,
    /// Stands at the end of the line, and is found as well.
    pub aside: String,
}

pub struct Picker {
    pub id: String,
    pub search: Key,
    pub none: Key,
    pub choices: Vec<Choice>,
    pub chosen: &'static str,
}

/// How somebody leaves a list.
#[derive(Clone, Copy)]
pub enum Leaving {
    Chose(&'static str),
    /// By Escape: the focus belongs where it came from.
    Back,
    /// The focus has gone somewhere else by itself.
    Away,
}

pub fn picker(it: Picker, done: impl Fn(Leaving) + 'static) -> El {
    let css = style_sheet!("./style/picker.css");
    let Picker {
        id,
        search,
        none,
        choices,
        chosen,
    } = it;
    let i18n = I18n::expect();
    let done: Rc<dyn Fn(Leaving)> = Rc::new(done);
    let typed = Live::new(String::new());
    let choices = Rc::new(choices);
    let first = choices.iter().position(|it| it.value == chosen);
    let here = Live::new(first.unwrap_or(0));
    let found = {
        let choices = Rc::clone(&choices);
        move || found(&choices, &typed.get())
    };
    let list_id = [&id, "-list"].concat();
    let list = El::styled("div", css, "list")
        .set("role", "listbox")
        .set("id", &list_id)
        // Whatever scrolls is a stop of its own otherwise.
        .set("tabindex", "-1")
        .named(search);
    let element = Element::clone(list.element());
    let option_id = {
        let id = id.clone();
        move |index: usize| [&id, "-", &decimal(index as u64)].concat()
    };
    let list = {
        let (found, done, option_id) = (found.clone(), Rc::clone(&done), option_id.clone());
        list.swap(move || {
            let shown = found();
            if shown.is_empty() {
                return El::styled("div", css, "none")
                    .set("role", "option")
                    .set("id", &option_id(0))
                    .set("aria-disabled", "true")
                    .set("aria-selected", "false")
                    .says(none);
            }
            let options = shown.into_iter().enumerate().map(|(index, it)| {
                let done = Rc::clone(&done);
                let Choice { value, name, aside } = it;
                El::styled("div", css, "option")
                    .set("role", "option")
                    .set("id", &option_id(index))
                    .set(
                        "aria-selected",
                        if value == chosen { "true" } else { "false" },
                    )
                    .flag("data-here", move || here.get() == index)
                    // Pressing must not take the focus away, which would close the list.
                    .on("mousedown", |event| event.prevent_default())
                    .on("click", move |_| done(Leaving::Chose(value)))
                    .with(&[
                        El::styled("span", css, "name").say(move || name.clone()),
                        El::styled("span", css, "code").say(move || aside.clone()),
                    ])
            });
            El::new("div")
                .set("role", "presentation")
                .with(&options.collect::<Vec<_>>())
        })
    };
    // Keeps the one that is pointed at in sight.
    keep(Box::new({
        let element = element.clone();
        move || {
            let index = here.get();
            let element = element.clone();
            request_animation_frame(move || scroll_to(&element, index));
        }
    }));
    let input = El::part("input", css, "search")
        .set("type", "text")
        .set("role", "combobox")
        .set("autocomplete", "off")
        .set("autocapitalize", "none")
        .set("spellcheck", "false")
        .set("aria-expanded", "true")
        .set("aria-autocomplete", "list")
        .set("aria-controls", &list_id)
        .named(search)
        .follow("placeholder", move || Some(i18n.text(search)))
        .follow("aria-activedescendant", move || Some(option_id(here.get())))
        .bind(typed)
        .on("input", move |_| here.set(0));
    let pressed = Rc::clone(&done);
    let input = input.on("keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if key.is_composing() {
            return;
        }
        let shown = untrack(&found);
        let last = shown.len().saturating_sub(1);
        let to = match key.key().as_str() {
            "ArrowDown" => (here.now() + 1).min(last),
            "ArrowUp" => here.now().saturating_sub(1),
            "PageDown" => (here.now() + 6).min(last),
            "PageUp" => here.now().saturating_sub(6),
            "Enter" => {
                event.prevent_default();
                if let Some(choice) = shown.get(here.now()) {
                    pressed(Leaving::Chose(choice.value));
                }
                return;
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                pressed(Leaving::Back);
                return;
            }
            _another_key => return,
        };
        event.prevent_default();
        here.set(to);
    });
    if let Some(input) = input.input() {
        request_animation_frame(move || {
            let _hidden = input.focus();
        });
    }
    El::part("div", css, "sheet")
        .on("focusout", move |event| {
            if leaves(&event) {
                done(Leaving::Away);
            }
        })
        .with(&[input, list])
}

/// What fits: names that begin with what was typed, then those that hold it, and codes.
fn found(choices: &[Choice], typed: &str) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return choices.to_vec();
    }
    let rank = |it: &Choice| {
        let name = it.name.to_lowercase();
        let code = it.aside.trim_start_matches('+');
        let digits = typed.trim_start_matches('+');
        if it.value.eq_ignore_ascii_case(&typed) || code == digits {
            Some(0)
        } else if name.starts_with(&typed) {
            Some(1)
        } else if name.contains(&typed) || (!digits.is_empty() && code.starts_with(digits)) {
            Some(2)
        } else {
            None
        }
    };
    let mut ranked: Vec<_> = choices
        .iter()
        .filter_map(|it| Some((rank(it)?, it.clone())))
        .collect();
    ranked.sort_by_key(|it| it.0);
    ranked.into_iter().map(|it| it.1).collect()
}

fn scroll_to(list: &Element, index: usize) {
    let option = list
        .first_element_child()
        .and_then(|it| it.children().item(index as u32))
        .and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let Some(option) = option else { return };
    let first = list.first_element_child();
    let top = first.map_or(0, |it| {
        option.offset_top() - it.unchecked_ref::<HtmlElement>().offset_top()
    });
    // What lies just outside is brought to the edge, with a little of what comes next; what lies far away to the middle.
    let (height, seen) = (option.offset_height(), list.client_height());
    let (first, last) = (top - height / 2, top + height + height / 2 - seen);
    let now = list.scroll_top();
    if first > now + seen || last < now - seen {
        list.set_scroll_top((first + last) / 2);
    } else {
        list.set_scroll_top(now.min(first).max(last));
    }
}

/// Whether the focus goes somewhere else in the page.
fn leaves(event: &web_sys::Event) -> bool {
    let to = event
        .dyn_ref::<FocusEvent>()
        .and_then(FocusEvent::related_target)
        .and_then(|it| it.dyn_into::<Node>().ok());
    let from = event
        .current_target()
        .and_then(|it| it.dyn_into::<Node>().ok());
    match (from, to) {
        (Some(from), Some(to)) => !from.contains(Some(&to)),
        _to_nowhere => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cd_6_a_country_is_found_by_its_name_its_letters_and_its_code() {
        let choice = |value, name: &str, aside: &str| Choice {
            value,
            name: name.into(),
            aside: aside.into(),
        };
        let all = [
            choice("CN", "China", "+86"),
            choice("CH", "Switzerland", "+41"),
            choice("IN", "India", "+91"),
            choice("ID", "Indonesia", "+62"),
        ];
        let names =
            |typed| -> Vec<_> { found(&all, typed).into_iter().map(|it| it.value).collect() };
        assert_eq!(names("in"), ["IN", "ID", "CN"]);
        assert_eq!(names("+41"), ["CH"]);
        assert_eq!(names("8"), ["CN"]);
        assert_eq!(names("ch"), ["CH", "CN"]);
        assert_eq!(names(" "), ["CN", "CH", "IN", "ID"]);
        assert!(names("zz").is_empty());
    }
}
