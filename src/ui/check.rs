//! A box to be ticked, with words that may hold links.
use stylers_macro::style_sheet;
use web_sys::HtmlInputElement;

use super::{El, Saying};
use crate::i18n::Key;
use crate::live::Live;

/// A piece of what stands beside a box.
pub struct Word {
    pub text: String,
    /// Leads away, in a tab of its own.
    pub href: Option<String>,
}

/// Several boxes under one name, which is not shown.
pub fn checks(label: Key, boxes: &[El]) -> El {
    drawn("div", "checks")
        .set("role", "group")
        .named(label)
        .with(boxes)
}

/// `wrong`: why it cannot stay as it is.
pub fn check(id: &str, words: Vec<Word>, ticked: Live<bool>, wrong: Saying) -> (El, Tick) {
    let said = wrong.clone();
    let described = [id, "-below"].concat();
    let tick = drawn("input", "tick")
        .set("type", "checkbox")
        .set("id", id)
        .set("aria-describedby", &described)
        .flag("aria-invalid", move || wrong.get().is_some());
    let input = tick.input();
    if let Some(input) = &input {
        input.set_checked(ticked.now());
    }
    let heard = input.clone();
    let tick = tick.on("change", move |_| {
        ticked.set(heard.as_ref().is_some_and(HtmlInputElement::checked));
    });
    let words = words.into_iter().map(|word| {
        let text = word.text;
        match word.href {
            Some(href) => drawn("a", "away")
                .set("href", &href)
                .set("target", "_blank")
                .set("rel", "noopener noreferrer")
                .say(move || text.clone()),
            None => El::new("span").say(move || text.clone()),
        }
    });
    let words = drawn("span", "words").with(&words.collect::<Vec<_>>());
    let wrong = drawn("span", "wrong")
        .set("id", &described)
        .say(move || said.get().unwrap_or_default());
    let check = drawn("label", "check").with(&[tick, words, wrong]);
    (check, Tick(Live::new(input)))
}

fn drawn(tag: &str, name: &str) -> El {
    let css = style_sheet!("./style/check.css");
    El::part(tag, css, name)
}

/// The input of a box.
#[derive(Clone, Copy)]
pub struct Tick(Live<Option<HtmlInputElement>>);

impl Tick {
    pub fn focus(self) {
        if let Some(input) = self.0.now() {
            let _hidden = input.focus();
        }
    }
}
