//! Texts with `{places}` in them, for whoever words letters in a configuration.

/// Fills the places that `value` knows, in one pass, so that nothing within what is filled in is taken for a place. Others stay as they are.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = text.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let filled = part
            .split_once('}')
            .and_then(|(name, rest)| Some((value(name)?, rest)));
        match filled {
            Some((value, rest)) => {
                out.push_str(&value);
                out.push_str(rest);
            }
            None => {
                out.push('{');
                out.push_str(part);
            }
        }
    }
    out
}

/// The first name in braces that is none of `known`. Braces around anything but letters are braces.
pub fn unknown<'a>(text: &'a str, known: &[&str]) -> Option<&'a str> {
    let places = text.split('{').skip(1).filter_map(|it| it.split_once('}'));
    places.map(|it| it.0).find(|it| {
        let is_name = !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphabetic());
        is_name && !known.contains(it)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ex_7_places_are_filled_once_and_what_is_no_place_stays() {
        let value = |name: &str| match name {
            "code" => Some("1{app}2".to_owned()),
            "app" => Some("Acorn".to_owned()),
            _ => None,
        };
        assert_eq!(
            fill("{code} at {app}, {other} { x }", value),
            "1{app}2 at Acorn, {other} { x }"
        );
        assert_eq!(unknown("{code} {\"a\":1} {kode}", &["code"]), Some("kode"));
        assert_eq!(unknown("{code} {", &["code"]), None);
    }
}
