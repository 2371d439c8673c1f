//! The states of a code to be scanned, what its machine hears, and what it wants done.
use guard_protocol::genauth::scan::{Person, ScanCode, ScanStatus};
use guard_protocol::{Fault, Secret, Session};

use crate::RequestId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanState {
    Asking {
        asked: RequestId,
    },
    Shown {
        code: ScanCode,
        /// Who has scanned it.
        by: Option<Person>,
        /// The pause or the question that is under way: one of the two, and never two questions.
        next: Next,
        /// Rings when the code's time is over.
        end: RequestId,
        polls: u32,
        /// Questions in a row that came to nothing.
        missed: u32,
        /// Its time is over, and what was agreed to in the last moment is still asked for.
        over: bool,
    },
    Exchanging {
        asked: RequestId,
    },
    Ended {
        why: End,
        /// Another code is not asked for before this has rung.
        rest: Option<RequestId>,
        /// Somebody has pressed meanwhile.
        wanted: bool,
    },
    Done,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    Pause(RequestId),
    Poll(RequestId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    Cancelled,
    Expired,
    Further(Fault),
    Failed(Fault),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanEvent {
    /// Somebody asks for another code.
    Refresh,
    Rang(RequestId),
    Replied(RequestId, Result<ScanReply, Fault>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanReply {
    Code(ScanCode),
    Status(ScanStatus),
    Session(Session),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanEffect {
    /// To be asked while somebody can see the box, and not before.
    Ask(RequestId, ScanAsk),
    Wait(RequestId, Pause),
    Emit(ScanOutput),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanAsk {
    Code,
    Status(Secret),
    Session(Secret),
}

/// Milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    Exactly(u32),
    /// Give or take a fifth, so that many boxes do not ask together.
    About(u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOutput {
    Started,
    Scanned(Person),
    SignedIn(Session),
    Ticket { ticket: Secret, user: Secret },
    Cancelled,
    Expired,
    Failed(Fault),
}
