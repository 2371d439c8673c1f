//! Addresses that the server's own page may send people to. They are compared as texts and never resolved: what two readers of an address could read
//! differently is not taken in the first place.
use super::origins;

/// Longest address, in bytes.
const LONGEST: usize = 2048;
/// What may follow the origin; no fragment, which would not reach a server, and nothing that only a lenient reader takes.
const PLAIN: &[u8] = b"-._~:/?[]@!$&'()*+,;=%";

/// Whether an address can be registered: `https:`, or `http:` for this machine, without a name in front of the host and without a fragment.
pub fn is_address(text: &str) -> bool {
    let Some(origin) = origin(text) else {
        return false;
    };
    let rest = text.get(origin.len()..).unwrap_or_default();
    let is_local = || {
        let host = origin.strip_prefix("http://").unwrap_or_default();
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
            host.strip_prefix(name)
                .is_some_and(|port| port.is_empty() || port.starts_with(':'))
        })
    };
    text.len() <= LONGEST
        && origins::is_pattern(origin)
        && !origin.contains('*')
        && (origin.starts_with("https://") || is_local())
        && (rest.is_empty() || rest.starts_with(['/', '?']))
        && rest
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || PLAIN.contains(&it))
}

/// Scheme, name and port of an address, as it spells them.
pub fn origin(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    let name = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    address.get(..scheme.len() + 3 + name)
}

/// The address with more in its query; the values may be anything.
pub fn with(address: &str, more: &[(&str, &str)]) -> String {
    let mut whole = address.to_owned();
    for (name, value) in more {
        let between = match whole.split_once('?') {
            None => "?",
            Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        whole.push_str(between);
        whole.push_str(name);
        whole.push('=');
        encode(&mut whole, value);
    }
    whole
}

/// As RFC 3986 writes what is not unreserved.
fn encode(into: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p13_only_whole_addresses_without_a_second_reading_can_be_registered() {
        for fine in [
            "https://shop.example/in",
            "https://shop.example",
            "https://shop.example:8443/in?from=guard",
            "http://localhost:3000/in",
            "http://127.0.0.1/in",
            "http://[::1]:3000/",
        ] {
            assert!(is_address(fine), "{fine}");
        }
        for bad in [
            "",
            "/in",
            "//shop.example/in",
            "/\\shop.example",
            "https:shop.example",
            "https:/shop.example",
            "https:///shop.example",
            "https://",
            "https://shop.example\\@evil.example/",
            "https://shop.example@evil.example/",
            "https://me:secret@shop.example/",
            "https://shop.example/in#top",
            "https://shop.example/a b",
            "https://shop.example/\r\nset-cookie: a=b",
            "https://shop.example/\u{202e}",
            "https://sh\u{f6}p.example/",
            "https://*.shop.example/",
            "https://Shop.example/",
            "HTTPS://shop.example/",
            "http://shop.example/",
            "http://localhost.evil.example/",
            "http://localhost@evil.example/",
            "http://127.0.0.1.evil.example/",
            "javascript:alert(1)",
            "javascript://shop.example/%0aalert(1)",
            "data:text/html,x",
            "shop://in",
            &format!("https://shop.example/{}", "a".repeat(LONGEST)),
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    #[test]
    fn what_is_added_to_a_query_stays_in_its_place() {
        let more = [("ticket", "t1"), ("state", "a&b=c#d \u{e4}\r\n")];
        let tail = "ticket=t1&state=a%26b%3Dc%23d%20%C3%A4%0D%0A";
        for (address, between) in [
            ("https://shop.example/in", "?"),
            ("https://shop.example/in?", ""),
            ("https://shop.example/in?a=b", "&"),
            ("https://shop.example/in?a=b&", ""),
        ] {
            assert_eq!(with(address, &more), format!("{address}{between}{tail}"));
        }
    }

    #[test]
    fn an_origin_ends_where_the_path_or_the_query_begins() {
        assert_eq!(
            origin("https://shop.example:8443/in?x"),
            Some("https://shop.example:8443")
        );
        assert_eq!(origin("http://[::1]:1?x"), Some("http://[::1]:1"));
        assert_eq!(origin("javascript:alert(1)"), None);
    }
}
