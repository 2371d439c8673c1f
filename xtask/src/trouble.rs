//! What goes wrong in a command: one sentence saying what, and the command or act that mends it.

use std::fmt;

#[derive(Debug)]
pub struct Trouble {
    what: String,
    mend: Option<String>,
}

pub type Outcome<T = ()> = Result<T, Trouble>;

impl Trouble {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            mend: None,
        }
    }

    /// Says how it is mended: a command to type, or an act.
    pub fn mended_by(self, mend: impl Into<String>) -> Self {
        Self {
            mend: Some(mend.into()),
            ..self
        }
    }

    pub fn has_mend(&self) -> bool {
        self.mend.is_some()
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.mend {
            Some(mend) => write!(out, "{}. To mend it: {mend}", self.what),
            None => write!(out, "{}.", self.what),
        }
    }
}

/// Turns an error of the file system into a trouble that names the path.
pub trait At<T> {
    fn at(self, path: impl AsRef<std::path::Path>) -> Outcome<T>;
}

impl<T> At<T> for std::io::Result<T> {
    fn at(self, path: impl AsRef<std::path::Path>) -> Outcome<T> {
        self.map_err(|error| Trouble::new(format!("{}: {error}", path.as_ref().display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trouble_names_its_mend() {
        let trouble = Trouble::new("npm is missing").mended_by("apt-get install -y npm");
        assert_eq!(
            trouble.to_string(),
            "npm is missing. To mend it: apt-get install -y npm"
        );
    }

    #[test]
    fn a_file_error_names_the_file() {
        let trouble = std::fs::read("no/such/file")
            .at("no/such/file")
            .unwrap_err()
            .to_string();
        assert!(trouble.starts_with("no/such/file: "), "{trouble}");
    }
}
