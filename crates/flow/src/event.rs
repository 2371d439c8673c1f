//! What the flow hears, what it wants done, and what stands beside a screen.
use std::rc::Rc;

use guard_protocol::{Address, Captcha, Fault, Secret, Session};

use crate::{Agreed, Applicant, Call, Output, Reply, RequestId, ScanOutput, Scene};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub(crate) call: Rc<Call>,
    /// What was read the last time was not right.
    pub again: bool,
    /// Grows, so that each picture is a new one.
    pub serial: u32,
}

/// Why the last thing asked for was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub fault: Fault,
    /// Grows with every notice, so that the same fault twice is said twice.
    pub serial: u32,
    /// Seconds for which the form is not worth sending; `None` also where it was not the form that was refused, but a new code beside it.
    pub waits: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    SignIn {
        account: String,
        password: Secret,
        agreed: Agreed,
    },
    Register {
        applicant: Applicant,
        password: Secret,
        agreed: Agreed,
    },
    /// Asks for a code. What it is good for, the screen knows.
    SendCode {
        to: Address,
        agreed: Agreed,
    },
    Resend,
    /// `password`: of the account that the code opens.
    CheckCode {
        code: String,
        password: Option<Secret>,
    },
    ChoosePassword(Secret),
    /// What a person read in the picture that was asked for.
    Captcha(Captcha),
    /// Nothing was read.
    NoCaptcha,
    /// What shows the picture did not arrive.
    CaptchaLost,
    /// The mailed link was opened in this browser.
    Arrived(Session),
    /// How the code to be scanned is doing.
    Scan(ScanOutput),
    /// The person or the host page asks for another screen.
    Open(Scene),
    Back,
    /// Another account, address or number is being typed.
    Renamed,
    /// Load the settings again.
    Retry,
    /// The network is back.
    Online,
    Replied(RequestId, Result<Reply, Fault>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    Call(RequestId, Rc<Call>, Option<Captcha>),
    Emit(Output),
}
