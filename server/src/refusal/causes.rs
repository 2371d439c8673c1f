//! What goes wrong below, as the refusal that a caller is given.
use super::{Refusal, broken};
use crate::auth::hasher::HashFault;
use crate::auth::transport::KeyFault;
use crate::random::NoRandomness;

impl From<sqlx::Error> for Refusal {
    fn from(fault: sqlx::Error) -> Self {
        crate::logs::database_fault(&fault);
        Self::Unavailable
    }
}

impl From<HashFault> for Refusal {
    fn from(fault: HashFault) -> Self {
        match fault {
            HashFault::Busy => Self::Busy,
            HashFault::Broken => broken(&fault),
        }
    }
}

impl From<KeyFault> for Refusal {
    fn from(fault: KeyFault) -> Self {
        match fault {
            KeyFault::Database(fault) => fault.into(),
            KeyFault::Damaged(fault) => broken(&fault),
        }
    }
}

impl From<NoRandomness> for Refusal {
    fn from(fault: NoRandomness) -> Self {
        broken(&fault)
    }
}
