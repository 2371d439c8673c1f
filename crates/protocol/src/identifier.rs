//! Who someone says they are, parsed once at the edge.

use crate::{Field, Rule, cut};

/// Longest identifier that any backend is asked about, in characters (RFC 5321 section 4.5.3.1 allows 254 for an address).
const MAX: usize = 254;

/// A plausible mail address. Whether it exists, only a mail can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Trims, then asks for one `@` with something sensible on both sides.
    pub fn parse(typed: &str) -> Result<Self, Rule> {
        let typed = bounded(typed)?;
        let (local, domain) = cut::at_last(typed, b'@').ok_or(Rule::Format)?;
        let empty = domain.starts_with('.') || domain.ends_with('.');
        let dotted = !empty && !domain.as_bytes().windows(2).any(|it| it == b"..");
        let clean = !typed.chars().any(|it| {
            it.is_whitespace()
                || it.is_control()
                || matches!(it, ',' | ';' | '<' | '>' | '"' | '(' | ')')
        });
        if local.is_empty()
            || cut::has(local, b'@')
            || local.len() > 64
            || !dotted
            || !cut::has(domain, b'.')
            || !clean
        {
            return Err(Rule::Format);
        }
        Ok(Self(typed.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name chosen for signing in: never an address or a number, so that the three never collide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    pub const MIN: usize = 3;
    pub const MAX: usize = 32;

    pub fn parse(typed: &str) -> Result<Self, Rule> {
        let typed = bounded(typed)?;
        let length = typed.chars().count();
        if length < Self::MIN {
            return Err(Rule::TooShort(Self::MIN as u32));
        }
        if length > Self::MAX {
            return Err(Rule::TooLong);
        }
        let clean = typed
            .chars()
            .all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.'));
        let only_digits = typed.chars().all(|it| it.is_ascii_digit());
        if clean && !only_digits {
            Ok(Self(typed.to_owned()))
        } else {
            Err(Rule::Format)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the one account field may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    Email,
    Username,
    Phone,
}

impl AccountKind {
    pub const ALL: [AccountKind; 3] = [
        AccountKind::Email,
        AccountKind::Username,
        AccountKind::Phone,
    ];

    /// The value in `passwordTabConfig.validLoginMethods`.
    pub fn key(self) -> &'static str {
        match self {
            AccountKind::Email => "email-password",
            AccountKind::Username => "username-password",
            AccountKind::Phone => "phone-password",
        }
    }

    fn accepts(self, typed: &str) -> bool {
        match self {
            AccountKind::Email => Email::parse(typed).is_ok(),
            // Names of older accounts may follow other rules than new ones.
            AccountKind::Username => !cut::has(typed, b'@'),
            AccountKind::Phone => typed.chars().filter(char::is_ascii_digit).count() >= 5,
        }
    }
}

/// The account as it is sent: trimmed, and of a kind that the app accepts.
pub fn accepted(typed: &str, kinds: &[AccountKind]) -> Result<String, (Field, Rule)> {
    let typed = bounded(typed).map_err(|rule| (Field::Account, rule))?;
    if kinds.iter().any(|kind| kind.accepts(typed)) {
        Ok(typed.to_owned())
    } else {
        Err((Field::Account, Rule::Format))
    }
}

fn bounded(typed: &str) -> Result<&str, Rule> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Rule::Required);
    }
    if typed.chars().count() > MAX {
        Err(Rule::TooLong)
    } else {
        Ok(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_trimmed_and_needs_both_sides() {
        assert_eq!(
            Email::parse("  ada@example.com ").unwrap().as_str(),
            "ada@example.com"
        );
        for bad in [
            "ada",
            "@example.com",
            "ada@",
            "ada@example",
            "ada@.com",
            "a da@example.com",
            "a@b@c.com",
            "a,b@x.io",
            "a@x.io\nBcc:",
        ] {
            assert_eq!(Email::parse(bad), Err(Rule::Format), "{bad}");
        }
        assert_eq!(Email::parse("  "), Err(Rule::Required));
        assert_eq!(
            Email::parse(&format!("{}@example.com", "a".repeat(400))),
            Err(Rule::TooLong)
        );
    }

    #[test]
    fn a_username_is_never_an_address_or_a_number() {
        assert!(Username::parse("ada.lovelace").is_ok());
        assert!(Username::parse("小明同学").is_ok());
        assert_eq!(Username::parse("ad"), Err(Rule::TooShort(3)));
        assert_eq!(Username::parse("ada@x"), Err(Rule::Format));
        assert_eq!(Username::parse("13800000000"), Err(Rule::Format));
        assert_eq!(Username::parse(&"a".repeat(33)), Err(Rule::TooLong));
    }

    #[test]
    fn the_account_field_takes_only_what_the_app_allows() {
        assert!(accepted("ada@example.com", &[AccountKind::Email]).is_ok());
        assert_eq!(
            accepted("ada", &[AccountKind::Email]),
            Err((Field::Account, Rule::Format))
        );
        assert_eq!(
            accepted(" ada ", &[AccountKind::Email, AccountKind::Username]),
            Ok("ada".into())
        );
        assert_eq!(
            accepted("ada@", &[AccountKind::Username]),
            Err((Field::Account, Rule::Format))
        );
    }
}
