//! Where the backend is: the one address that a page's author gives us, checked strictly.

use crate::cut;

/// An origin with an optional path, without a trailing slash: `https://id.example.com/guard`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host(String);

/// Why an address was refused, in words for the page's author.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostFault {
    NotHttps,
    Credentials,
    QueryOrFragment,
    NotAscii,
    Malformed,
}

impl HostFault {
    pub fn as_str(self) -> &'static str {
        match self {
            HostFault::NotHttps => "must begin with https:// (http:// only for localhost)",
            HostFault::Credentials => "must not carry a user name or password",
            HostFault::QueryOrFragment => "must not carry a query or a fragment",
            HostFault::NotAscii => "must be written in ASCII (an international name as xn--…)",
            HostFault::Malformed => "is not an address like https://id.example.com",
        }
    }
}

impl Host {
    /// Accepts `https://name[:port][/path]`, and `http://` for loopback names and for `page_origin` itself.
    ///
    /// Stricter than the URL standard on purpose: what two parsers could read differently is refused.
    pub fn parse(given: &str, page_origin: &str) -> Result<Self, HostFault> {
        if !given.is_ascii() {
            return Err(HostFault::NotAscii);
        }
        let (secure, rest) = match (
            given.strip_prefix("https://"),
            given.strip_prefix("http://"),
        ) {
            (Some(rest), _) => (true, rest),
            (None, Some(rest)) => (false, rest),
            (None, None) => return Err(HostFault::NotHttps),
        };
        let (authority, path) = cut::at(rest, b'/').unwrap_or((rest, ""));
        if cut::has(rest, b'@') {
            return Err(HostFault::Credentials);
        }
        if cut::has(rest, b'?') || cut::has(rest, b'#') {
            return Err(HostFault::QueryOrFragment);
        }
        let name = host_name(authority).ok_or(HostFault::Malformed)?;
        if !path
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || b"-._~/".contains(&it))
            || has_empty_step(path)
        {
            return Err(HostFault::Malformed);
        }
        let origin = given
            .get(..given.len() - rest.len() + authority.len())
            .unwrap_or(given);
        let loopback = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
        if secure || loopback || origin == page_origin {
            Ok(Self(cut::end(given, b'/').to_owned()))
        } else {
            Err(HostFault::NotHttps)
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Two dots in a row, which a path would climb by and no name has.
fn has_empty_step(text: &str) -> bool {
    text.as_bytes().windows(2).any(|it| it == b"..")
}

/// The name in `name[:port]`, if both are well-formed.
fn host_name(authority: &str) -> Option<&str> {
    let (name, port) = match cut::at_last(authority, b':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (authority, None),
    };
    let port_is_fine = port.is_none_or(|it| {
        it.parse::<u16>().is_ok_and(|number| number > 0) && it.bytes().all(|it| it.is_ascii_digit())
    });
    let name_is_fine = name == "[::1]"
        || (!name.is_empty()
            && name
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || b"-.".contains(&it))
            && !name.starts_with('.')
            && !has_empty_step(name));
    (port_is_fine && name_is_fine).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "https://shop.example";

    #[test]
    fn https_and_loopback_are_accepted() {
        for good in [
            "https://id.example.com",
            "https://id.example.com:8443/guard/",
            "http://localhost:8080",
            "http://127.0.0.1:1",
            "http://[::1]:8080",
            "https://xn--e1awd7f.com",
        ] {
            assert!(Host::parse(good, PAGE).is_ok(), "{good}");
        }
        assert_eq!(
            Host::parse("https://id.example.com/", PAGE)
                .unwrap()
                .as_str(),
            "https://id.example.com"
        );
        assert!(Host::parse("http://192.168.1.5:8080", "http://192.168.1.5:8080").is_ok());
    }

    #[test]
    fn c10_every_other_form_is_refused_with_its_reason() {
        for (bad, why) in [
            ("javascript:alert(1)", HostFault::NotHttps),
            ("data:text/html,x", HostFault::NotHttps),
            ("//evil", HostFault::NotHttps),
            (" https://id.example.com", HostFault::NotHttps),
            ("http://id.example.com", HostFault::NotHttps),
            ("https://u:p@host", HostFault::Credentials),
            ("https://host/#f", HostFault::QueryOrFragment),
            ("https://host?x", HostFault::QueryOrFragment),
            ("https://host\\@evil", HostFault::Credentials),
            ("https://host\\evil", HostFault::Malformed),
            ("https://", HostFault::Malformed),
            ("https:///evil", HostFault::Malformed),
            ("https://ho\tst", HostFault::Malformed),
            ("https://host/../x", HostFault::Malformed),
            ("https://host:99999", HostFault::Malformed),
            ("https://аpple.com", HostFault::NotAscii),
        ] {
            assert_eq!(Host::parse(bad, PAGE), Err(why), "{bad}");
        }
    }
}
