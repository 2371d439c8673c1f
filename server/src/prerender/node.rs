//! Elements as data, and as HTML. This is the one place of the server where a text goes into markup that is not a template, and everything that goes in is
//! escaped on its way.
use std::collections::BTreeMap;
use std::fmt;

use askama::filters::{Escaper, Html, HtmlSafe};
use serde_json::Value;

/// What is markup already: a template prints it as it is.
#[derive(Clone, Debug, Default)]
pub struct Markup(String);

impl HtmlSafe for Markup {}

impl fmt::Display for Markup {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl Markup {
    pub fn into_string(self) -> String {
        self.0
    }

    /// A tag of ours, such as `<template>`; not for anything that somebody may say.
    pub fn tag(&mut self, tag: &'static str) -> &mut Self {
        self.0.push_str(tag);
        self
    }

    /// A sheet of ours, which holds no `</`: what stands in a `<style>` is not escaped.
    pub fn style(&mut self, css: &str) {
        for it in ["<style>", css, "</style>"] {
            self.0.push_str(it);
        }
    }

    fn text(&mut self, text: &str) {
        // Writing into a text fails never.
        let _written = Html.write_escaped_str(&mut self.0, text);
    }
}

/// Ours is said in the reader's language; what somebody else wrote is shown as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    Ours(String),
    Theirs(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Text(Text),
    Element(Element),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    pub tag: String,
    pub attributes: Vec<(String, Text)>,
    pub children: Vec<Node>,
}

/// What texts of ours become.
pub struct Words<'a> {
    pub lang: &'a str,
    pub own: Option<&'a BTreeMap<String, String>>,
    pub english: Option<&'a BTreeMap<String, String>>,
    /// What ids begin with, in place of `#`.
    pub ids: &'a str,
}

/// Those that `npm/early.js` draws, too, and a link.
const TAGS: [&str; 15] = [
    "section", "div", "header", "h1", "p", "form", "label", "input", "span", "button", "svg",
    "path", "img", "link", "a",
];
const EMPTY: [&str; 3] = ["input", "img", "link"];
const IDS: [&str; 4] = ["id", "for", "aria-describedby", "aria-controls"];

impl Element {
    pub fn new(tag: &str, attributes: &[(&str, &str)]) -> Self {
        let mut element = Self {
            tag: tag.to_owned(),
            attributes: Vec::new(),
            children: Vec::new(),
        };
        for (name, value) in attributes {
            element.set(name, Text::Theirs((*value).to_owned()));
        }
        element
    }

    /// `[tag, attributes, ...children]`, where a text is a child, too. `None` for anything else.
    pub fn read(value: &Value) -> Option<Self> {
        let [tag, attributes, children @ ..] = value.as_array()?.as_slice() else {
            return None;
        };
        let tag = tag.as_str().filter(|it| TAGS.contains(it))?.to_owned();
        let is_name = |it: &str| it.bytes().all(|it| it.is_ascii_alphabetic() || it == b'-');
        let attribute = |(name, value): (&String, &Value)| {
            let value = Text::Ours(value.as_str()?.to_owned());
            is_name(name).then(|| (name.clone(), value))
        };
        let child = |it: &Value| match it.as_str() {
            Some(text) => Some(Node::Text(Text::Ours(text.to_owned()))),
            None => Self::read(it).map(Node::Element),
        };
        Some(Self {
            tag,
            attributes: attributes
                .as_object()?
                .iter()
                .map(attribute)
                .collect::<Option<_>>()?,
            children: children.iter().map(child).collect::<Option<_>>()?,
        })
    }

    pub fn set(&mut self, name: &str, value: Text) {
        self.attributes.retain(|it| it.0 != name);
        self.attributes.push((name.to_owned(), value));
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        let said = |it: &(String, Text)| {
            it.0 == name && matches!(&it.1, Text::Ours(it) | Text::Theirs(it) if it == value)
        };
        self.attributes.iter().any(said)
    }

    /// This element or the first below it with such an attribute.
    pub fn find(&mut self, name: &str, value: &str) -> Option<&mut Self> {
        if self.is(name, value) {
            return Some(self);
        }
        let mut below = self.elements();
        below.find_map(|it| it.find(name, value))
    }

    /// Its children, without texts.
    pub fn elements(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(|it| match it {
            Node::Element(it) => Some(it),
            Node::Text(_) => None,
        })
    }

    /// Without the children that have such an attribute.
    pub fn drop(&mut self, name: &str, value: &str) {
        self.children
            .retain(|it| !matches!(it, Node::Element(it) if it.is(name, value)));
    }

    /// Says `text` and nothing else.
    pub fn say(&mut self, text: Text) {
        self.children = vec![Node::Text(text)];
    }

    pub fn write(&self, words: &Words<'_>, out: &mut Markup) {
        out.0.push('<');
        out.0.push_str(&self.tag);
        for (name, value) in &self.attributes {
            let mut value = words.say(value);
            if IDS.contains(&name.as_str()) {
                value = value.replacen('#', words.ids, 1);
            }
            out.0.push(' ');
            out.0.push_str(name);
            out.0.push_str("=\"");
            out.text(&value);
            out.0.push('"');
        }
        out.0.push('>');
        if EMPTY.contains(&self.tag.as_str()) {
            return;
        }
        for child in &self.children {
            match child {
                Node::Text(text) => out.text(&words.say(text)),
                Node::Element(it) => it.write(words, out),
            }
        }
        out.0.push_str("</");
        out.0.push_str(&self.tag);
        out.0.push('>');
    }
}

impl Words<'_> {
    pub fn text(&self, key: &str) -> &str {
        let own = self.own.and_then(|it| it.get(key));
        own.or_else(|| self.english.and_then(|it| it.get(key)))
            .map_or("", String::as_str)
    }

    /// Each `{key}` of ours becomes its words.
    fn say(&self, text: &Text) -> String {
        let mut rest = match text {
            Text::Theirs(text) => return text.clone(),
            Text::Ours(text) => text.as_str(),
        };
        let mut said = String::new();
        while let Some((before, key, after)) = rest.split_once('{').and_then(|(before, rest)| {
            let (key, after) = rest.split_once('}')?;
            Some((before, key, after))
        }) {
            said.push_str(before);
            said.push_str(if key == "lang" {
                self.lang
            } else {
                self.text(key)
            });
            rest = after;
        }
        said + rest
    }
}
