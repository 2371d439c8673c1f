//! Which of our languages a person reads.

/// The language of the first wish that has one: exactly, or in its first subtag. Traditional characters are no fit for simplified ones.
pub fn best<'a>(wanted: impl IntoIterator<Item = &'a str>) -> &'static str {
    let fit = wanted.into_iter().find_map(|tag| {
        let tag = tag.trim().to_ascii_lowercase();
        let mut subtags = tag.split('-');
        let language = subtags.next().unwrap_or_default();
        let is_traditional = subtags.any(|it| matches!(it, "hant" | "tw" | "hk" | "mo"));
        match language {
            "en" => Some("en-US"),
            "zh" if !is_traditional => Some("zh-CN"),
            _other => None,
        }
    });
    fit.unwrap_or("en-US")
}

/// The tags of an `Accept-Language` header, in the order in which they stand: browsers write the preferred first.
pub fn accepted(header: &str) -> impl Iterator<Item = &str> {
    header
        .split(',')
        .filter_map(|it| it.split(';').next())
        .take(20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wish_that_fits_is_spoken() {
        assert_eq!(best(accepted("fr, zh-CN;q=0.9, en;q=0.8")), "zh-CN");
        assert_eq!(best(["zh-TW", "zh"]), "zh-CN");
        assert_eq!(best(["zh-Hant-HK"]), "en-US");
        assert_eq!(best(["EN-gb", "zh"]), "en-US");
        assert_eq!(best([]), "en-US");
    }
}
