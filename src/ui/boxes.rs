//! A field for a code of a few digits: one real input, drawn as boxes. Screen readers, autofill and the clipboard see the one field.
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::below::line;
use super::field::{Entry, below_id, label};
use super::{Below, El};
use crate::i18n::Key;
use crate::live::{Live, keep};

pub struct Boxes {
    pub id: String,
    pub label: Key,
    pub entry: Entry,
    pub below: Below,
    pub count: usize,
    /// Makes digits of what was typed or pasted.
    pub digits: fn(&str) -> String,
}

/// `complete` hears once of each code that is whole.
pub fn boxes(it: Boxes, complete: impl Fn() + 'static) -> El {
    let css = style_sheet!("./style/boxes.css");
    let Boxes {
        id,
        label: name,
        entry,
        below,
        count,
        digits,
    } = it;
    let complete = std::rc::Rc::new(complete);
    let text = entry.text;
    let before = Live::new(String::new());
    let heard = Live::new(String::new());
    let input = entry
        .draw(css, &id, &below)
        .set("type", "text")
        .set("name", "code")
        .set("autocomplete", "one-time-code")
        .set("inputmode", "numeric")
        .set("pattern", "[0-9]*")
        .set("dir", "ltr");
    // Whoever puts the cursor into full boxes is about to type another code over this one.
    let full = move || text.peek(|it| it.chars().count() >= count) == Some(true);
    let input = input
        .on("mouseup", move |event| {
            // It would put a cursor in place of what is selected, after the click.
            if full() {
                event.prevent_default();
            }
        })
        .on("click", move |_| {
            if let Some(input) = entry.input()
                && full()
            {
                input.select();
            }
        });
    // Emptied for another code, whose digits may be the same.
    keep(Box::new(move || {
        if text.get().is_empty() {
            before.set(String::new());
            heard.set(String::new());
        }
    }));
    // After the binding, which has put what was typed into `text`: autofill may send either event.
    let input = ["input", "change"]
        .into_iter()
        .fold(input, move |it, event| {
            let complete = std::rc::Rc::clone(&complete);
            it.on(event, move |_| {
                let code = fitting(&digits(&text.now()), &before.now(), count);
                before.set(code.clone());
                text.set(code.clone());
                if code.chars().count() < count {
                    heard.set(String::new());
                } else if heard.now() != code {
                    heard.set(code);
                    untrack(|| complete());
                }
            })
        });
    let wrong = below.error.clone();
    let drawn: Vec<El> = (0..count)
        .map(|index| {
            let half = count > 4 && count.is_multiple_of(2) && index == count / 2;
            let here = move || text.get().chars().count().min(count.saturating_sub(1)) == index;
            let digit = move || text.get().chars().nth(index).map(String::from);
            El::part("span", css, "digit")
                .set("aria-hidden", "true")
                .flag("data-group", move || half)
                .flag("data-here", here)
                .say(move || digit().unwrap_or_default())
        })
        .collect();
    let boxes = El::styled("div", css, "boxes")
        .flag("data-wrong", move || wrong.get().is_some())
        .with(&drawn)
        .with(&[input]);
    El::part("div", css, "field").with(&[label(css, &id, name), boxes, line(below, &below_id(&id))])
}

/// What stands in the boxes: one digit too many is not taken, and what was pasted over something else replaces it.
fn fitting(typed: &str, before: &str, count: usize) -> String {
    let full = before.len() == count;
    if typed.len() <= count {
        return typed.to_owned();
    }
    if full && typed.len() == count + 1 && typed.starts_with(before) {
        return before.to_owned();
    }
    let from = if typed.len() - before.len() >= count && typed.starts_with(before) {
        typed.len() - count
    } else {
        0
    };
    typed.get(from..from + count).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn o01_what_is_pasted_replaces_what_was_begun_and_a_seventh_digit_is_not_taken() {
        assert_eq!(fitting("123", "12", 6), "123");
        assert_eq!(fitting("12123456", "12", 6), "123456");
        assert_eq!(fitting("1234567", "123456", 6), "123456");
        assert_eq!(fitting("123456654321", "123456", 6), "654321");
        assert_eq!(fitting("12345678", "", 6), "345678");
        assert_eq!(fitting("", "1", 6), "");
    }
}
