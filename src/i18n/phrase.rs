//! A text as data: which one, and what is put into it. It becomes words only where it is shown, in the language of that moment.
use super::{I18n, Key};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    Plain(Key),
    With(Key, Vec<(&'static str, String)>),
    /// Somebody else's words.
    Literal(String),
}

impl From<Key> for Phrase {
    fn from(key: Key) -> Self {
        Self::Plain(key)
    }
}

impl I18n {
    pub fn say(self, phrase: &Phrase) -> String {
        match phrase {
            Phrase::Plain(key) => self.text(*key),
            Phrase::With(key, values) => {
                let values: Vec<_> = values
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                self.with(*key, &values)
            }
            Phrase::Literal(text) => text.clone(),
        }
    }
}
