//! Which passwords may be chosen. The box says it earlier; here it is decided.
use std::collections::HashSet;
use std::sync::LazyLock;

use guard_protocol::{CustomPolicy, Policy, Rule, Secret};
use unicode_normalization::UnicodeNormalization;

use crate::app::App;
use crate::settings::{Settings, expression};

/// The most used passwords, in lower case: see docs/decisions/0105-server-blocklist.md.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("../../data/common-passwords.txt")
        .lines()
        .collect()
});

/// Parts of names shorter than this say nothing about a password.
const SHORTEST_WORD: usize = 4;

/// One form for what can be typed in two ways (RFC 8265 section 4.2): every password passes here before it is hashed or compared.
pub fn normal(password: &Secret) -> Secret {
    Secret::new(password.expose().nfc().collect::<String>())
}

/// Names that an attacker would try first: of the person, the app and the pool.
pub fn context(app: &App, names: &[Option<&str>]) -> Vec<String> {
    let local = |name: &str| name.split('@').next().unwrap_or_default().to_lowercase();
    let all = names.iter().flatten().map(|it| local(it)).chain([
        app.settings.name.to_lowercase(),
        app.pool_name.to_lowercase(),
    ]);
    let mut words: Vec<String> = all
        .flat_map(|it| {
            it.split(|it: char| !it.is_alphanumeric())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|it| it.chars().count() >= SHORTEST_WORD)
        .collect();
    // The longest first, so that a word within a word does not leave its edges behind.
    words.sort_by_key(|it| std::cmp::Reverse(it.len()));
    words
}

/// `password` is in its normal form. The refusal is in the person's language where the words are the app's own.
pub fn acceptable(
    password: &Secret,
    settings: &Settings,
    context: &[String],
    chinese: bool,
) -> Result<(), Rule> {
    let text = password.expose();
    policy(settings).check(text)?;
    let level = settings.password_strength;
    if level == Some(4) {
        let custom = &settings.custom_password_strength;
        // An expression that cannot be run is refused when the settings are saved.
        return if expression(&custom.regex).is_some_and(|it| it.is_match(text)) {
            Ok(())
        } else {
            Err(Rule::Custom(custom.words(chinese).to_owned()))
        };
    }
    // Levels 0 to 3 do what the protocol documents and no more; the default and level 5 ask what only a server knows.
    if matches!(level, None | Some(5)) {
        return guessable(text, settings.password_min_length as usize, context);
    }
    Ok(())
}

fn policy(settings: &Settings) -> Policy {
    match settings.password_strength {
        None => Policy::Length(settings.password_min_length),
        Some(0) => Policy::None,
        Some(4) => Policy::Custom(CustomPolicy::default()),
        Some(5) => Policy::Backend(settings.password_min_length),
        Some(kinds) => Policy::Kinds(u32::from(kinds)),
    }
}

fn guessable(text: &str, least: usize, context: &[String]) -> Result<(), Rule> {
    let lower = text.to_lowercase();
    if COMMON.contains(lower.as_str()) {
        return Err(Rule::TooCommon);
    }
    // A name within a long sentence does no harm: what counts is whether enough is left without it.
    let mut rest = lower.clone();
    for word in context {
        rest = rest.replace(word.as_str(), "");
    }
    if rest.len() < lower.len() && rest.chars().count() < least {
        Err(Rule::Guessable)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, settings: &Settings) -> Result<(), Rule> {
        let app = App {
            pool_settings: crate::settings::PoolSettings::default(),
            id: "a".into(),
            pool: "p".into(),
            pool_name: "Forest".into(),
            settings: settings.clone(),
        };
        let context = context(&app, &[Some("ada.lovelace@example.com"), None]);
        acceptable(&normal(&Secret::new(password)), settings, &context, false)
    }

    #[test]
    fn e12_the_default_policy_asks_for_length_and_refuses_what_is_guessed_first() {
        let settings = Settings {
            name: "Acorn".into(),
            ..Settings::default()
        };
        assert_eq!(check("seven77", &settings), Err(Rule::TooShort(8)));
        for common in ["12345678", "Password1", "PASSW0RD", "iloveyou1"] {
            let expected = if common.len() < 8 {
                Rule::TooShort(8)
            } else {
                Rule::TooCommon
            };
            assert_eq!(check(common, &settings), Err(expected), "{common}");
        }
        for own in ["lovelace1", "Acorn2024", "forest-acorn", "LoveLace-forest"] {
            assert_eq!(check(own, &settings), Err(Rule::Guessable), "{own}");
        }
        for fine in [
            "correct horse battery",
            "aaaaaaaaq",
            "a very long sentence of sixty-four characters and a few more, ok",
            "the acorn under my oak",
            "пароль-мой-длинный",
        ] {
            assert_eq!(check(fine, &settings), Ok(()), "{fine}");
        }
        assert_eq!(check(&"x".repeat(257), &settings), Err(Rule::TooLong));
        assert_eq!(
            check(&"\u{1f333}".repeat(256), &settings),
            Ok(()),
            "256 characters of four bytes"
        );
    }

    #[test]
    fn e12_the_blocklist_is_long_enough() {
        assert!(COMMON.iter().filter(|it| it.len() >= 8).count() > 3000);
        assert!(COMMON.iter().all(|it| *it == it.to_lowercase()));
    }

    #[test]
    fn rs_8_levels_0_to_5_behave_as_documented() {
        let level = |level, password: &str| {
            check(
                password,
                &Settings {
                    password_strength: Some(level),
                    ..Settings::default()
                },
            )
        };
        assert_eq!(level(0, "x"), Ok(()));
        assert_eq!(level(1, "123456"), Ok(()), "levels know no blocklist");
        assert_eq!(level(1, "12345"), Err(Rule::TooShort(6)));
        assert_eq!(level(2, "123456"), Err(Rule::Kinds(2)));
        assert_eq!(level(3, "abc123"), Err(Rule::Kinds(3)));
        assert_eq!(level(5, "12345678"), Err(Rule::TooCommon));
        let custom = crate::settings::CustomStrength {
            regex: "^[a-z]{4}[0-9]{2}$".into(),
            en_message: "Four letters, two digits.".into(),
            ..Default::default()
        };
        let settings = Settings {
            password_strength: Some(4),
            custom_password_strength: custom,
            ..Settings::default()
        };
        assert_eq!(check("acor12", &settings), Ok(()));
        assert_eq!(
            check("acorn", &settings),
            Err(Rule::Custom("Four letters, two digits.".into()))
        );
    }

    #[test]
    fn a_password_typed_in_two_ways_is_one_password() {
        assert_eq!(
            normal(&Secret::new("e\u{301}t\u{e9}")),
            normal(&Secret::new("\u{e9}te\u{301}"))
        );
    }
}
