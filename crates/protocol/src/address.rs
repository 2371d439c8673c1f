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

    /// As people write it: the calling code, and the digits in groups.
    pub fn shown(&self) -> String {
        let groups: Vec<String> = match self.number.as_bytes() {
            digits @ [b'1', ..] if self.calling == "86" && digits.len() == 11 => {
                grouped(&self.number, &[3, 4, 4])
            }
            [b'+', ..] => vec![self.number.clone()],
            digits if digits.len() <= 7 => grouped(&self.number, &[3, 4]),
            _longer => grouped(&self.number, &[3, 3, 4, 5]),
        };
        let code = self.country_code();
        code.into_iter()
            .chain(groups)
            .collect::<Vec<_>>()
            .join("\u{a0}")
    }
}

fn grouped(digits: &str, lengths: &[usize]) -> Vec<String> {
    let mut rest = digits;
    let mut groups = Vec::new();
    for length in lengths {
        let (group, after) = rest.split_at_checked(*length).unwrap_or((rest, ""));
        groups.push(group.to_owned());
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    groups
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

    /// As people write it.
    pub fn shown(&self) -> String {
        match self {
            Address::Email(email) => email.as_str().to_owned(),
            Address::Phone(phone) => phone.shown(),
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
    fn a_number_is_shown_in_groups() {
        let shown = |typed, calling| Phone::parse(typed, calling).unwrap().shown();
        assert_eq!(
            shown("13800000000", "86"),
            "+86\u{a0}138\u{a0}0000\u{a0}0000"
        );
        assert_eq!(shown("2025550123", "1"), "+1\u{a0}202\u{a0}555\u{a0}0123");
        assert_eq!(shown("+447700900123", "86"), "+447700900123");
    }
}
