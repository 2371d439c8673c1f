//! The words of the box: a text for each [`Key`], in one language at a time.
//!
//! English is compiled in, each text with the chunk that says it, so that there is always something to say; another language lies over it, and what the
//! host page overrides lies over both. Texts are text: nothing here ever becomes markup.
mod locale;
mod phrase;
mod say;
mod say_later;

use std::rc::Rc;

use crate::given::{give, given};
use crate::live::Live;
use guard_protocol::cut;
use guard_protocol::json::{self, CONFIG, Json};

pub use guard_protocol::write::decimal;
pub use locale::{best, direction};
pub use phrase::Phrase;
pub use say::{fault, rule};

include!(concat!(env!("OUT_DIR"), "/key.rs"));

/// The English texts of one file of the box: of the first one, or of a chunk.
pub struct Chapter {
    /// The first of its keys.
    from: usize,
    /// [`hash`] of each key in the locale files.
    hashes: &'static [u32],
    /// A line each: one text is smaller in the download than a list of them.
    english: &'static str,
}

impl Chapter {
    fn index(&self, key: Key) -> Option<usize> {
        let index = (key as usize).checked_sub(self.from)?;
        (index < self.hashes.len()).then_some(index)
    }

    fn text(&self, index: usize) -> &'static str {
        let mut lines = self.english;
        for _before in 0..index {
            lines = cut::at(lines, b'\n').map_or("", |it| it.1);
        }
        cut::at(lines, b'\n').map_or(lines, |it| it.0)
    }
}

/// Texts by the [`hash`] of their keys. What is absent is looked up in the next layer.
type Texts = Vec<(u32, String)>;

#[derive(Clone, Copy)]
pub struct I18n {
    layers: Live<Layers>,
}

#[derive(Clone)]
struct Layers {
    tag: &'static str,
    /// Whether the words are there; nothing is said in a language that is about to change.
    ready: bool,
    host: Rc<Texts>,
    locale: Rc<Texts>,
    english: Vec<&'static Chapter>,
}

impl I18n {
    /// `host`: texts of the page's own, by key; what is no text is passed over.
    pub fn provide(host: &Json) -> Self {
        let i18n = Self {
            layers: Live::new(Layers {
                tag: "en-US",
                ready: true,
                host: Rc::new(texts(host)),
                locale: Rc::default(),
                english: vec![&FIRST],
            }),
        };
        give(i18n);
        i18n
    }

    /// The box's own; outside of every box, English.
    pub fn expect() -> Self {
        given().unwrap_or_else(|| Self::provide(&Json::Null))
    }

    /// The language in use, as a BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.layers.with(|it| it.tag).unwrap_or("en-US")
    }

    /// The same, for readers that do not follow it.
    pub fn tag_now(self) -> String {
        self.layers.peek(|it| it.tag).unwrap_or("en-US").to_owned()
    }

    /// Speaks `tag` from now on. `text`: its locale file; English needs none.
    pub fn speak(self, tag: &'static str, text: &str) {
        let locale = file(text);
        self.layers.change(|it| {
            it.tag = tag;
            it.locale = Rc::new(locale);
        });
    }

    pub fn is_ready(self) -> bool {
        self.layers.with(|it| it.ready).unwrap_or(true)
    }

    /// Knows the words of a chunk from now on.
    pub fn learn(self, chapter: &'static Chapter) {
        let known = self
            .layers
            .peek(|it| it.english.iter().any(|it| it.from == chapter.from));
        if known == Some(false) {
            self.layers.change(|it| it.english.push(chapter));
        }
    }

    /// Says whether the words are there.
    pub fn make_ready(self, ready: bool) {
        self.layers.change(|it| it.ready = ready);
    }

    pub fn text(self, key: Key) -> String {
        let own = self.layers.with(|it| {
            let mut chapters = it.english.iter();
            let (chapter, index) = chapters.find_map(|it| Some((it, it.index(key)?)))?;
            let hash = chapter.hashes.get(index)?;
            let mut layers = [&it.host, &it.locale].into_iter();
            let said = layers.find_map(|texts| texts.iter().find(|it| it.0 == *hash));
            Some(said.map_or_else(|| chapter.text(index).to_owned(), |it| it.1.clone()))
        });
        own.flatten().unwrap_or_default()
    }

    /// The text with its `{count}`.
    pub fn counted(self, key: Key, count: u32) -> String {
        self.with(key, &[("count", &decimal(count.into()))])
    }

    /// The text with each `{name}` replaced. What is put in is text as well.
    pub fn with(self, key: Key, values: &[(&str, &str)]) -> String {
        fill(&self.text(key), values)
    }
}

fn file(text: &str) -> Texts {
    texts(&json::read(text, CONFIG).unwrap_or_default())
}

fn texts(from: &Json) -> Texts {
    let mut texts = Vec::new();
    for (name, text) in from.entries() {
        if let Some(text) = text.as_text() {
            texts.push((hash(name), text.to_owned()));
        }
    }
    texts
}

/// FNV-1a, as `build.rs` has it. No two of our keys have one hash; a key that is not ours may have one of ours by chance, once in some millions.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, it| {
        (hash ^ u32::from(it)).wrapping_mul(0x0100_0193)
    })
}

/// One pass, so that a value that looks like a placeholder stays what it is.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = cut::at(rest, b'{') {
        filled.push_str(before);
        let value = cut::at(after, b'}').and_then(|(name, after)| {
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
        for locale in LOCALES {
            let path = format!("public/locales/{}.json", locale.tag);
            let text = std::fs::read_to_string(&path).unwrap();
            // What is said while there is no wasm is none of its keys (`build/late.rs`).
            let ours = |it: &&str| it.contains("\": \"") && !it.contains("\"late.");
            assert_eq!(
                text.lines().filter(ours).count(),
                NAMES.len(),
                "{path} has as many keys as English"
            );
            let texts = file(&text);
            for (name, ours) in NAMES.iter().zip(english()) {
                let other = texts.iter().find(|it| it.0 == hash(name));
                let other = other.unwrap_or_else(|| panic!("{path} lacks {name}"));
                assert_eq!(placeholders(&other.1), placeholders(ours), "{path} {name}");
            }
        }
    }

    fn english() -> impl Iterator<Item = &'static str> {
        let chapters = [&FIRST, &ACCOUNT, &SCAN];
        chapters.into_iter().flat_map(|it| it.english.lines())
    }

    #[test]
    fn every_key_stands_in_one_chapter() {
        assert_eq!(english().count(), NAMES.len());
        let last = ACCOUNT.hashes.len() - 1;
        assert_eq!(ACCOUNT.text(0), ACCOUNT.english.lines().next().unwrap());
        assert_eq!(ACCOUNT.text(last), ACCOUNT.english.lines().last().unwrap());
        // By name: a key that is named here would count as said by the first form.
        let chapter = |name: &str| {
            NAMES
                .iter()
                .position(|it| *it == name)
                .map(|it| it >= ACCOUNT.from)
        };
        assert_eq!(chapter("signIn.submit"), Some(false));
        assert_eq!(chapter("box.back"), Some(false), "said by both");
        assert_eq!(chapter("code.title"), Some(true));
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
