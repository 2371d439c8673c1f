//! The words of the box: a text for each [`Key`], in one language at a time.
//!
//! English is compiled in, so that there is always something to say; another language lies over it, and what the
//! host page overrides lies over both. Texts are text: nothing here ever becomes markup.
mod locale;
mod phrase;
mod say;

use std::rc::Rc;

use guard_protocol::json::{self, CONFIG};
use leptos::prelude::*;
use serde_json::{Map, Value};

pub use locale::{best, direction};
pub use phrase::Phrase;
pub use say::{fault, rule};

include!(concat!(env!("OUT_DIR"), "/key.rs"));

const ENGLISH: &str = include_str!("../../public/locales/en-US.json");

/// Texts by key. What is absent is looked up in the next layer.
type Texts = Map<String, Value>;

#[derive(Clone, Copy)]
pub struct I18n {
    layers: RwSignal<Layers, LocalStorage>,
    ready: RwSignal<bool>,
}

#[derive(Clone)]
struct Layers {
    tag: &'static str,
    host: Rc<Texts>,
    locale: Rc<Texts>,
    english: Rc<Texts>,
}

impl I18n {
    /// `host`: texts of the page's own, by key; what is no text is passed over.
    pub fn provide(host: Texts) -> Self {
        let i18n = Self {
            layers: RwSignal::new_local(Layers {
                tag: "en-US",
                host: Rc::new(host),
                locale: Rc::default(),
                english: Rc::new(texts(ENGLISH).unwrap_or_default()),
            }),
            ready: RwSignal::new(true),
        };
        provide_context(i18n);
        i18n
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// The language in use, as a BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.layers.with(|it| it.tag)
    }

    /// The same, for readers that do not follow it.
    pub fn tag_now(self) -> String {
        self.layers
            .try_with_untracked(|it| it.tag)
            .unwrap_or("en-US")
            .to_owned()
    }

    /// Speaks `tag` from now on. `file`: the text of its locale file; English needs none.
    pub fn speak(self, tag: &'static str, file: &str) {
        let locale = texts(file).unwrap_or_default();
        let _unmounted = self.layers.try_update(|it| {
            it.tag = tag;
            it.locale = Rc::new(locale);
        });
    }

    /// Whether the words are there; nothing is said in a language that is about to change.
    pub fn ready(self) -> RwSignal<bool> {
        self.ready
    }

    pub fn text(self, key: Key) -> String {
        self.layers.with(|it| {
            [&it.host, &it.locale, &it.english]
                .into_iter()
                .find_map(|texts| texts.get(key.name()).and_then(Value::as_str))
                .unwrap_or_default()
                .to_owned()
        })
    }

    /// The text with each `{name}` replaced. What is put in is text as well.
    pub fn with(self, key: Key, values: &[(&str, &str)]) -> String {
        fill(&self.text(key), values)
    }
}

fn texts(file: &str) -> Option<Texts> {
    match json::parse(file, CONFIG) {
        Ok(Value::Object(texts)) => Some(texts),
        _ => None,
    }
}

/// One pass, so that a value that looks like a placeholder stays what it is.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let value = values.iter().find(|(it, _)| *it == name)?;
            Some((value.1, after))
        });
        if let Some((value, after)) = value {
            filled.push_str(value);
            rest = after;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::locale::LOCALES;
    use super::*;

    #[test]
    fn a_placeholder_is_filled_once_and_an_unknown_one_stays() {
        assert_eq!(
            fill("{a} of {b}, {c}", &[("a", "{b}"), ("b", "2")]),
            "{b} of 2, {c}"
        );
        assert_eq!(fill("{a", &[("a", "1")]), "{a");
        assert_eq!(fill("", &[]), "");
    }

    #[test]
    fn every_language_has_every_key_and_the_same_placeholders() {
        let english = texts(ENGLISH).unwrap();
        for locale in LOCALES {
            let path = format!("public/locales/{}.json", locale.tag);
            let other = texts(&std::fs::read_to_string(&path).unwrap()).unwrap();
            for (key, text) in &english {
                let translated = other.get(key).and_then(Value::as_str);
                let translated = translated.unwrap_or_else(|| panic!("{path} lacks {key}"));
                assert_eq!(
                    placeholders(translated),
                    placeholders(text.as_str().unwrap()),
                    "{path} {key}"
                );
            }
            assert_eq!(
                other.len(),
                english.len(),
                "{path} has keys that English lacks"
            );
        }
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let mut names: Vec<_> = text
            .split('{')
            .skip(1)
            .filter_map(|it| it.split_once('}'))
            .map(|it| it.0)
            .collect();
        names.sort_unstable();
        names
    }
}
