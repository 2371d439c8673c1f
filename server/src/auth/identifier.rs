//! The form in which names and addresses are compared. It must never be shown: people see what they typed.
use guard_protocol::{Email, Rule, Username};
use unicode_normalization::UnicodeNormalization;
use unicode_security::{RestrictionLevel, RestrictionLevelDetection};

use super::phone::Phone;
use crate::settings::Settings;

/// Whom an account belongs to, as the database compares it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identifier {
    Email(String),
    Username(String),
    /// E.164.
    Phone(String),
}

impl Identifier {
    /// What the one account field holds. No user name has an `@` or is made of digits alone.
    pub fn typed(account: &str, calling_code: Option<&str>, settings: &Settings) -> Self {
        let methods = &settings.password_tab_config.valid_login_methods;
        let by_phone = methods.iter().any(|it| it == "phone-password");
        if by_phone
            && Phone::looks_like(account)
            && let Ok(phone) =
                Phone::parse(account, calling_code, &settings.international_sms_config)
        {
            return Self::Phone(phone.e164().to_owned());
        }
        Self::of(account)
    }

    /// Anything with an `@` is an address: no user name has one.
    pub fn of(account: &str) -> Self {
        if account.contains('@') {
            Self::Email(email_key(account))
        } else {
            Self::Username(username_key(account))
        }
    }

    pub fn key(&self) -> &str {
        match self {
            Self::Email(key) | Self::Username(key) | Self::Phone(key) => key,
        }
    }

    /// The value in `passwordTabConfig.validLoginMethods` that lets it sign in.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Email(_) => "email-password",
            Self::Username(_) => "username-password",
            Self::Phone(_) => "phone-password",
        }
    }
}

pub fn email_key(email: &str) -> String {
    email.trim().nfc().collect::<String>().to_lowercase()
}

/// Compatibility forms and case folded away (RFC 8264 calls the profile UsernameCaseMapped): `Ａda` and `ada` are one name.
pub fn username_key(name: &str) -> String {
    let composed: String = name.trim().nfkc().collect();
    caseless::default_case_fold_str(&composed).nfkc().collect()
}

/// A name as it may be registered: in one script, or in a mix that people write.
pub fn new_username(typed: &str) -> Result<Username, Rule> {
    let folded: String = typed.nfkc().collect();
    let name = Username::parse(&folded)?;
    // It would be read as a number when somebody signs in with it.
    if Phone::looks_like(&folded) {
        return Err(Rule::Format);
    }
    // Unicode TS 39 section 5.2: what mixes Latin with Cyrillic or Greek passes for somebody else's name.
    if name.as_str().detect_restriction_level() > RestrictionLevel::HighlyRestrictive {
        return Err(Rule::Format);
    }
    Ok(name)
}

pub fn new_email(typed: &str) -> Result<Email, Rule> {
    Email::parse(&typed.nfc().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_the_same_is_the_same() {
        assert_eq!(
            Identifier::of(" Ada@Example.COM "),
            Identifier::Email("ada@example.com".into())
        );
        for same in ["ada", "ADA", "Ａda", "aDa "] {
            assert_eq!(Identifier::of(same), Identifier::of("ada"), "{same}");
        }
        assert_eq!(username_key("Straße"), username_key("STRASSE"));
        assert_eq!(username_key("e\u{301}va"), username_key("\u{e9}va"));
    }

    #[test]
    fn pw_3_a_number_is_a_number_where_the_app_signs_in_by_numbers() {
        let mut settings = Settings::default();
        let of =
            |account: &str, code, settings: &Settings| Identifier::typed(account, code, settings);
        assert_eq!(
            of("138 0000 0002", None, &settings),
            Identifier::Username("138 0000 0002".into())
        );
        settings
            .password_tab_config
            .valid_login_methods
            .push("phone-password".into());
        let grace = Identifier::Phone("+8613800000002".into());
        assert_eq!(of("138 0000 0002", None, &settings), grace);
        assert_eq!(of("13800000002", Some("+86"), &settings), grace);
        assert_eq!(of("+86 138 0000 0002", Some("+1"), &settings), grace);
        assert_eq!(of("ada", Some("+86"), &settings), Identifier::of("ada"));
        assert_eq!(of("12", None, &settings), Identifier::Username("12".into()));
    }

    #[test]
    fn rg_4_a_name_that_reads_as_a_number_is_refused() {
        for number in ["138-0000-0002", "138.0000.0002", "१३८०००००००२"] {
            assert_eq!(new_username(number), Err(Rule::Format), "{number}");
        }
        assert!(new_username("ada-1815").is_ok());
    }

    #[test]
    fn a_name_that_mixes_scripts_to_deceive_is_refused() {
        assert_eq!(
            new_username("\u{0430}da"),
            Err(Rule::Format),
            "a Cyrillic a among Latin letters"
        );
        for fine in ["ada", "小明同学", "たなか太郎", "user_小明", "ада"] {
            assert!(new_username(fine).is_ok(), "{fine}");
        }
    }
}
