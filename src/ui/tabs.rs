//! A segmented choice between a few ways of doing the same: arrow keys move, the choice follows the focus.
use std::rc::Rc;

use leptos::prelude::*;
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::El;
use crate::i18n::{Key, Phrase};

pub struct Tabs {
    pub label: Key,
    pub tabs: Vec<Phrase>,
    /// Which one is chosen, by its index.
    pub current: Rc<dyn Fn() -> usize>,
    /// The id of what the tabs switch.
    pub panel: String,
}

/// `press` hears the index of the chosen tab.
pub fn tabs(it: Tabs, press: Rc<dyn Fn(usize)>) -> El {
    let css = style_sheet!("./style/tabs.css");
    let Tabs {
        label,
        tabs,
        current,
        panel,
    } = it;
    let count = tabs.len();
    let list = El::part("div", css, "tabs")
        .set("role", "tablist")
        .named(label);
    let element = Element::clone(list.element());
    let (chosen_by_key, current_by_key) = (Rc::clone(&press), Rc::clone(&current));
    let list = list.on("keydown", move |event| {
        let Some(to) = event
            .dyn_ref()
            .and_then(|key| target(key, untrack(|| current_by_key()), count))
        else {
            return;
        };
        event.prevent_default();
        chosen_by_key(to);
        let tab = element.children().item(to as u32);
        if let Some(tab) = tab.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _hidden = tab.focus();
        }
    });
    let buttons: Vec<El> = tabs
        .into_iter()
        .enumerate()
        .map(|(index, label)| {
            let press = Rc::clone(&press);
            let is_chosen = |current: &Rc<dyn Fn() -> usize>| {
                let current = Rc::clone(current);
                move || current() == index
            };
            let (selected, reached) = (is_chosen(&current), is_chosen(&current));
            El::part("button", css, "tab")
                .set("type", "button")
                .set("role", "tab")
                .set("aria-controls", &panel)
                .follow("aria-selected", move || Some(selected().to_string()))
                .follow("tabindex", move || {
                    Some(if reached() { "0" } else { "-1" }.to_owned())
                })
                .phrase(label)
                .on("click", move |_| press(index))
        })
        .collect();
    list.with(&buttons)
}

/// Where a key leads from the tab `from`; `None` for keys that lead nowhere.
fn target(event: &KeyboardEvent, from: usize, count: usize) -> Option<usize> {
    match event.key().as_str() {
        "ArrowRight" | "ArrowDown" => (from + 1).checked_rem(count),
        "ArrowLeft" | "ArrowUp" => (from + count).checked_sub(1)?.checked_rem(count),
        "Home" => Some(0),
        "End" => count.checked_sub(1),
        _another_key => None,
    }
}
