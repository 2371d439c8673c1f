//! Phone numbers: read as people write them, kept in E.164. What counts as a number is libphonenumber's to say.
use std::sync::LazyLock;

use guard_protocol::Rule;
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, PhoneNumberType, Region};
use serde_json::{Map, Value, json};

use crate::settings::InternationalSms;

/// Longest text that is looked at.
const LONGEST: usize = 32;

/// A number that can receive messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    e164: String,
}

impl Phone {
    /// `calling_code`: like `+86` or `86`; without one the app's country reads what has none itself.
    pub fn parse(
        typed: &str,
        calling_code: Option<&str>,
        sms: &InternationalSms,
    ) -> Result<Self, Rule> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Rule::Required);
        }
        if typed.chars().count() > LONGEST {
            return Err(Rule::TooLong);
        }
        let home = Region::try_from(sms.default_iso_type.as_str()).map_err(|_| Rule::Format)?;
        let region = match calling_code.filter(|it| !it.trim().is_empty()) {
            Some(code) => region_of(code).ok_or(Rule::Format)?,
            None => home,
        };
        let number = PHONE_NUMBER_UTIL
            .parse(typed, Some(region))
            .map_err(|_| Rule::Format)?;
        // Messages reach no landline, and a premium number would charge whoever runs this.
        let reachable = matches!(
            number.get_type(),
            PhoneNumberType::Mobile | PhoneNumberType::FixedLineOrMobile
        );
        if !reachable || number.extension.is_some() {
            return Err(Rule::Format);
        }
        let abroad =
            PHONE_NUMBER_UTIL.get_country_code_for_region(home) != Some(number.country_code);
        if abroad && !sms.enabled {
            return Err(Rule::Format);
        }
        Ok(Self {
            e164: number.format_as(PhoneNumberFormat::E164).into_owned(),
        })
    }

    /// Whether `text` is a number and not a user name: no name is made of these alone.
    pub fn looks_like(text: &str) -> bool {
        text.chars().any(|it| it.is_numeric())
            && text
                .chars()
                .all(|it| it.is_numeric() || it.is_whitespace() || "+-().（）－＋".contains(it))
    }

    pub fn e164(&self) -> &str {
        &self.e164
    }
}

/// The calling code of a number that is stored; `None` for what is no number.
pub fn calling_code(e164: &str) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse(e164, None).ok()?;
    Some(format!("+{}", number.country_code))
}

/// The calling code of a country, as ISO 3166 names it.
pub fn code_of_country(iso: &str) -> Option<String> {
    let region = Region::try_from(iso).ok()?;
    let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region)?;
    Some(format!("+{code}"))
}

/// Whether an app may name this country, as an ISO 3166 code, for the numbers of its people.
pub fn is_country(iso: &str) -> bool {
    Region::try_from(iso)
        .is_ok_and(|it| PHONE_NUMBER_UTIL.get_country_code_for_region(it).is_some())
}

/// Some country of a calling code.
fn region_of(code: &str) -> Option<Region> {
    let digits = code.trim().trim_start_matches('+').trim_start_matches("00");
    let code: i32 = digits.parse().ok()?;
    PHONE_NUMBER_UTIL.get_region_for_country_code(code)
}

/// Names from CLDR (Unicode licence): ISO code, English, Simplified Chinese.
const COUNTRIES: &str = include_str!("../../data/countries.tsv");

/// What `country-list` answers.
pub fn countries() -> &'static Value {
    static LIST: LazyLock<Value> = LazyLock::new(|| {
        let mut lists = [Map::new(), Map::new(), Map::new(), Map::new()];
        let [english, chinese, codes, examples] = &mut lists;
        for line in COUNTRIES.lines() {
            let mut parts = line.split('\t');
            let (Some(iso), Some(in_english), Some(in_chinese)) =
                (parts.next(), parts.next(), parts.next())
            else {
                continue;
            };
            let Ok(region) = Region::try_from(iso) else {
                continue;
            };
            english.insert(iso.to_owned(), json!(in_english));
            chinese.insert(iso.to_owned(), json!(in_chinese));
            let code = PHONE_NUMBER_UTIL.get_country_code_for_region(region);
            codes.extend(code.map(|it| (iso.to_owned(), json!(it.to_string()))));
            examples.extend(example(region).map(|it| (iso.to_owned(), json!(it))));
        }
        let [english, chinese, codes, examples] = lists;
        json!({"en": english, "zh": chinese, "callingCodes": codes, "examples": examples})
    });
    &LIST
}

/// A number as people of the country write it.
fn example(region: Region) -> Option<String> {
    let number = PHONE_NUMBER_UTIL
        .get_example_number_for_type_and_region(region, PhoneNumberType::Mobile)
        .ok()?;
    Some(number.format_as(PhoneNumberFormat::National).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sms(iso: &str, enabled: bool) -> InternationalSms {
        InternationalSms {
            enabled,
            default_iso_type: iso.to_owned(),
        }
    }

    #[test]
    fn o20_one_number_is_one_account_however_it_is_written() {
        for (typed, code) in [
            ("138 0000 0002", None),
            ("13800000002", Some("+86")),
            ("13800000002", Some("86")),
            ("13800000002", Some("0086")),
            ("+8613800000002", None),
            ("008613800000002", None),
            ("(+86) 138-0000-0002", Some("+86")),
            ("１３８０００００００２", None),
            ("١٣٨٠٠٠٠٠٠٠٢", None),
        ] {
            let phone = Phone::parse(typed, code, &sms("CN", false)).unwrap();
            assert_eq!(
                (phone.e164(), calling_code(phone.e164()).as_deref()),
                ("+8613800000002", Some("+86")),
                "{typed}"
            );
        }
    }

    #[test]
    fn cd_6_numbers_of_other_countries_need_an_app_that_takes_them() {
        let taken = |typed: &str, code, enabled| {
            Phone::parse(typed, code, &sms("CN", enabled)).map(|it| it.e164)
        };
        assert_eq!(
            taken("(415) 555-2671", Some("+1"), true),
            Ok("+14155552671".into())
        );
        assert_eq!(
            taken("+44 7400 123456", None, true),
            Ok("+447400123456".into())
        );
        assert_eq!(
            taken("(415) 555-2671", Some("+1"), false),
            Err(Rule::Format)
        );
        assert_eq!(
            taken("13800000002", Some("+86"), false),
            Ok("+8613800000002".into())
        );
    }

    #[test]
    fn o18_what_cannot_get_a_message_or_charges_for_it_is_no_number() {
        for typed in [
            "1380000000",
            "010 1234 5678",
            "+1 900 555 0199",
            "+1 800 356 9377",
            "abc",
            "+999123456789",
            "+44 7400 123456;ext=3",
            "138000000021380000000213800000002138",
        ] {
            assert!(
                Phone::parse(typed, None, &sms("CN", true)).is_err(),
                "{typed}"
            );
        }
        assert_eq!(
            Phone::parse(" ", None, &sms("CN", true)),
            Err(Rule::Required)
        );
    }

    #[test]
    fn cd_6_every_country_has_a_code_and_names_in_both_languages() {
        let list = countries();
        let regions: Vec<_> = PHONE_NUMBER_UTIL.get_supported_regions().collect();
        assert!(regions.len() > 240);
        for region in regions {
            let iso = region.as_region_str().to_string();
            for part in ["en", "zh", "callingCodes"] {
                assert!(
                    list[part][&iso].as_str().is_some_and(|it| !it.is_empty()),
                    "{part} {iso}"
                );
            }
        }
        assert_eq!(
            (&list["callingCodes"]["CN"], &list["zh"]["JP"]),
            (&json!("86"), &json!("日本"))
        );
        assert_eq!(list["examples"]["CN"], "131 2345 6789");
    }
}
