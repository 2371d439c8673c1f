//! The first form as HTML, the way `<guard-login>` would draw it: from the same description (`src/views/first-form.json`, as `cargo xtask dist` leaves it
//! beside the widget) and the app's own settings, read by the same code that the widget reads them with.
use std::collections::BTreeMap;
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use serde_json::Value;

mod form;
mod node;

pub use form::{Form, NoScript, Sheet, Tree};
pub use node::Markup;
use node::{Element, Words};

/// The description, read once.
pub struct FirstForm {
    card: Element,
    logo: Element,
    corner: Element,
    tabs: Element,
    tab: Element,
    /// By language and key.
    words: BTreeMap<String, BTreeMap<String, String>>,
    css: String,
    /// What a policy calls `css`, where it stands in the page: `sha256-` and base64.
    pub css_hash: String,
}

#[derive(Debug, thiserror::Error)]
#[error("{0} is not of this version of the server: build the widget again")]
pub struct OtherVersion(String);

impl FirstForm {
    /// From the folder of the built widget. Nothing where that has no description, as a build by other means than ours.
    pub fn read(folder: &Path) -> Result<Option<Self>, OtherVersion> {
        let file = folder.join("first-form.json");
        let Ok(text) = std::fs::read_to_string(&file) else {
            return Ok(None);
        };
        let fault = || OtherVersion(file.display().to_string());
        let all: Value = serde_json::from_str(&text).map_err(|_| fault())?;
        let element = |path: &str| all.pointer(path).and_then(Element::read).ok_or_else(fault);
        let words = all.get("words").cloned().unwrap_or_default();
        // Nothing in it may end the element that it is to stand in.
        let css = all.get("css").and_then(Value::as_str);
        let css = css.filter(|it| !it.contains("</")).ok_or_else(fault)?;
        let hash = digest(&SHA256, css.as_bytes());
        Ok(Some(Self {
            card: element("/tree")?,
            logo: element("/more/logo")?,
            corner: element("/more/corner")?,
            tabs: element("/more/tabs")?,
            tab: element("/more/tab")?,
            words: serde_json::from_value(words).map_err(|_| fault())?,
            css: css.to_owned(),
            css_hash: format!("sha256-{}", STANDARD.encode(hash)),
        }))
    }

    fn words<'a>(&'a self, lang: &'a str, ids: &'a str) -> Words<'a> {
        Words {
            lang,
            own: self.words.get(lang),
            english: self.words.get("en-US"),
            ids,
        }
    }
}
