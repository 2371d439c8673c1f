//! What sealing a password needs beside arithmetic: reading a public key, and padding.
//!
//! Encryption only. Decrypting this padding safely is the backend's business.
use crate::base64;

/// An RSA public key, big-endian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    modulus: Vec<u8>,
    exponent: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PadFault {
    /// The key carries eleven bytes less than its own length.
    TooLong,
    NoRandom,
}

impl PublicKey {
    /// Reads SubjectPublicKeyInfo (`BEGIN PUBLIC KEY`, RFC 5280) or RSAPublicKey (`BEGIN RSA PUBLIC KEY`, RFC 8017 A.1.1).
    pub fn from_pem(pem: &str) -> Option<Self> {
        let (_, rest) = pem.split_once("-----BEGIN ")?;
        let (label, rest) = rest.split_once("-----")?;
        let (body, _) = rest.split_once("-----END ")?;
        let der = base64::decode(body)?;
        let key = match label {
            "RSA PUBLIC KEY" => der,
            "PUBLIC KEY" => {
                let (info, _) = element(&der, SEQUENCE)?;
                let (_algorithm, rest) = element(info, SEQUENCE)?;
                let (bits, _) = element(rest, BIT_STRING)?;
                bits.strip_prefix(&[0])?.to_vec()
            }
            _ => return None,
        };
        let (fields, _) = element(&key, SEQUENCE)?;
        let (modulus, rest) = element(fields, INTEGER)?;
        let (exponent, _) = element(rest, INTEGER)?;
        let modulus = without_zeros(modulus).to_vec();
        let exponent = without_zeros(exponent);
        let sensible =
            (SMALLEST..=1024).contains(&modulus.len()) && (1..=8).contains(&exponent.len());
        let exponent = exponent
            .iter()
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        (sensible && exponent > 1).then_some(Self { modulus, exponent })
    }

    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    pub fn exponent(&self) -> u64 {
        self.exponent
    }

    /// The block to encrypt: `00 02`, random bytes other than zero, `00`, the message (RFC 8017 section 7.2.1).
    pub fn pad(
        &self,
        message: &[u8],
        mut random: impl FnMut() -> Option<u8>,
    ) -> Result<Vec<u8>, PadFault> {
        let filler = self
            .modulus
            .len()
            .checked_sub(message.len() + 3)
            .filter(|it| *it >= 8);
        let filler = filler.ok_or(PadFault::TooLong)?;
        let mut block = vec![0, 2];
        while block.len() < filler + 2 {
            match random().ok_or(PadFault::NoRandom)? {
                0 => {}
                byte => block.push(byte),
            }
        }
        block.push(0);
        block.extend(message);
        Ok(block)
    }
}

/// Bytes of the smallest modulus that is taken: the protocol's own cloud has keys of 1,024 bits.
const SMALLEST: usize = 128;
const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// The content of the DER element at the front, which must be of the kind `tag`, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    if *first != tag {
        return None;
    }
    let (length, rest) = match *length {
        short @ 0..=0x7f => (usize::from(short), rest),
        long @ 0x81..=0x83 => {
            let (bytes, rest) = rest.split_at_checked(usize::from(long & 0x7f))?;
            (
                bytes
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | usize::from(*byte)),
                rest,
            )
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|it| **it == 0).count();
    number.get(zeros..).unwrap_or_default()
}

pub fn to_hex(bytes: &[u8]) -> String {
    let digit = |it: u8| char::from_digit(it.into(), 16).unwrap_or_default();
    bytes
        .iter()
        .flat_map(|it| [digit(it >> 4), digit(it & 15)])
        .collect()
}

/// A hexadecimal number as `length` bytes, zeros in front; `None` where it is longer or no number.
pub fn from_hex(hex: &str, length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length.checked_sub(hex.len().div_ceil(2))?];
    let mut high = if hex.len() % 2 == 1 { Some(0) } else { None };
    for letter in hex.chars() {
        let digit = letter.to_digit(16)? as u8;
        match high.take() {
            Some(it) => bytes.push(it << 4 | digit),
            None => high = Some(digit),
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    // A 1024-bit key made for this test; both forms hold the same numbers.
    const SPKI: &str = "-----BEGIN PUBLIC KEY-----\nMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC/JcRtRU11+VYtNPhexBq6gkUJRmwbnz/58mIRGcwQgY/EjsA7cX//3kRU7+3vO9FOWbLTjbGGIC87T//klvL2dNSAt3LdBqO90aE5G9vouSb1P6iGl9npQGYYMys/TLbqxxjmy3l7SC8xFMZty7wOaW8Ug8Frc4Vd92CzlL9WFwIDAQAB\n-----END PUBLIC KEY-----\n";
    const PKCS1: &str = "-----BEGIN RSA PUBLIC KEY-----\nMIGJAoGBAL8lxG1FTXX5Vi00+F7EGrqCRQlGbBufP/nyYhEZzBCBj8SOwDtxf//eRFTv7e870U5ZstONsYYgLztP/+SW8vZ01IC3ct0Go73RoTkb2+i5JvU/qIaX2elAZhgzKz9MturHGObLeXtILzEUxm3LvA5pbxSDwWtzhV33YLOUv1YXAgMBAAE=\n-----END RSA PUBLIC KEY-----\n";

    #[test]
    fn both_forms_of_a_key_are_read_alike() {
        let key = PublicKey::from_pem(SPKI).unwrap();
        assert_eq!(Some(&key), PublicKey::from_pem(PKCS1).as_ref());
        assert_eq!((key.modulus().len(), key.exponent()), (128, 65_537));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let cut = SPKI.replace("MIGf", "MIGe");
        for bad in [
            "",
            "-----BEGIN PUBLIC KEY-----",
            "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
            &cut,
        ] {
            assert_eq!(PublicKey::from_pem(bad), None, "{bad}");
        }
    }

    #[test]
    fn padding_is_random_without_zeros_and_ends_in_the_message() {
        let key = PublicKey::from_pem(SPKI).unwrap();
        let mut source = [7, 0, 9].into_iter().cycle();
        let block = key.pad(b"secret", || source.next()).unwrap();
        assert_eq!(block.len(), 128);
        assert!(block.starts_with(&[0, 2, 7, 9, 7]) && block.ends_with(b"\0secret"));
        assert_eq!(block[2..121].iter().filter(|it| **it == 0).count(), 0);
        assert_eq!(key.pad(&[1; 117], || Some(1)).map(|it| it.len()), Ok(128));
        assert_eq!(key.pad(&[1; 118], || Some(1)), Err(PadFault::TooLong));
        assert_eq!(key.pad(b"secret", || None), Err(PadFault::NoRandom));
    }

    #[test]
    fn hexadecimal_keeps_the_zeros_in_front() {
        assert_eq!(to_hex(&[0, 10, 255]), "000aff");
        assert_eq!(from_hex("aff", 3), Some(vec![0, 10, 255]));
        assert_eq!(from_hex("0102030405", 3), None);
        assert_eq!(from_hex("xy", 1), None);
    }
}
