//! A code that a phone scans, as a machine of its own: it is shown, asked about, and shown anew, whether inside the box or alone on a page.
//!
//! It knows no clock and no picture: how long to wait is an effect, and drawing is the view's business. Whatever it waits for
//! carries an id that lives in the state, so leaving a state is how a poll or a timer is given up.
use guard_protocol::Fault;
use guard_protocol::genauth::scan::{ScanCode, ScanStatus};

use crate::RequestId;

mod state;

pub use state::{
    End, Next, Pause, ScanAsk, ScanEffect, ScanEvent, ScanOutput, ScanReply, ScanState,
};

/// Between two questions about one code, in milliseconds, and the longest pause after failures.
const PACE: u32 = 2_000;
const SLOWEST: u32 = 30_000;
/// Questions that a code of two minutes is worth at the usual pace. A longer one, or a quicker page, asks as much more often:
/// what ends a code is its time.
const MOST_POLLS: u32 = 70;
/// How often a code that nobody scanned is replaced without being asked for.
const RENEWALS: u32 = 3;
/// Least time between two codes that are asked for by hand, in milliseconds.
const REST: u32 = 1_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanFlow {
    state: ScanState,
    issued: u32,
    /// Codes that were replaced by themselves since somebody last asked for one.
    renewed: u32,
    /// Milliseconds between two questions.
    pace: u32,
    /// Whether a ticket is exchanged here.
    exchanges: bool,
}

impl ScanFlow {
    /// `pace`: milliseconds between two questions, where a page chooses; half a second at least.
    pub fn new(exchanges: bool, pace: Option<u32>) -> (Self, Vec<ScanEffect>) {
        let mut flow = Self {
            state: ScanState::Done,
            issued: 0,
            renewed: 0,
            pace: pace.unwrap_or(PACE).clamp(500, SLOWEST),
            exchanges,
        };
        let effects = flow.ask();
        (flow, effects)
    }

    pub fn state(&self) -> &ScanState {
        &self.state
    }

    /// Whether an answer or a ring of `id` would still be heard.
    pub fn awaits(&self, id: RequestId) -> bool {
        match &self.state {
            ScanState::Asking { asked } | ScanState::Exchanging { asked } => *asked == id,
            ScanState::Shown { next, end, .. } => {
                *end == id || matches!(next, Next::Pause(it) | Next::Poll(it) if *it == id)
            }
            ScanState::Ended { rest, .. } => *rest == Some(id),
            ScanState::Done => false,
        }
    }

    pub fn update(&mut self, event: ScanEvent) -> Vec<ScanEffect> {
        match event {
            ScanEvent::Refresh => self.refresh(),
            ScanEvent::Rang(id) if self.awaits(id) => self.rang(id),
            ScanEvent::Replied(id, reply) if self.awaits(id) => self.replied(reply),
            // It belongs to a code that is not on show any more.
            ScanEvent::Rang(_) | ScanEvent::Replied(..) => Vec::new(),
        }
    }

    fn issue(&mut self) -> RequestId {
        self.issued += 1;
        RequestId(self.issued)
    }

    fn ask(&mut self) -> Vec<ScanEffect> {
        let asked = self.issue();
        self.state = ScanState::Asking { asked };
        vec![ScanEffect::Ask(asked, ScanAsk::Code)]
    }

    fn refresh(&mut self) -> Vec<ScanEffect> {
        match &mut self.state {
            ScanState::Ended { rest: None, .. } => {
                self.renewed = 0;
                self.ask()
            }
            ScanState::Ended { wanted, .. } => {
                *wanted = true;
                Vec::new()
            }
            ScanState::Asking { .. }
            | ScanState::Shown { .. }
            | ScanState::Exchanging { .. }
            | ScanState::Done => Vec::new(),
        }
    }

    fn rang(&mut self, id: RequestId) -> Vec<ScanEffect> {
        let asked = self.issue();
        match &mut self.state {
            ScanState::Ended { rest, wanted, .. } => {
                *rest = None;
                if *wanted { self.refresh() } else { Vec::new() }
            }
            ScanState::Shown {
                code,
                next,
                end,
                polls,
                over,
                ..
            } => {
                if *end == id {
                    *over = true;
                }
                // A question that is under way will say how it ended.
                if matches!(next, Next::Poll(_)) {
                    return Vec::new();
                }
                *next = Next::Poll(asked);
                *polls += 1;
                vec![ScanEffect::Ask(asked, ScanAsk::Status(code.handle.clone()))]
            }
            ScanState::Asking { .. } | ScanState::Exchanging { .. } | ScanState::Done => Vec::new(),
        }
    }

    fn replied(&mut self, reply: Result<ScanReply, Fault>) -> Vec<ScanEffect> {
        match (&mut self.state, reply) {
            (ScanState::Asking { .. }, Ok(ScanReply::Code(code))) => self.show(code),
            (ScanState::Exchanging { .. }, Ok(ScanReply::Session(session))) => {
                self.done(ScanOutput::SignedIn(session))
            }
            (ScanState::Shown { missed, .. }, Ok(ScanReply::Status(status))) => {
                *missed = 0;
                self.status(status)
            }
            // A question that came to nothing is no fault: the next one may get through.
            (ScanState::Shown { missed, .. }, Err(fault)) if passes(&fault) => {
                *missed += 1;
                self.pause()
            }
            (_, Err(Fault::Expired)) => self.ended(End::Expired),
            (_, Err(fault)) => self.ended(End::Failed(fault)),
            (_, Ok(_)) => self.ended(End::Failed(Fault::Unexpected)),
        }
    }

    fn show(&mut self, code: ScanCode) -> Vec<ScanEffect> {
        let (end, first) = (self.issue(), self.issue());
        let life = Pause::Exactly(code.expires_in.saturating_mul(1000));
        self.state = ScanState::Shown {
            code,
            by: None,
            next: Next::Pause(first),
            end,
            polls: 0,
            missed: 0,
            over: false,
        };
        vec![
            ScanEffect::Wait(end, life),
            ScanEffect::Wait(first, Pause::About(self.pace)),
            ScanEffect::Emit(ScanOutput::Started),
        ]
    }

    fn status(&mut self, status: ScanStatus) -> Vec<ScanEffect> {
        match status {
            ScanStatus::Waiting => self.pause(),
            ScanStatus::Scanned(person) => {
                let mut effects = Vec::new();
                if let ScanState::Shown { by, .. } = &mut self.state
                    && by.is_none()
                {
                    *by = Some(person.clone());
                    effects.push(ScanEffect::Emit(ScanOutput::Scanned(person)));
                }
                effects.extend(self.pause());
                effects
            }
            ScanStatus::SignedIn(session) => self.done(ScanOutput::SignedIn(session)),
            ScanStatus::Ticket { ticket, .. } if self.exchanges => {
                let asked = self.issue();
                self.state = ScanState::Exchanging { asked };
                vec![ScanEffect::Ask(asked, ScanAsk::Session(ticket))]
            }
            ScanStatus::Ticket { ticket, user } => self.done(ScanOutput::Ticket { ticket, user }),
            ScanStatus::Cancelled => self.ended(End::Cancelled),
            ScanStatus::Expired => self.ended(End::Expired),
            ScanStatus::Further(fault) => self.ended(End::Further(fault)),
        }
    }

    fn pause(&mut self) -> Vec<ScanEffect> {
        let id = self.issue();
        let ScanState::Shown {
            code,
            next,
            polls,
            missed,
            over,
            ..
        } = &mut self.state
        else {
            return Vec::new();
        };
        if *over || *polls >= worth(code.expires_in, self.pace) {
            return self.ended(End::Expired);
        }
        *next = Next::Pause(id);
        let slower = self.pace.saturating_mul(1 << (*missed).min(5));
        vec![ScanEffect::Wait(id, Pause::About(slower.min(SLOWEST)))]
    }

    fn done(&mut self, output: ScanOutput) -> Vec<ScanEffect> {
        self.state = ScanState::Done;
        vec![ScanEffect::Emit(output)]
    }

    fn ended(&mut self, why: End) -> Vec<ScanEffect> {
        // Also when the ticket that they agreed to is worth nothing.
        let scanned = matches!(
            self.state,
            ScanState::Shown { by: Some(_), .. } | ScanState::Exchanging { .. }
        );
        if why == End::Expired && !scanned && self.renewed < RENEWALS {
            self.renewed += 1;
            return self.ask();
        }
        let rest = self.issue();
        let wait = match &why {
            End::Failed(fault) => fault.retry_after().unwrap_or(1).saturating_mul(1000),
            End::Cancelled | End::Expired | End::Further(_) => REST,
        };
        let output = match &why {
            End::Cancelled => ScanOutput::Cancelled,
            End::Expired => ScanOutput::Expired,
            End::Further(fault) | End::Failed(fault) => ScanOutput::Failed(fault.clone()),
        };
        self.state = ScanState::Ended {
            why,
            rest: Some(rest),
            wanted: false,
        };
        vec![
            ScanEffect::Wait(rest, Pause::Exactly(wait)),
            ScanEffect::Emit(output),
        ]
    }
}

/// Questions that fit into a code's life of `seconds`, and a sixth more, since pauses vary.
fn worth(seconds: u32, pace: u32) -> u32 {
    (seconds.saturating_mul(1000) / pace * 7 / 6).max(MOST_POLLS)
}

/// Whether trying again may help.
fn passes(fault: &Fault) -> bool {
    matches!(
        fault,
        Fault::Offline
            | Fault::Unreachable
            | Fault::TimedOut
            | Fault::Unavailable
            | Fault::TooOften { .. }
    )
}
