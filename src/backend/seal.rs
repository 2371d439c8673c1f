//! Encrypts a password with the app's public key: RSA PKCS#1 v1.5 (RFC 8017 section 7.2.1), as the protocol has it.
//!
//! WebCrypto does not offer this padding; the arithmetic is the browser's `BigInt`.
use guard_protocol::{Fault, Field, Rule, Secret, base64, rsa};
use js_sys::BigInt;
use wasm_bindgen::JsValue;

use crate::platform;

/// Base64 of `secret` encrypted under the key in `pem`.
pub fn seal(secret: &Secret, pem: &str) -> Result<String, Fault> {
    let key =
        rsa::PublicKey::from_pem(pem).ok_or_else(|| bad("is not an RSA public key in PEM form"))?;
    let block = key.pad(secret.expose().as_bytes(), || {
        platform::random::<1>().map(|[it]| it)
    });
    let block = block.map_err(|it| match it {
        rsa::PadFault::TooLong => Fault::Invalid {
            field: Field::Password,
            rule: Rule::TooLong,
        },
        rsa::PadFault::NoRandom => Fault::Unexpected,
    })?;
    let sealed = power(&block, &key).ok_or_else(|| bad("cannot be used"))?;
    Ok(base64::encode(&sealed))
}

fn bad(problem: &str) -> Fault {
    Fault::BadSetting {
        path: "publicKey".to_owned(),
        problem: problem.to_owned(),
    }
}

/// `block ^ exponent mod modulus`, as many bytes as the modulus has.
fn power(block: &[u8], key: &rsa::PublicKey) -> Option<Vec<u8>> {
    let modulus = number(key.modulus())?;
    let base = number(block)?;
    let mut result = BigInt::from(1);
    for bit in (0..u64::BITS - key.exponent().leading_zeros()).rev() {
        result = &(&result * &result) % &modulus;
        if key.exponent() >> bit & 1 == 1 {
            result = &(&result * &base) % &modulus;
        }
    }
    let hex = result.to_string(16).ok().map(String::from)?;
    rsa::from_hex(&hex, key.modulus().len())
}

fn number(bytes: &[u8]) -> Option<BigInt> {
    BigInt::new(&JsValue::from_str(&["0x", &rsa::to_hex(bytes)].concat())).ok()
}
