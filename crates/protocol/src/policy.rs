//! How strong a password has to be, and how strong one is.
//!
//! The backend decides; the box says it earlier. Levels 0 to 5 are the protocol's `passwordStrength`.
use crate::Rule;

/// Longest password, in characters (and 1,024 bytes).
pub const MAX: usize = 256;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// No level is set: a length, and a list of too common ones that only the backend has.
    Length(u32),
    /// Level 0.
    None,
    /// Levels 1 to 3: six characters or more, of at least so many kinds.
    Kinds(u32),
    /// Level 4: the app's own expression, checked where an expression engine is: in the backend.
    Custom(CustomPolicy),
    /// Level 5: rules that only the backend knows.
    Backend(u32),
}

/// What level 4 says to people, by language tag; the first entry is the fallback.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomPolicy {
    pub messages: Vec<(&'static str, String)>,
}

impl CustomPolicy {
    pub fn message(&self, lang: &str) -> Option<&str> {
        let exact = self.messages.iter().find(|(tag, _)| *tag == lang);
        exact
            .or(self.messages.first())
            .map(|(_, text)| text.as_str())
    }
}

impl Policy {
    /// Fewest characters.
    pub fn least(&self) -> u32 {
        match self {
            Policy::Length(least) | Policy::Backend(least) => *least,
            Policy::None | Policy::Custom(_) => 1,
            Policy::Kinds(_) => 6,
        }
    }

    /// What a new password breaks, as far as it can be told here.
    pub fn check(&self, password: &str) -> Result<(), Rule> {
        let length = password.chars().count();
        if length == 0 {
            return Err(Rule::Required);
        }
        if length > MAX || password.len() > 4 * MAX {
            return Err(Rule::TooLong);
        }
        if length < self.least() as usize {
            return Err(Rule::TooShort(self.least()));
        }
        match self {
            Policy::Kinds(wanted) if kinds(password) < *wanted => Err(Rule::Kinds(*wanted)),
            _ => Ok(()),
        }
    }
}

/// Kinds of characters present, among digits, letters and everything else.
fn kinds(password: &str) -> u32 {
    let has = |test: fn(char) -> bool| u32::from(password.chars().any(test));
    has(|it| it.is_numeric()) + has(char::is_alphabetic) + has(|it| !it.is_alphanumeric())
}

/// What the meter shows. A hint for the person, never a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    Weak,
    Fair,
    Good,
    Strong,
}

/// Judges length first, then variety: a long plain sentence beats a short jumble.
pub fn strength(password: &str) -> Strength {
    let length = password.chars().count() as u32;
    let firsts = password
        .char_indices()
        .filter(|(at, it)| !password.get(..*at).unwrap_or_default().contains(*it));
    let variety = firsts.count() as u32;
    let runs = password.as_bytes().windows(3).filter(|it| matches!(it, [a, b, c] if b.wrapping_sub(*a) == c.wrapping_sub(*b) && b.abs_diff(*a) <= 1)).count() as u32;
    let score = (length.min(2 * variety) + 2 * kinds(password).saturating_sub(1))
        .saturating_sub(length.min(2 * runs));
    match score {
        0..=8 => Strength::Weak,
        9..=12 => Strength::Fair,
        13..=17 => Strength::Good,
        _ => Strength::Strong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_behave_as_documented() {
        assert_eq!(Policy::None.check("x"), Ok(()));
        assert_eq!(Policy::Kinds(1).check("12345"), Err(Rule::TooShort(6)));
        assert_eq!(Policy::Kinds(1).check("123456"), Ok(()));
        assert_eq!(Policy::Kinds(2).check("123456"), Err(Rule::Kinds(2)));
        assert_eq!(Policy::Kinds(3).check("abc123"), Err(Rule::Kinds(3)));
        assert_eq!(Policy::Kinds(3).check("abc12!"), Ok(()));
        assert_eq!(Policy::Length(8).check("1234567"), Err(Rule::TooShort(8)));
    }

    #[test]
    fn f03_a_long_password_is_taken_whole_and_a_longer_one_refused() {
        assert_eq!(Policy::Length(8).check(&"é".repeat(256)), Ok(()));
        assert_eq!(
            Policy::Length(8).check(&"a".repeat(257)),
            Err(Rule::TooLong)
        );
        assert_eq!(Policy::Length(8).check(""), Err(Rule::Required));
    }

    #[test]
    fn the_meter_prefers_length_to_tricks() {
        assert_eq!(strength(""), Strength::Weak);
        assert_eq!(strength("aaaaaaaaaaaaaaaa"), Strength::Weak);
        assert_eq!(strength("12345678"), Strength::Weak);
        assert_eq!(strength("abcdefgh"), Strength::Weak);
        assert!(strength("correct horse battery staple") == Strength::Strong);
        assert!(strength("P4ss!") < strength("wooden river lamp"));
        assert!(strength("tr0ub4dor") >= Strength::Fair);
    }
}
