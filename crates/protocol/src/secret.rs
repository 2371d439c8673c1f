//! A value that must never reach a log, an attribute or a panic message.
use std::fmt;

/// Text that only [`Secret::expose`] gives out.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The text itself: for the wire and for the host page, nowhere else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(_)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_secret_tells_nothing() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(_)");
        assert!(!format!("{:#?}", Some(Secret::new("hunter2"))).contains("hunter2"));
    }
}
