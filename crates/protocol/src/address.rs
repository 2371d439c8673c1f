//! Where a code can be sent: a mailbox or a telephone.
use crate::{Email, Field, Rule};

/// Fewest and most digits of a number without its calling code (E.164 allows 15 with it).
const DIGITS: std::ops::RangeInclusive<usize> = 4..=15;

/// A telephone number as a person types it, without its ornaments. Whether it can exist, the backend knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// The calling code's digits; empty where `number` begins with `+` and so brings its own.
    calling: String,
    number: String,
}

impl Phone {
    /// `calling`: the digits of the calling code that was chosen beside the field.
    ///
    /// Spaces, dashes, dots, slashes and brackets are dropped, digits of other scripts read, and `00` is `+`.
    pub fn parse(typed: &str, calling: &str) -> Result<Self, Rule> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Rule::Required);
        }
        let mut number = String::new();
        for letter in typed.chars() {
            match letter {
                '+' | '＋' if number.is_empty() => number.push('+'),
                ' ' | '\u{a0}' | '\u{3000}' | '-' | '‐' | '‑' | '–' | '－' | '.' | '/' | '('
                | ')' | '（' | '）' => {}
                letter => number.push(digit(letter).ok_or(Rule::Format)?),
            }
        }
        if let Some(rest) = number.strip_prefix("00") {
            number = ["+", rest].concat();
        }
        let abroad = number.starts_with('+');
        if !DIGITS.contains(&(number.len() - usize::from(abroad))) {
            return Err(Rule::Format);
        }
        let calling = if abroad { "" } else { calling }.to_owned();
        Ok(Self { calling, number })
    }

    /// The value of `phone`.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The value of `phoneCountryCode`, such as `+86`; `None` where the number brings its own.
    pub fn country_code(&self) -> Option<String> {
        (!self.calling.is_empty()).then(|| ["+", &self.calling].concat())
    }
}

/// A decimal digit in whichever script keyboards and mails produce, as ASCII.
pub fn digit(letter: char) -> Option<char> {
    let value = letter.to_digit(10).or_else(|| {
        // Full-width, Arabic-Indic and Persian.
        ['\u{ff10}', '\u{660}', '\u{6f0}']
            .into_iter()
            .find_map(|zero| {
                let distance = u32::from(letter).checked_sub(u32::from(zero))?;
                (distance < 10).then_some(distance)
            })
    })?;
    char::from_digit(value, 10)
}

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    Email(Email),
    Phone(Phone),
}

impl Address {
    /// Reads a field that takes both: with an `@` it is a mailbox.
    pub fn parse(typed: &str, calling: &str) -> Result<Self, (Field, Rule)> {
        let wrong = |rule| (Field::Account, rule);
        if typed.contains(['@', '＠']) {
            Email::parse(typed).map(Address::Email).map_err(wrong)
        } else {
            Phone::parse(typed, calling)
                .map(Address::Phone)
                .map_err(wrong)
        }
    }

    /// As one text, in which a number has its calling code and no spaces.
    pub fn plain(&self) -> String {
        match self {
            Address::Email(email) => email.as_str().to_owned(),
            Address::Phone(phone) => phone.country_code().unwrap_or_default() + phone.number(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(typed: &str) -> Result<(Option<String>, String), Rule> {
        Phone::parse(typed, "86").map(|it| (it.country_code(), it.number().to_owned()))
    }

    #[test]
    fn o20_a_number_is_read_however_it_is_written() {
        let here = Ok((Some("+86".to_owned()), "13800000000".to_owned()));
        for typed in [
            "138 0000 0000",
            "138-0000-0000",
            " (138) 0000.0000 ",
            "１３８００００００００",
            "١٣٨٠٠٠٠٠٠٠٠",
        ] {
            assert_eq!(number(typed), here, "{typed}");
        }
        for typed in ["+86 138 0000 0000", "008613800000000", "＋86-13800000000"] {
            assert_eq!(number(typed), Ok((None, "+8613800000000".to_owned())));
        }
    }

    #[test]
    fn what_is_no_number_is_refused_with_its_reason() {
        assert_eq!(number("  "), Err(Rule::Required));
        for typed in [
            "123",
            "ada",
            "138x0000",
            "1+38000000",
            "1234567890123456",
            "+",
        ] {
            assert_eq!(number(typed), Err(Rule::Format), "{typed}");
        }
    }

    #[test]
    fn an_address_with_an_at_is_a_mailbox() {
        assert!(matches!(
            Address::parse("ada@example.com", "86"),
            Ok(Address::Email(_))
        ));
        assert!(matches!(
            Address::parse("138 0000 0000", "86"),
            Ok(Address::Phone(_))
        ));
        assert_eq!(
            Address::parse("ada@", "86"),
            Err((Field::Account, Rule::Format))
        );
    }

    #[test]
    fn an_address_is_one_text_with_the_calling_code() {
        let plain = |typed, calling| Address::parse(typed, calling).map(|it| it.plain());
        for (typed, text) in [
            ("138 0000 0000", "+8613800000000"),
            ("+44 7700 900123", "+447700900123"),
            ("ada@example.com", "ada@example.com"),
        ] {
            assert_eq!(plain(typed, "86").as_deref(), Ok(text));
        }
    }
}
