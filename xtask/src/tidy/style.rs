//! Style sheets: one place for colours, and no two scoped sheets that stylers would give one class.

use super::source::{Breach, Source};
use std::collections::BTreeMap;

const TOKENS: &str = "style/tokens.css";
/// The page around the box when Trunk serves it: no sheet of the box.
const PAGE: &str = "style/playground.css";
const FUNCTIONS: [&str; 9] = [
    "rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(",
];

pub fn colours(sources: &[Source]) -> Vec<Breach> {
    let sheets = sources.iter().filter(|it| {
        it.is_under("style/") && it.is(".css") && it.path != TOKENS && it.path != PAGE
    });
    let mut breaches = Vec::new();
    for sheet in sheets {
        for (index, line) in sheet.text.lines().enumerate() {
            if let Some(colour) = literal(line) {
                breaches.push(sheet.breach(
                    index + 1,
                    format!("the colour {colour} belongs into {TOKENS} as a token"),
                ));
            }
        }
    }
    breaches
}

/// A hash or a colour function in a declaration's value; `color-mix()` of tokens is no literal.
fn literal(line: &str) -> Option<String> {
    let values = line
        .split(['{', ';', '}'])
        .filter_map(|it| it.split_once(':'))
        .map(|(_, value)| value);
    for value in values {
        if let Some(function) = FUNCTIONS
            .iter()
            .find(|it| super::source::has_word(value, it))
        {
            return Some((*function).to_string() + "…)");
        }
        for word in value.split([' ', ',', '(', ')']) {
            let digits = word.strip_prefix('#').unwrap_or_default();
            if [3, 4, 6, 8].contains(&digits.len())
                && digits.chars().all(|it| it.is_ascii_hexdigit())
            {
                return Some(word.to_string());
            }
        }
    }
    None
}

/// stylers derives the class from the count of characters that are not blank.
pub fn lengths(sources: &[Source]) -> Vec<Breach> {
    let mut seen: BTreeMap<usize, &str> = BTreeMap::new();
    let mut breaches = Vec::new();
    let plain = [TOKENS, PAGE, "style/base.css"];
    for sheet in sources
        .iter()
        .filter(|it| it.is_under("style/") && it.is(".css") && !plain.contains(&it.path.as_str()))
    {
        let length = sheet.text.chars().filter(|it| !it.is_whitespace()).count();
        if let Some(other) = seen.insert(length, &sheet.path) {
            breaches.push(sheet.breach(1, format!("has {length} characters, as {other} has: add or take one, or both get one class")));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_colour_outside_the_tokens_is_found() {
        let of = |path: &str, text: &str| colours(&[Source::new(path, text)]).len();
        for colour in [
            "#fff",
            "#a1b2c3",
            "rgb(0 0 0)",
            "oklch(50% 0 0)",
            "1px solid #0008",
        ] {
            assert_eq!(
                of(
                    "style/field.css",
                    &format!(".field {{ border: {colour}; }}")
                ),
                1,
                "{colour}"
            );
        }
        assert_eq!(
            of("style/field.css", "#add { color: var(--guard-text); }"),
            0
        );
        assert_eq!(
            of(
                "style/field.css",
                ".a { color: color-mix(in oklch, var(--a), transparent); }"
            ),
            0
        );
        assert_eq!(of("style/tokens.css", ":host { --guard-text: #222; }"), 0);
    }

    #[test]
    fn two_sheets_of_one_length_are_found() {
        let sheets = |a: &str, b: &str| {
            lengths(&[Source::new("style/a.css", a), Source::new("style/b.css", b)]).len()
        };
        assert_eq!(
            (
                sheets(".a { top: 0 }", ".b{left:0}"),
                sheets(".a{top:0}", ".b {  top:1 }")
            ),
            (0, 1)
        );
    }
}
