//! Password hashing, and how much of it goes on at once.
//!
//! As many hashes run as there are cores, 64 callers wait, the next one is told that the server is busy. Memory for the hashes is
//! taken once and reused, so that a flood of sign-ins costs no more of it than one a core.
use std::sync::{Arc, Mutex, PoisonError};

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use aws_lc_rs::constant_time;
use guard_protocol::Secret;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::random;

/// OWASP's first choice for Argon2id: KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// Callers that may wait beyond those that are served.
const QUEUE: usize = 64;

#[derive(Clone)]
pub struct Hasher {
    line: Arc<Semaphore>,
    benches: Arc<Semaphore>,
    memory: Arc<Mutex<Vec<Vec<Block>>>>,
}

#[derive(Debug, thiserror::Error)]
pub enum HashFault {
    #[error("too many are waiting for a hash")]
    Busy,
    #[error("a password could not be hashed")]
    Broken,
}

/// What a comparison showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub matches: bool,
    /// The stored hash is cheaper to guess than a new one would be.
    pub outdated: bool,
}

/// A place in the line, taken before anything else is done for a request that needs a hash.
pub struct Seat {
    hasher: Hasher,
    _place: OwnedSemaphorePermit,
}

impl Hasher {
    pub fn new(cores: usize) -> Self {
        Self {
            line: Arc::new(Semaphore::new(cores + QUEUE)),
            benches: Arc::new(Semaphore::new(cores)),
            memory: Arc::default(),
        }
    }

    pub fn seat(&self) -> Result<Seat, HashFault> {
        let place = Arc::clone(&self.line)
            .try_acquire_owned()
            .map_err(|_| HashFault::Busy)?;
        Ok(Seat {
            hasher: self.clone(),
            _place: place,
        })
    }

    fn lend(&self) -> Vec<Block> {
        self.memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default()
    }

    fn take_back(&self, blocks: Vec<Block>) {
        self.memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(blocks);
    }
}

impl Seat {
    /// Hashes a new password, as a PHC string.
    pub async fn hash(&self, password: Secret) -> Result<String, HashFault> {
        self.work(move |blocks| {
            let (memory, passes, lanes) = COST;
            let params = Params::new(memory, passes, lanes, None).map_err(|_| HashFault::Broken)?;
            let salt = random::bytes::<16>().map_err(|_| HashFault::Broken)?;
            let output = derive(&params, Version::V0x13, &salt, &password, blocks)?;
            let hash = PasswordHash {
                algorithm: Algorithm::Argon2id.ident(),
                version: Some(Version::V0x13.into()),
                params: ParamsString::try_from(&params).map_err(|_| HashFault::Broken)?,
                salt: Some(Salt::new(&salt).map_err(|_| HashFault::Broken)?),
                hash: Some(Output::new(&output).map_err(|_| HashFault::Broken)?),
            };
            Ok(hash.to_string())
        })
        .await?
    }

    /// Compares with a stored PHC string, in the same time whether it matches or not.
    pub async fn verify(&self, password: Secret, stored: String) -> Result<Verdict, HashFault> {
        self.work(move |blocks| {
            let stored = PasswordHash::new(&stored).map_err(|_| HashFault::Broken)?;
            let params = Params::try_from(&stored).map_err(|_| HashFault::Broken)?;
            let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else {
                return Err(HashFault::Broken);
            };
            let version = stored
                .version
                .and_then(|it| Version::try_from(it).ok())
                .unwrap_or_default();
            let output = derive(&params, version, &salt, &password, blocks)?;
            Ok(Verdict {
                matches: stored.algorithm == Algorithm::Argon2id.ident()
                    && constant_time::verify_slices_are_equal(&output, expected.as_bytes()).is_ok(),
                outdated: params.m_cost() < COST.0 || params.t_cost() < COST.1,
            })
        })
        .await?
    }

    /// Runs `job` where it disturbs no other request, with memory for hashing.
    pub async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
    ) -> Result<T, HashFault> {
        let bench = Arc::clone(&self.hasher.benches)
            .acquire_owned()
            .await
            .map_err(|_| HashFault::Broken)?;
        let hasher = self.hasher.clone();
        tokio::task::spawn_blocking(move || {
            let _bench = bench;
            let mut blocks = hasher.lend();
            let done = job(&mut blocks);
            hasher.take_back(blocks);
            done
        })
        .await
        .map_err(|_| HashFault::Broken)
    }
}

fn derive(
    params: &Params,
    version: Version,
    salt: &[u8],
    password: &Secret,
    blocks: &mut Vec<Block>,
) -> Result<Vec<u8>, HashFault> {
    let needed = params.block_count();
    if blocks.len() < needed {
        blocks.resize(needed, Block::default());
    }
    let mut output = vec![0; params.output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN)];
    let memory = blocks.get_mut(..needed).ok_or(HashFault::Broken)?;
    Argon2::new(Algorithm::Argon2id, version, params.clone())
        .hash_password_into_with_memory(password.expose().as_bytes(), salt, &mut output, memory)
        .map_err(|_| HashFault::Broken)?;
    Ok(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn e10_a_hash_is_argon2id_with_the_chosen_cost_and_matches_only_its_password() {
        let hasher = Hasher::new(1);
        let seat = hasher.seat().unwrap();
        let stored = seat.hash(Secret::new("correct horse")).await.unwrap();
        assert!(
            stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{stored}"
        );
        assert_eq!(
            seat.verify(Secret::new("correct horse"), stored.clone())
                .await
                .unwrap(),
            Verdict {
                matches: true,
                outdated: false
            }
        );
        assert!(
            !seat
                .verify(Secret::new("correct horsf"), stored)
                .await
                .unwrap()
                .matches
        );
    }

    #[tokio::test]
    async fn a_hash_of_the_reference_implementation_is_understood_and_called_outdated() {
        // From the test vectors of the reference implementation of Argon2.
        let stored =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        let seat = Hasher::new(1).seat().unwrap();
        assert_eq!(
            seat.verify(Secret::new("password"), stored.into())
                .await
                .unwrap(),
            Verdict {
                matches: true,
                outdated: true
            }
        );
    }

    #[tokio::test]
    async fn e11_the_line_is_bounded_and_memory_is_reused() {
        let hasher = Hasher::new(2);
        let seats: Vec<_> = (0..2 + QUEUE).map(|_| hasher.seat().unwrap()).collect();
        assert!(matches!(hasher.seat(), Err(HashFault::Busy)));
        let jobs: Vec<_> = seats
            .into_iter()
            .map(|seat| tokio::spawn(async move { seat.hash(Secret::new("x")).await }))
            .collect();
        for job in jobs {
            job.await.unwrap().unwrap();
        }
        assert!(hasher.memory.lock().unwrap().len() <= 2);
        assert!(hasher.seat().is_ok());
    }
}
