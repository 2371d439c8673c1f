//! Opens passwords that were encrypted on their way: base64 of RSA PKCS#1 v1.5 blocks, as the protocol has it.
//!
//! What cannot be opened becomes a random password. Whoever probes the padding (Bleichenbacher) sees what a wrong password
//! would have shown, after the same work.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeySize, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guard_protocol::Secret;

use crate::db::{self, Db};
use crate::random::{self, NoRandomness};

/// Longer passwords than one block holds come in several; 1,024 bytes need three.
const MOST_BLOCKS: usize = 3;

pub struct TransportKey {
    private: Pkcs1PrivateDecryptingKey,
    /// SubjectPublicKeyInfo as PEM: `publicKey` of the settings.
    pub public_pem: String,
}

#[derive(Debug, thiserror::Error)]
#[error("the transport key of a user pool is damaged")]
pub struct DamagedKey;

impl TransportKey {
    /// A new key as base64 of PKCS#8, for the database.
    pub fn generate() -> Result<String, DamagedKey> {
        let key = PrivateDecryptingKey::generate(KeySize::Rsa3072).map_err(|_| DamagedKey)?;
        Ok(STANDARD.encode(AsDer::as_der(&key).map_err(|_| DamagedKey)?.as_ref()))
    }

    pub fn read(stored: &str) -> Result<Self, DamagedKey> {
        let der = STANDARD.decode(stored).map_err(|_| DamagedKey)?;
        let key = PrivateDecryptingKey::from_pkcs8(&der).map_err(|_| DamagedKey)?;
        let public = AsDer::as_der(&key.public_key()).map_err(|_| DamagedKey)?;
        Ok(Self {
            public_pem: pem(&STANDARD.encode(public.as_ref())),
            private: Pkcs1PrivateDecryptingKey::new(key).map_err(|_| DamagedKey)?,
        })
    }

    /// The password, or a random one that matches nothing.
    pub fn open(&self, sent: &str) -> Result<Secret, NoRandomness> {
        // Drawn in both cases, so that both take as long.
        let decoy = random::token()?;
        Ok(Secret::new(self.decrypt(sent).unwrap_or(decoy)))
    }

    fn decrypt(&self, sent: &str) -> Option<String> {
        let block = self.private.key_size_bytes();
        let cipher = STANDARD.decode(sent).ok()?;
        if cipher.is_empty()
            || !cipher.len().is_multiple_of(block)
            || cipher.len() > MOST_BLOCKS * block
        {
            return None;
        }
        let mut plain = Vec::new();
        let mut whole = true;
        for part in cipher.chunks(block) {
            let mut buffer = vec![0; self.private.min_output_size()];
            match self.private.decrypt(part, &mut buffer) {
                Ok(opened) => plain.extend_from_slice(opened),
                Err(_) => whole = false,
            }
        }
        String::from_utf8(plain).ok().filter(|_| whole)
    }
}

fn pem(base64: &str) -> String {
    let mut text = String::from("-----BEGIN PUBLIC KEY-----\n");
    for (index, character) in base64.chars().enumerate() {
        if index > 0 && index.is_multiple_of(64) {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str("\n-----END PUBLIC KEY-----\n");
    text
}

/// The keys of all pools, read once each: they never change.
#[derive(Clone, Default)]
pub struct TransportKeys(Arc<Mutex<HashMap<String, Arc<TransportKey>>>>);

#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Damaged(#[from] DamagedKey),
}

impl TransportKeys {
    pub async fn of(&self, db: &Db, pool: &str) -> Result<Arc<TransportKey>, KeyFault> {
        if let Some(known) = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(pool)
        {
            return Ok(Arc::clone(known));
        }
        let (stored,) = db::apps::transport_key(db, pool).await?.ok_or(DamagedKey)?;
        let key = Arc::new(TransportKey::read(&stored)?);
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(pool.to_owned(), Arc::clone(&key));
        Ok(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};

    fn seal(key: &TransportKey, password: &str) -> String {
        let body: String = key
            .public_pem
            .lines()
            .filter(|it| !it.starts_with('-'))
            .collect();
        let public = PublicEncryptingKey::from_der(&STANDARD.decode(body).unwrap()).unwrap();
        let public = Pkcs1PublicEncryptingKey::new(public).unwrap();
        let mut sealed = Vec::new();
        for part in password.as_bytes().chunks(public.max_plaintext_size()) {
            let mut buffer = vec![0; public.ciphertext_size()];
            sealed.extend_from_slice(public.encrypt(part, &mut buffer).unwrap());
        }
        STANDARD.encode(sealed)
    }

    #[test]
    fn what_was_sealed_for_the_pool_is_opened_and_anything_else_is_a_random_password() {
        let key = TransportKey::read(&TransportKey::generate().unwrap()).unwrap();
        let other = TransportKey::read(&TransportKey::generate().unwrap()).unwrap();
        let long = "p\u{e4}ss".repeat(200);
        for password in ["correct horse battery", &long] {
            assert_eq!(key.open(&seal(&key, password)).unwrap().expose(), password);
        }
        let foreign = seal(&other, "correct horse battery");
        for broken in ["", "plain text", "AAAA", &foreign, &"A".repeat(60_000)] {
            let opened = key.open(broken).unwrap();
            assert_eq!(opened.expose().len(), 64);
            assert_ne!(opened, key.open(broken).unwrap(), "random each time");
        }
    }
}
