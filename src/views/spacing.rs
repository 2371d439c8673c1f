//! Spaces in a number while it is typed, as people write it. They are for the eye: what is sent has none.
use guard_protocol::digit;

use super::countries;

/// `typed` as it is written, where it is a number as far as one can tell. `calling`: the digits of the calling code of numbers that bring none.
///
/// Whoever writes brackets or dashes has an order of their own, which stays.
pub fn spaced(typed: &str, calling: &str) -> String {
    let mut plain = String::new();
    for letter in typed.chars() {
        match letter {
            ' ' | '\u{a0}' => {}
            '+' | '＋' => plain.push('+'),
            letter => match digit(letter) {
                Some(digit) => plain.push(digit),
                None if letter.is_alphabetic() || letter == '@' => return without(typed),
                None => return typed.to_owned(),
            },
        }
    }
    if plain.starts_with("00") {
        return plain;
    }
    match countries::split(&plain) {
        Some((country, rest)) => {
            let code = ["+", country.calling].concat();
            let mut written = vec![code.as_str()];
            written.extend(groups(rest, country.calling));
            written.retain(|it| !it.is_empty());
            written.join(" ")
        }
        None if plain.starts_with('+') => plain,
        None => groups(&plain, calling).join(" "),
    }
}

/// An account as it is written on a screen: a number that brings its calling code in groups that no line breaks.
pub fn shown(account: &str) -> String {
    if account.starts_with('+') {
        spaced(account, "").replace(' ', "\u{a0}")
    } else {
        account.to_owned()
    }
}

/// The digits of a number in the groups in which people of the calling code write them, as far as it goes. Where the
/// custom is not known, in groups that are read well.
fn groups<'a>(digits: &'a str, calling: &str) -> Vec<&'a str> {
    let lengths: &[usize] = match calling {
        "1" => &[3, 3, 4],
        "7" => &[3, 3, 2, 2],
        "33" => &[1, 2, 2, 2, 2],
        "34" | "48" | "61" | "420" | "886" => &[3, 3, 3],
        "44" => &[4, 6],
        "65" | "852" | "853" => &[4, 4],
        "81" | "82" => &[2, 4, 4],
        "86" if digits.starts_with('1') => &[3, 4, 4],
        "91" => &[5, 5],
        _ if digits.len() <= 7 => &[3, 4],
        _ => &[3, 3, 4],
    };
    // Written with the zero that is dialled within a country, the first group is longer by it.
    let zero = usize::from(digits.starts_with('0'));
    let mut rest = digits;
    let mut groups = Vec::new();
    for (index, length) in lengths.iter().enumerate() {
        let length = length + if index == 0 { zero } else { 0 };
        let last = index + 1 == lengths.len();
        let (group, after) = match rest.split_at_checked(length) {
            Some(split) if !last => split,
            _the_rest => (rest, ""),
        };
        groups.push(group);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    groups
}

/// No number after all, but the beginning of an address: the spaces were ours.
fn without(typed: &str) -> String {
    typed.replace(' ', "")
}

/// Where the caret belongs in `written`, so that as many letters stand before it as before; spaces do not count.
pub fn place(written: &str, letters: usize) -> usize {
    let mut left = letters;
    let mut place = 0;
    for letter in written.chars() {
        if left == 0 {
            break;
        }
        left -= usize::from(letter != ' ');
        place += letter.len_utf16();
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cd_6_a_number_is_grouped_however_it_comes() {
        for (typed, written) in [
            ("138", "138"),
            ("1380", "138 0"),
            ("13800000000", "138 0000 0000"),
            ("138 0000 0000 ", "138 0000 0000"),
            ("１３８０", "138 0"),
            ("+8613800000000", "+86 138 0000 0000"),
            ("+4", "+4"),
            ("+44", "+44"),
            ("+4474001", "+44 7400 1"),
            ("0086138", "0086138"),
            ("138-0000-0000", "138-0000-0000"),
            ("(138) 0", "(138) 0"),
            ("", ""),
        ] {
            assert_eq!(spaced(typed, "86"), written, "{typed}");
        }
    }

    #[test]
    fn cd_2_digits_that_turn_out_to_be_an_address_lose_their_spaces() {
        assert_eq!(spaced("138 0013@", "86"), "1380013@");
        assert_eq!(spaced("138 0013 8000@qq.com", "86"), "13800138000@qq.com");
        assert_eq!(spaced("ada@example.com", "86"), "ada@example.com");
    }

    #[test]
    fn cd_6_groups_are_those_of_the_country_and_grow_with_the_number() {
        let of = |digits, calling| groups(digits, calling).join(" ");
        for (digits, calling, written) in [
            ("1", "86", "1"),
            ("1380", "86", "138 0"),
            ("13800000000", "86", "138 0000 0000"),
            // Longer than any: nothing is lost.
            ("138000000001", "86", "138 0000 00001"),
            ("7400123456", "44", "7400 123456"),
            ("07400123456", "44", "07400 123456"),
            ("612345678", "33", "6 12 34 56 78"),
            ("0612345678", "33", "06 12 34 56 78"),
            ("51234567", "852", "5123 4567"),
            ("9123456", "376", "912 3456"),
            ("15112345678", "49", "151 123 45678"),
            ("", "86", ""),
        ] {
            assert_eq!(of(digits, calling), written, "+{calling} {digits}");
        }
    }

    #[test]
    fn an_account_is_shown_as_people_write_it() {
        assert_eq!(shown("+8613800000000"), "+86\u{a0}138\u{a0}0000\u{a0}0000");
        assert_eq!(shown("+12025550123"), "+1\u{a0}202\u{a0}555\u{a0}0123");
        assert_eq!(shown("ada@example.com"), "ada@example.com");
    }

    #[test]
    fn the_caret_stays_behind_the_letter_it_was_behind() {
        for (written, letters, at) in [
            ("138 0000", 3, 3),
            ("138 0000", 4, 5),
            ("138 0", 9, 5),
            ("", 0, 0),
        ] {
            assert_eq!(place(written, letters), at, "{written} {letters}");
        }
    }
}
