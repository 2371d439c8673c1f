//! What is on show, and the names that views and host pages know it by.
use guard_protocol::{Address, CodeWay, Email, Fault, Purpose, RegisterWay, Secret, SignInWay};

use crate::call::Agreed;

/// One screen, with exactly what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    Loading,
    /// The box cannot work until what is wrong here has been put right.
    Broken(Fault),
    SignIn(SignInWay),
    /// A code to be scanned: which, by its place in the settings. How it is doing, `ScanFlow` knows.
    Scan(usize),
    Register(RegisterWay),
    /// `mail`: the address's owner has been written to and goes on from there.
    Registered {
        account: String,
        mail: bool,
    },
    /// The password was right, and the address has to be confirmed first.
    Unverified {
        email: Email,
        /// Seconds until another mail may be asked for; none has been asked for where this is none.
        resend_in: Option<u32>,
        round: u32,
        /// As a [`CodeScreen`]'s.
        waits: u32,
    },
    ForgotPassword,
    Code(CodeScreen),
    NewPassword {
        account: Address,
        /// The one-time permission that the right code earned.
        token: Secret,
    },
    PasswordChanged {
        account: Address,
    },
    SignedIn,
    /// In another tab of this browser: the page's other box said so.
    SignedInElsewhere,
}

/// A code has been sent and is awaited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeScreen {
    pub purpose: Purpose,
    pub to: Address,
    pub agreed: Agreed,
    /// The mail holds a link as well; this tells whether it has been opened in this browser.
    pub link: Option<Secret>,
    /// Seconds until another code may be asked for, counted from when this round began, or from when another one was refused.
    pub resend_in: u32,
    /// How often a code was sent.
    pub round: u32,
    /// Grows with every wait, so that one as long as the last is another one.
    pub waits: u32,
}

/// A screen's name: what views switch on, and what the host page hears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    #[default]
    Loading,
    Broken,
    SignIn,
    SignInCode,
    Scan,
    RegisterEmail,
    RegisterEmailCode,
    RegisterPhone,
    RegisterUsername,
    Registered,
    Unverified,
    ForgotPassword,
    EnterCode,
    RegisterCode,
    ResetCode,
    NewPassword,
    PasswordChanged,
    SignedIn,
    SignedInElsewhere,
}

impl Step {
    pub const ALL: [Step; 19] = [
        Step::Loading,
        Step::Broken,
        Step::SignIn,
        Step::SignInCode,
        Step::Scan,
        Step::RegisterEmail,
        Step::RegisterEmailCode,
        Step::RegisterPhone,
        Step::RegisterUsername,
        Step::Registered,
        Step::Unverified,
        Step::ForgotPassword,
        Step::EnterCode,
        Step::RegisterCode,
        Step::ResetCode,
        Step::NewPassword,
        Step::PasswordChanged,
        Step::SignedIn,
        Step::SignedInElsewhere,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Step::Loading => "loading",
            Step::Broken => "broken",
            Step::SignIn => "sign-in",
            Step::SignInCode => "sign-in-code",
            Step::Scan => "scan",
            Step::RegisterEmail => "register-email",
            Step::RegisterEmailCode => "register-email-code",
            Step::RegisterPhone => "register-phone",
            Step::RegisterUsername => "register-username",
            Step::Registered => "registered",
            Step::Unverified => "unverified",
            Step::ForgotPassword => "forgot-password",
            Step::EnterCode => "enter-code",
            Step::RegisterCode => "register-code",
            Step::ResetCode => "reset-code",
            Step::NewPassword => "new-password",
            Step::PasswordChanged => "password-changed",
            Step::SignedIn => "signed-in",
            Step::SignedInElsewhere => "signed-in-elsewhere",
        }
    }
}

impl Screen {
    pub fn step(&self) -> Step {
        match self {
            Screen::Loading => Step::Loading,
            Screen::Broken(_) => Step::Broken,
            Screen::SignIn(SignInWay::Password) => Step::SignIn,
            Screen::SignIn(SignInWay::Code(_)) => Step::SignInCode,
            Screen::Scan(_) => Step::Scan,
            Screen::Register(RegisterWay::Email) => Step::RegisterEmail,
            Screen::Register(RegisterWay::EmailCode) => Step::RegisterEmailCode,
            Screen::Register(RegisterWay::Phone) => Step::RegisterPhone,
            Screen::Register(RegisterWay::Username) => Step::RegisterUsername,
            Screen::Registered { .. } => Step::Registered,
            Screen::Unverified { .. } => Step::Unverified,
            Screen::ForgotPassword => Step::ForgotPassword,
            Screen::Code(code) => match code.purpose {
                Purpose::SignIn => Step::EnterCode,
                Purpose::Register => Step::RegisterCode,
                Purpose::Reset => Step::ResetCode,
            },
            Screen::NewPassword { .. } => Step::NewPassword,
            Screen::PasswordChanged { .. } => Step::PasswordChanged,
            Screen::SignedIn => Step::SignedIn,
            Screen::SignedInElsewhere => Step::SignedInElsewhere,
        }
    }

    /// Begins another wait until something more may be sent. False where nothing has been sent yet.
    pub(crate) fn wait(&mut self, seconds: u32) -> bool {
        match self {
            Self::Code(it) => {
                it.resend_in = seconds;
                it.waits += 1;
                true
            }
            Self::Unverified {
                resend_in, waits, ..
            } => {
                *resend_in = Some(seconds);
                *waits += 1;
                true
            }
            _nothing_has_been_sent => false,
        }
    }
}

/// A place that a person or the host page may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// What the app shows first.
    SignIn,
    By(SignInWay),
    /// By its place in the settings.
    Scan(usize),
    /// `None`: the app's default way.
    Register(Option<RegisterWay>),
    ForgotPassword,
    /// Somebody has signed in in another tab.
    SignedInElsewhere,
}

impl Scene {
    /// Reads Guard 5's names (`login:password`, `register:email`, `forgetPassword`) and ours.
    pub fn from_name(name: &str) -> Option<Self> {
        let register = |way| Scene::Register(Some(way));
        let code = |way| Scene::By(SignInWay::Code(way));
        Some(match name {
            "login" => Scene::SignIn,
            "login:password" | "sign-in" => Scene::By(SignInWay::Password),
            "login:phone-code" => code(CodeWay::Phone),
            "login:email-code" => code(CodeWay::Email),
            "sign-in-code" => code(CodeWay::Any),
            "login:app-qrcode" | "scan" => Scene::Scan(0),
            "register" => Scene::Register(None),
            "register:email" | "register-email" => register(RegisterWay::Email),
            "register:emailCode" | "register-email-code" => register(RegisterWay::EmailCode),
            "register:phone" | "register-phone" => register(RegisterWay::Phone),
            "register:username" | "register-username" => register(RegisterWay::Username),
            "forgetPassword" | "forgot-password" => Scene::ForgotPassword,
            "signed-in-elsewhere" => Scene::SignedInElsewhere,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_a_name_of_its_own() {
        let names: std::collections::HashSet<_> = Step::ALL.iter().map(|it| it.as_str()).collect();
        assert_eq!(names.len(), Step::ALL.len());
    }

    #[test]
    fn a_scene_is_known_by_both_of_its_names() {
        assert_eq!(
            Scene::from_name("login:password"),
            Scene::from_name("sign-in")
        );
        assert_eq!(
            Scene::from_name("forgetPassword"),
            Some(Scene::ForgotPassword)
        );
        assert_eq!(Scene::from_name("login:telepathy"), None);
    }
}
