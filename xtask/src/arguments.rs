//! The words after a command. A word that no command takes is a trouble that shows the usage.

use crate::trouble::{Outcome, Trouble};

pub struct Arguments(Vec<String>);

impl Arguments {
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        Self(words.into_iter().collect())
    }

    /// Takes a word, and says whether it was there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|it| it != name);
        self.0.len() < before
    }

    /// Takes `--name VALUE` or `--name=VALUE`.
    pub fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        let glued = format!("{name}=");
        if let Some(index) = self.0.iter().position(|it| it.starts_with(&glued)) {
            return Ok(self
                .0
                .remove(index)
                .strip_prefix(&glued)
                .map(str::to_string));
        }
        let Some(index) = self.0.iter().position(|it| it == name) else {
            return Ok(None);
        };
        self.0.remove(index);
        if index < self.0.len() && !self.0.get(index).is_some_and(|it| it.starts_with("--")) {
            return Ok(Some(self.0.remove(index)));
        }
        Err(Trouble::new(format!("{name} wants a value after it")))
    }

    /// Nothing may be left.
    pub fn done(self, usage: &str) -> Outcome {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(
                Trouble::new(format!("`{word}` is not a word this command takes")).mended_by(usage),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &str) -> Arguments {
        Arguments::new(words.split(' ').map(str::to_string))
    }

    #[test]
    fn flags_and_values_are_taken_wherever_they_stand() {
        let mut arguments = of("--listen 127.0.0.1:1 --release --need=A,B");
        assert!(arguments.flag("--release") && !arguments.flag("--release"));
        assert_eq!(
            arguments.value("--listen").unwrap().as_deref(),
            Some("127.0.0.1:1")
        );
        assert_eq!(arguments.value("--need").unwrap().as_deref(), Some("A,B"));
        arguments.done("x").unwrap();
    }

    #[test]
    fn a_word_that_is_not_known_and_a_value_that_is_missing_are_told() {
        assert!(
            of("--relase")
                .done("demo [--release]")
                .unwrap_err()
                .to_string()
                .contains("--relase")
        );
        assert!(of("--listen --release").value("--listen").is_err());
    }
}
