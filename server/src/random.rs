//! Everything that must be unguessable, from the operating system's source and no other.
use aws_lc_rs::rand;

use crate::hex;

/// Why there is no randomness: the operating system refused it.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// 128 bits in hexadecimal: the id of a row.
pub fn id() -> Result<String, NoRandomness> {
    Ok(hex::of(&bytes::<16>()?))
}

/// 256 bits in hexadecimal: a token that opens something.
pub fn token() -> Result<String, NoRandomness> {
    Ok(hex::of(&bytes::<32>()?))
}

/// Decimal digits, four to eight of them, each code equally likely.
pub fn code(digits: u32) -> Result<String, NoRandomness> {
    let digits = digits.clamp(4, 8);
    let codes = 10_u32.pow(digits);
    // What lies above the last whole round would favour small codes, so it is thrown away.
    let fair = u32::MAX - u32::MAX % codes;
    loop {
        let drawn = u32::from_be_bytes(bytes()?);
        if drawn < fair {
            let width = usize::try_from(digits).unwrap_or(8);
            return Ok(format!("{:0width$}", drawn % codes));
        }
    }
}

/// Two decimal digits, for people to compare: a byte's slight favour for small ones is nothing here.
pub fn two_digits() -> Result<String, NoRandomness> {
    let [drawn] = bytes::<1>()?;
    Ok(format!("{:02}", drawn % 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_digits_and_spread() {
        let mut first_digits = [0_u32; 10];
        for _ in 0..5000 {
            let code = code(6).unwrap();
            assert!(code.len() == 6 && code.bytes().all(|it| it.is_ascii_digit()));
            first_digits[usize::from(code.as_bytes()[0] - b'0')] += 1;
        }
        assert_eq!((code(4).unwrap().len(), code(8).unwrap().len()), (4, 8));
        assert!(
            first_digits.iter().all(|it| (350..650).contains(it)),
            "{first_digits:?}"
        );
    }

    #[test]
    fn no_two_ids_are_alike() {
        assert_ne!(id().unwrap(), id().unwrap());
        assert_eq!((id().unwrap().len(), token().unwrap().len()), (32, 64));
    }
}
