//! Cutting texts at ASCII characters, byte by byte: the standard library's search for patterns is a kilobyte of the download.

pub fn has(text: &str, byte: u8) -> bool {
    text.as_bytes().contains(&byte)
}

/// What stands before and after the first `byte`, which is ASCII.
pub fn at(text: &str, byte: u8) -> Option<(&str, &str)> {
    around(text, text.bytes().position(|it| it == byte)?)
}

/// The same for the last one.
pub fn at_last(text: &str, byte: u8) -> Option<(&str, &str)> {
    around(text, text.bytes().rposition(|it| it == byte)?)
}

fn around(text: &str, at: usize) -> Option<(&str, &str)> {
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Without any `byte` at the end.
pub fn end(text: &str, byte: u8) -> &str {
    let kept = text.bytes().rposition(|it| it != byte);
    text.get(..kept.map_or(0, |it| it + 1)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_as_the_standard_library_cuts_them() {
        for text in ["", ":", "a:b:c", "::", "ü:ö", "a", "a/", "//", "ü/"] {
            assert_eq!(at(text, b':'), text.split_once(':'), "{text}");
            assert_eq!(at_last(text, b':'), text.rsplit_once(':'), "{text}");
            assert_eq!(has(text, b':'), text.contains(':'), "{text}");
            assert_eq!(end(text, b'/'), text.trim_end_matches('/'), "{text}");
        }
    }
}
