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

/// Six decimal digits, each of the million equally likely.
pub fn code() -> Result<String, NoRandomness> {
    const CODES: u32 = 1_000_000;
    // What lies above the last whole million would favour small codes, so it is thrown away.
    const FAIR: u32 = u32::MAX - u32::MAX % CODES;
    loop {
        let drawn = u32::from_be_bytes(bytes()?);
        if drawn < FAIR {
            return Ok(format!("{:06}", drawn % CODES));
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
            let code = code().unwrap();
            assert!(code.len() == 6 && code.bytes().all(|it| it.is_ascii_digit()));
            first_digits[usize::from(code.as_bytes()[0] - b'0')] += 1;
        }
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
