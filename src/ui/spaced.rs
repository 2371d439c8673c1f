//! Sets spaces into what is typed into a field, with the caret where it was.
use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use super::El;
use super::field::Entry;

/// `space` sets the spaces, and takes nothing else away; `place` says where the caret belongs in what it has made, by the letters before it.
pub fn spaced(
    field: El,
    entry: Entry,
    space: impl Fn(&str) -> String + 'static,
    place: fn(&str, usize) -> usize,
) -> El {
    let forward = Rc::new(RefCell::new(false));
    let deletes = Rc::clone(&forward);
    let before = RefCell::new(entry.text.now());
    field
        .on("keydown", move |event| {
            let key = event.dyn_ref::<KeyboardEvent>();
            deletes.replace(key.is_some_and(|it| it.key() == "Delete"));
        })
        .on("input", move |_| {
            // Another field of the same part may have been typed into.
            let Some(input) = entry.input().filter(|it| it.value() != *before.borrow()) else {
                return;
            };
            let now = input.value();
            let caret = caret(&input).unwrap_or(usize::MAX);
            let mut letters = letters_before(&now, caret);
            let mut bare: Vec<char> = now.chars().filter(|it| *it != ' ').collect();
            let old = before.borrow().replace(' ', "");
            let only_a_space =
                now.len() < before.borrow().len() && old.chars().eq(bare.iter().copied());
            if only_a_space {
                // The key is meant for the letter beside it.
                if !*forward.borrow() {
                    letters = letters.saturating_sub(1);
                }
                if letters < bare.len() {
                    bare.remove(letters);
                }
            }
            let text: String = if only_a_space {
                bare.into_iter().collect()
            } else {
                now.clone()
            };
            let written = space(&text);
            if written != now {
                let at = place(&written, letters) as u32;
                input.set_value(&written);
                let _unplaced = input
                    .set_selection_start(Some(at))
                    .and_then(|()| input.set_selection_end(Some(at)));
                entry.text.set(written.clone());
            }
            before.replace(written);
        })
}

/// In UTF-16, as the page counts.
fn caret(input: &HtmlInputElement) -> Option<usize> {
    let caret = input.selection_start().ok()??;
    usize::try_from(caret).ok()
}

fn letters_before(text: &str, caret: usize) -> usize {
    let mut at = 0;
    let before = text.chars().take_while(|it| {
        at += it.len_utf16();
        at <= caret
    });
    before.filter(|it| *it != ' ').count()
}
