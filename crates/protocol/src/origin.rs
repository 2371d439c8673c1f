//! Which pages an app lets embed its box.

use crate::cut;

/// Whether `origin` is `pattern`: exactly, `*`, below one leading `*.` label, or on any port of `http://localhost:*`.
pub(crate) fn matches(pattern: &str, origin: &str) -> bool {
    if pattern == "*" || cut::end(pattern, b'/') == origin {
        return true;
    }
    let Some((before, after)) = cut::at(pattern, b'*') else {
        return false;
    };
    let any = origin
        .strip_prefix(before)
        .and_then(|it| it.strip_suffix(after));
    any.is_some_and(|any| {
        let label = before.ends_with("://") && after.starts_with('.') && !any.is_empty();
        let port =
            before.ends_with(':') && after.is_empty() && any.bytes().all(|it| it.is_ascii_digit());
        label || port
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_matches_exactly_or_below_a_wildcard() {
        let patterns = [
            "https://a.example",
            "https://*.b.example",
            "http://localhost:*",
        ];
        let allows = |origin: &str| patterns.iter().any(|it| matches(it, origin));
        assert!(allows("https://a.example") && allows("https://x.b.example"));
        assert!(allows("http://localhost:8090"));
        for bad in [
            "https://b.example",
            "http://localhost:80.evil.example",
            "http://localhost",
            "https://evil-b.example",
            "http://a.example",
            "https://a.example.evil",
            "https://xb.example",
        ] {
            assert!(!allows(bad), "{bad}");
        }
    }
}
