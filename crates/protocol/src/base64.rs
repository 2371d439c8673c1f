//! Base64 with the standard alphabet (RFC 4648 section 4): the two directions that a sealed password needs.
//!
//! Forty lines instead of a crate, because they are downloaded by everyone.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or_default());
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let sextet = (group >> (18 - 6 * digit)) as usize & 63;
            let letter = if digit <= chunk.len() {
                ALPHABET.get(sextet).copied()
            } else {
                None
            };
            text.push(char::from(letter.unwrap_or(b'=')));
        }
    }
    text
}

/// Skips white space; `None` where any other character, or a length that cannot be, is met.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text
        .bytes()
        .filter(|it| !it.is_ascii_whitespace())
        .collect();
    let letters = letters
        .strip_suffix(b"==")
        .or(letters.strip_suffix(b"="))
        .unwrap_or(&letters);
    if letters.len() % 4 == 1 {
        return None;
    }
    let (mut bytes, mut group, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in letters {
        let sextet = ALPHABET.iter().position(|it| it == letter)?;
        group = group << 6 | sextet as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((group >> bits) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_4648_hold_both_ways() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(decode("Zm9v\nYmFy\n").as_deref(), Some(&b"foobar"[..]));
        assert_eq!(encode(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn what_is_no_base64_is_refused() {
        for bad in ["Z", "Zm9v!", "Zm-v", "Zm=9v"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }
}
