//! Which origins may use an app.

/// Whether `origin`, as a browser sends it, is covered by one of `patterns`.
pub fn allows(patterns: &[String], origin: &str) -> bool {
    patterns.iter().any(|it| covers(it, origin))
}

fn covers(pattern: &str, origin: &str) -> bool {
    if pattern == origin {
        return true;
    }
    if let Some(any_port) = pattern.strip_suffix(":*") {
        return origin == any_port
            || origin
                .strip_prefix(any_port)
                .and_then(|it| it.strip_prefix(':'))
                .is_some_and(|port| {
                    !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit())
                });
    }
    let Some((scheme, domain)) = pattern.split_once("://*.") else {
        return false;
    };
    origin
        .strip_prefix(scheme)
        .and_then(|it| it.strip_prefix("://"))
        .and_then(|it| it.strip_suffix(domain))
        .and_then(|it| it.strip_suffix('.'))
        .is_some_and(|label| {
            !label.is_empty()
                && label
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || b"-.".contains(&it))
        })
}

/// Whether a pattern is one that [`allows`] understands, without a path and in lower case, as origins are.
pub fn is_pattern(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let (name, port) = match rest.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (rest, None),
    };
    let local = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let plain = name.strip_prefix("*.").unwrap_or(name);
    let name_is_fine = local
        || (!plain.is_empty()
            && plain
                .bytes()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-.".contains(&it))
            && !plain.starts_with('.'));
    let port_is_fine = match port {
        Some("*") => local,
        Some(port) => port.parse::<u16>().is_ok(),
        None => true,
    };
    matches!(scheme, "http" | "https") && name_is_fine && port_is_fine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e19_an_origin_is_covered_exactly_or_by_one_wildcard() {
        let patterns: Vec<String> = [
            "https://example.com",
            "https://*.example.org",
            "http://localhost:*",
        ]
        .map(str::to_owned)
        .into();
        for fine in [
            "https://example.com",
            "https://a.example.org",
            "https://a.b.example.org",
            "http://localhost",
            "http://localhost:5173",
        ] {
            assert!(allows(&patterns, fine), "{fine}");
        }
        for bad in [
            "null",
            "",
            "http://example.com",
            "https://example.com:8443",
            "https://evil-example.com",
            "https://example.com.evil",
            "https://example.org",
            "https://evil.com/.example.org",
            "https://evilexample.org",
            "https://.example.org",
            "http://localhost:80x",
            "http://localhost:",
            "http://localhost.evil:80",
            "https://localhost:80",
        ] {
            assert!(!allows(&patterns, bad), "{bad}");
        }
    }

    #[test]
    fn only_patterns_that_are_understood_are_accepted() {
        for fine in [
            "https://example.com",
            "https://*.example.com",
            "http://localhost:*",
            "http://127.0.0.1:8080",
            "http://[::1]:*",
        ] {
            assert!(is_pattern(fine), "{fine}");
        }
        for bad in [
            "*",
            "example.com",
            "https://example.com/",
            "https://example.com:*",
            "https://*",
            "https://a.*.com",
            "ftp://example.com",
            "https://Example.com",
            "https://*.com:99999",
        ] {
            assert!(!is_pattern(bad), "{bad}");
        }
    }
}
