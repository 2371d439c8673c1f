//! What a person has to agree to. The protocol carries titles as HTML; here they become text and links, and nothing else.

/// One agreement, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// As JSON text: a number with some backends, a text with others.
    pub id: String,
    /// As the protocol has it: HTML that nobody draws. [`Agreement::parts`] reads it.
    pub title: String,
    /// A tag; empty: any language.
    pub lang: String,
    pub required: bool,
    pub at: Scenes,
}

/// Where an agreement is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenes {
    Register,
    SignIn,
    Both,
}

/// A piece of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    /// An `http:` or `https:` address.
    pub href: Option<String>,
}

impl Agreement {
    /// Whether it is asked for in `lang` where `scene` is; one that both ways need is asked for on a form that does both.
    pub fn applies(&self, lang: &str, scene: Scenes) -> bool {
        let fits = self.lang.is_empty() || self.lang.eq_ignore_ascii_case(lang);
        fits && (self.at == Scenes::Both || scene == Scenes::Both || self.at == scene)
    }

    /// The title as text and links. Every other tag is dropped, and what stands in scripts and styles with it.
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut href = None;
        let mut rest = self.title.as_str();
        while !rest.is_empty() {
            let (text, after) = rest.split_once('<').unwrap_or((rest, ""));
            push(&mut parts, &plain(text), href.as_deref());
            let Some((tag, after)) = split_tag(after) else {
                break;
            };
            rest = after;
            let name = tag_name(tag);
            match name.as_str() {
                "a" => href = link(tag),
                "/a" => href = None,
                "script" | "style" => {
                    let end = ["</", &name].concat();
                    let at = rest.to_ascii_lowercase().find(&end);
                    rest = at.and_then(|it| rest.get(it..)).unwrap_or_default();
                }
                "br" | "p" | "/p" | "div" | "/div" => push(&mut parts, " ", None),
                _dropped => {}
            }
        }
        if let Some(last) = parts.last_mut() {
            last.text.truncate(last.text.trim_end().len());
        }
        parts.retain(|it| !it.text.is_empty());
        parts
    }
}

/// Joins what belongs together, and keeps one space of several.
fn push(parts: &mut Vec<Part>, text: &str, href: Option<&str>) {
    let follows_space = parts.last().is_none_or(|it| it.text.ends_with(' '));
    let mut clean = String::new();
    for letter in text.chars() {
        let space = letter.is_whitespace();
        let doubled = if clean.is_empty() {
            follows_space
        } else {
            clean.ends_with(' ')
        };
        if !(space && doubled) {
            clean.push(if space { ' ' } else { letter });
        }
    }
    if clean.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(last) if last.href.as_deref() == href => last.text.push_str(&clean),
        _another => parts.push(Part {
            text: clean,
            href: href.map(str::to_owned),
        }),
    }
}

/// What stands between `<` and its `>`, quotes respected, and the rest.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (letter, quote) {
            ('>', None) => return Some((text.get(..at)?, text.get(at + 1..)?)),
            ('"' | '\'', None) => quote = Some(letter),
            (it, Some(open)) if it == open => quote = None,
            _inside => {}
        }
    }
    None
}

fn tag_name(tag: &str) -> String {
    let end = tag
        .char_indices()
        .find(|(at, it)| *at > 0 && !it.is_ascii_alphanumeric())
        .map_or(tag.len(), |(at, _)| at);
    tag.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// The address of an `<a>`, if it may be followed.
fn link(tag: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find("href")?;
    let value = tag
        .get(at + 4..)?
        .trim_start()
        .strip_prefix('=')?
        .trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _unquoted => value.split_ascii_whitespace().next()?,
    };
    let address = plain(value);
    let clean = !address
        .chars()
        .any(|it| it.is_whitespace() || it.is_control() || it == '\\');
    let lower = address.to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    (clean && web && !address.contains('@')).then_some(address)
}

/// Text with its character references read, and without what turns a line around.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        let named = after.split_once(';').and_then(|(name, after)| {
            let letter = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => '\u{a0}',
                number => {
                    let number = number.strip_prefix('#')?;
                    let code = match number.strip_prefix(['x', 'X']) {
                        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                        None => number.parse().ok()?,
                    };
                    char::from_u32(code)?
                }
            };
            Some((letter, after))
        });
        let (letter, after) = named.unwrap_or(('&', after));
        text.push(letter);
        rest = after;
    }
    text.push_str(rest);
    crate::json::plain(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(title: &str) -> Vec<(String, Option<String>)> {
        let agreement = Agreement {
            id: "1".into(),
            title: title.into(),
            lang: String::new(),
            required: true,
            at: Scenes::Both,
        };
        let parts = agreement.parts().into_iter();
        parts.map(|it| (it.text, it.href)).collect()
    }

    #[test]
    fn rg_6_a_title_becomes_text_and_links() {
        assert_eq!(
            parts(
                r#"I agree to the <a href="https://x.io/terms?a=1&amp;b=2" onclick="x">Terms &amp; <b>rules</b></a> of Walnut"#
            ),
            [
                ("I agree to the ".into(), None),
                (
                    "Terms & rules".into(),
                    Some("https://x.io/terms?a=1&b=2".into())
                ),
                (" of Walnut".into(), None),
            ]
        );
        assert_eq!(parts("Plain"), [("Plain".into(), None)]);
    }

    #[test]
    fn x03_nothing_but_text_and_web_links_is_left_of_a_title() {
        for (hostile, text) in [
            ("<img src=x onerror=alert(1)>Terms", "Terms"),
            ("<script>alert(1)</script>Terms", "Terms"),
            ("<SCRIPT>alert(1)</SCRIPT >Terms", "Terms"),
            ("<style>a{b:c}</style>Terms", "Terms"),
            ("<a href='javascript:alert(1)'>Terms</a>", "Terms"),
            ("<a href='jAva&#9;script:alert(1)'>Terms</a>", "Terms"),
            ("<a href=\"data:text/html,x\">Terms</a>", "Terms"),
            ("<a href=//evil.example>Terms</a>", "Terms"),
            ("<a href='https://you@evil.example'>Terms</a>", "Terms"),
            ("Terms<img src=\"", "Terms"),
            ("Terms\u{202e}", "Terms"),
            ("<p title=\">\">Terms</p>", "Terms"),
        ] {
            assert_eq!(parts(hostile), [(text.to_owned(), None)], "{hostile}");
        }
        assert_eq!(parts("&lt;b&gt;"), [("<b>".into(), None)]);
    }

    #[test]
    fn rg_6_each_scene_and_language_asks_for_its_own() {
        let mut it = Agreement {
            id: "1".into(),
            title: "T".into(),
            lang: "en-US".into(),
            required: true,
            at: Scenes::Register,
        };
        assert!(it.applies("en-US", Scenes::Register) && it.applies("en-us", Scenes::Both));
        assert!(!it.applies("en-US", Scenes::SignIn) && !it.applies("zh-CN", Scenes::Register));
        it.at = Scenes::Both;
        assert!(it.applies("en-US", Scenes::SignIn));
    }
}
