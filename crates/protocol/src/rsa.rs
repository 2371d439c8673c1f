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
        let sensible = (64..=1024).contains(&modulus.len()) && (1..=8).contains(&exponent.len());
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
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}

/// A hexadecimal number as `length` bytes, zeros in front; `None` where it is longer or no number.
pub fn from_hex(hex: &str, length: usize) -> Option<Vec<u8>> {
    let padded = format!("{hex:0>width$}", width = length * 2);
    if padded.len() > length * 2 {
        return None;
    }
    let pairs = padded.as_bytes().chunks(2);
    pairs
        .map(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // A 512-bit key made for this test; both forms hold the same numbers.
    const SPKI: &str = "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAOIMFj049cLmnE59yMUr51EJr1n50tYQEgeETwxnJec6SCkAILxA1t3bjJZwNx9dH3RNQqmU0/uzCfGD1uqU23kCAwEAAQ==\n-----END PUBLIC KEY-----\n";
    const PKCS1: &str = "-----BEGIN RSA PUBLIC KEY-----\nMEgCQQDiDBY9OPXC5pxOfcjFK+dRCa9Z+dLWEBIHhE8MZyXnOkgpACC8QNbd24yWcDcfXR90TUKplNP7swnxg9bqlNt5AgMBAAE=\n-----END RSA PUBLIC KEY-----\n";

    #[test]
    fn both_forms_of_a_key_are_read_alike() {
        let key = PublicKey::from_pem(SPKI).unwrap();
        assert_eq!(Some(&key), PublicKey::from_pem(PKCS1).as_ref());
        assert_eq!((key.modulus().len(), key.exponent()), (64, 65_537));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let cut = SPKI.replace("MFww", "MFwx");
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
        assert_eq!(block.len(), 64);
        assert!(block.starts_with(&[0, 2, 7, 9, 7]) && block.ends_with(b"\0secret"));
        assert_eq!(block[2..57].iter().filter(|it| **it == 0).count(), 0);
        assert_eq!(key.pad(&[1; 53], || Some(1)).map(|it| it.len()), Ok(64));
        assert_eq!(key.pad(&[1; 54], || Some(1)), Err(PadFault::TooLong));
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
