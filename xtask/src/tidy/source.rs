//! The files that rules look at, and how a breach is told.

use crate::trouble::{At, Outcome};
use crate::{place, run};
use std::fmt;
use std::process::Command;

pub struct Source {
    /// From the root, with `/`.
    pub path: String,
    pub text: String,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    path: String,
    line: usize,
    what: String,
}

/// Every text file that is in the repository or about to be.
pub fn all() -> Outcome<Vec<Source>> {
    let listed = run::printed(
        Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(place::root()),
    )?;
    let mut sources = Vec::new();
    for path in listed.split('\0').filter(|it| !it.is_empty()) {
        let file = place::at(path);
        if !file.is_file() {
            continue; // Removed, and not yet committed as such.
        }
        // What is not text has no lines to look at.
        if let Ok(text) = String::from_utf8(std::fs::read(&file).at(&file)?) {
            sources.push(Source::new(path, &text));
        }
    }
    Ok(sources)
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
        }
    }

    pub fn is_under(&self, dir: &str) -> bool {
        self.path.starts_with(dir)
    }

    pub fn is(&self, suffix: &str) -> bool {
        self.path.ends_with(suffix)
    }

    /// Numbered lines, without what stands in `//` comments.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, without_comment(line)))
    }

    pub fn breach(&self, line: usize, what: impl Into<String>) -> Breach {
        Breach {
            path: self.path.clone(),
            line,
            what: what.into(),
        }
    }

    /// A breach for each line of code that names one of `tokens` as whole words.
    pub fn naming(&self, tokens: &[&str], what: &str) -> Vec<Breach> {
        let named = |line: &str| {
            tokens
                .iter()
                .find(|token| has_word(line, token))
                .map(|it| it.to_string())
        };
        self.code()
            .filter_map(|(number, line)| {
                Some(self.breach(number, format!("`{}` {what}", named(line)?)))
            })
            .collect()
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}", self.path, self.line, self.what)
    }
}

/// `https://` opens no comment.
fn without_comment(line: &str) -> &str {
    let opening = line
        .match_indices("//")
        .find(|(index, _)| *index == 0 || line.as_bytes().get(index - 1) != Some(&b':'));
    opening
        .and_then(|(index, _)| line.get(..index))
        .unwrap_or(line)
}

/// Whether `word` stands there by itself: `window()` is not in `my_window()`.
pub fn has_word(text: &str, word: &str) -> bool {
    let is_inner = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let opens_inner = is_inner(word.chars().next());
    let ends_inner = is_inner(word.chars().last());
    text.match_indices(word).any(|(index, _)| {
        let before = text.get(..index).and_then(|it| it.chars().last());
        let after = text
            .get(index + word.len()..)
            .and_then(|it| it.chars().next());
        !(opens_inner && is_inner(before) || ends_inner && is_inner(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_by_themselves() {
        assert!(has_word("let it = window();", "window()"));
        assert!(
            !has_word("my_window()", "window()")
                && !has_word("evaluate(x)", "eval")
                && has_word("x.eval(y)", "eval")
        );
    }

    #[test]
    fn comments_are_not_code_and_addresses_are_no_comments() {
        assert_eq!(without_comment("a // b"), "a ");
        assert_eq!(without_comment("\"https://a\" // b"), "\"https://a\" ");
        assert_eq!(without_comment("/// b"), "");
    }
}
