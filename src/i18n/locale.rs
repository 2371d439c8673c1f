//! Which languages there are, and which of them fits what was asked for.

use guard_protocol::cut;

/// One language that the box speaks.
pub struct Locale {
    /// BCP 47; also the name of its file in `public/locales`.
    pub tag: &'static str,
    pub direction: &'static str,
}

/// English first: what is spoken when nothing fits.
pub const LOCALES: [Locale; 2] = [
    Locale {
        tag: "en-US",
        direction: "ltr",
    },
    Locale {
        tag: "zh-CN",
        direction: "ltr",
    },
];

/// The language that fits the first of `wanted` that any fits: exactly, or in its first subtag.
///
/// A script or region that would be read differently does not count as a fit: `zh-TW` is not answered with `zh-CN`.
pub fn best<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static str {
    let fit = wanted.into_iter().find_map(|tag| {
        let exact = LOCALES.iter().find(|it| it.tag.eq_ignore_ascii_case(tag));
        let related = || LOCALES.iter().find(|it| same_writing(it.tag, tag));
        exact.or_else(related)
    });
    fit.map_or("en-US", |it| it.tag)
}

pub fn direction(tag: &str) -> &'static str {
    LOCALES
        .iter()
        .find(|it| it.tag == tag)
        .map_or("ltr", |it| it.direction)
}

fn same_writing(ours: &str, wanted: &str) -> bool {
    let language = |tag: &str| cut::at(tag, b'-').map_or(tag.len(), |it| it.0.len());
    let traditional = |tag: &str| {
        let mut rest = cut::at(tag, b'-');
        while let Some((_, after)) = rest {
            rest = cut::at(after, b'-');
            let subtag = rest.map_or(after, |it| it.0);
            let is = |name: &&str| subtag.eq_ignore_ascii_case(name);
            if ["hant", "tw", "hk", "mo"].iter().any(is) {
                return true;
            }
        }
        false
    };
    let (length, theirs) = (language(ours), language(wanted));
    let same = ours
        .get(..length)
        .zip(wanted.get(..theirs))
        .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
    same && traditional(ours) == traditional(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_element_knows_every_language_that_has_a_file() {
        let element = include_str!("../../npm/languages.js");
        for locale in LOCALES.iter().skip(1) {
            assert!(
                element.contains(&format!("'{}'", locale.tag)),
                "{}",
                locale.tag
            );
        }
    }

    #[test]
    fn c12_the_first_wish_that_fits_is_spoken_and_english_otherwise() {
        assert_eq!(best(["zh-CN"]), "zh-CN");
        assert_eq!(best(["fr", "ZH-cn"]), "zh-CN");
        assert_eq!(best(["zh-Hans-SG", "en"]), "zh-CN");
        assert_eq!(best(["en-GB", "zh-CN"]), "en-US");
        assert_eq!(best(["zh-TW"]), "en-US");
        for odd in ["xx-YY", "__proto__", "", "-", &"z".repeat(5000)] {
            assert_eq!(best([odd]), "en-US");
        }
    }
}
