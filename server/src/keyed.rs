//! Names for what must not be written down: a keyed hash stands for an identifier or a network address,
//! and for codes and tokens at rest.
use aws_lc_rs::{constant_time, digest, hmac};

use crate::hex;

/// The server's own key; every node of one database has the same.
#[derive(Clone)]
pub struct Keyed(hmac::Key);

impl Keyed {
    pub fn new(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// HMAC-SHA256 over `parts`, each preceded by its length so that no two lists collide. 64 hexadecimal characters.
    pub fn name(&self, parts: &[&str]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        hex::of(context.sign().as_ref())
    }

    /// Short enough for a log line, long enough to tell people apart.
    pub fn short(&self, parts: &[&str]) -> String {
        let mut name = self.name(parts);
        name.truncate(16);
        name
    }
}

/// SHA-256, for tokens that are random enough to need no key.
pub fn fingerprint(text: &str) -> String {
    hex::of(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
}

/// Compares in a time that does not depend on where the texts differ.
pub fn same(one: &str, other: &str) -> bool {
    constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_depends_on_the_key_and_on_where_parts_end() {
        let keyed = Keyed::new(b"one");
        assert_eq!(keyed.name(&["a", "b"]), keyed.name(&["a", "b"]));
        assert_ne!(keyed.name(&["a", "b"]), keyed.name(&["ab", ""]));
        assert_ne!(keyed.name(&["a"]), Keyed::new(b"two").name(&["a"]));
        assert_eq!(keyed.short(&["a"]).len(), 16);
    }
}
