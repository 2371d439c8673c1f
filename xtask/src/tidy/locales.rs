//! Locale files: each has the keys of English, no more and no fewer, and the same placeholders.

use super::source::{Breach, Source};
use std::collections::BTreeMap;

const DIR: &str = "public/locales/";
const FIRST: &str = "public/locales/en-US.json";

type Texts = BTreeMap<String, String>;

pub fn keys(sources: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut read = Vec::new();
    for source in sources
        .iter()
        .filter(|it| it.is_under(DIR) && it.is(".json"))
    {
        match serde_json::from_str::<Texts>(&source.text) {
            Ok(texts) => read.push((source, texts)),
            Err(error) => breaches
                .push(source.breach(error.line(), format!("is no flat table of texts: {error}"))),
        }
    }
    let Some(first) = read
        .iter()
        .find(|(source, _)| source.path == FIRST)
        .map(|(_, texts)| texts.clone())
    else {
        return breaches;
    };
    for (source, texts) in &read {
        for key in first.keys().filter(|it| !texts.contains_key(*it)) {
            breaches.push(source.breach(1, format!("lacks `{key}`")));
        }
        for (key, text) in texts {
            match first.get(key) {
                None => {
                    breaches.push(source.breach(1, format!("has `{key}`, which {FIRST} has not")))
                }
                Some(english) if placeholders(english) != placeholders(text) => {
                    breaches.push(source.breach(
                        1,
                        format!("`{key}` does not have the placeholders of {FIRST}"),
                    ));
                }
                Some(_) => {}
            }
        }
    }
    breaches
}

/// `{count}` and the like, each once, in order of the alphabet.
fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|it| it.split_once('}'))
        .map(|(name, _)| name)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(chinese: &str) -> Vec<String> {
        let english = Source::new(FIRST, r#"{"a":"Sign in","b":"{count} tries left"}"#);
        keys(&[english, Source::new("public/locales/zh-CN.json", chinese)])
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_key_that_is_missing_extra_or_without_its_placeholder_is_found() {
        assert_eq!(
            told(r#"{"a":"登录","b":"还剩 {count} 次"}"#),
            Vec::<String>::new()
        );
        assert_eq!(
            told(r#"{"b":"还剩 {count} 次"}"#),
            ["public/locales/zh-CN.json:1: lacks `a`"]
        );
        assert_eq!(
            told(r#"{"a":"登录","b":"还剩 {count} 次","c":"x"}"#).len(),
            1
        );
        assert_eq!(told(r#"{"a":"登录","b":"还剩几次"}"#).len(), 1);
        assert_eq!(told(r#"{"a":1}"#).len(), 1);
    }
}
