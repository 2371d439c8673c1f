//! What is on show, and the names that views and host pages know it by.
use guard_protocol::{Email, Fault, RegisterWay, Secret};

/// One screen, with exactly what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    Loading,
    /// The box cannot work until what is wrong here has been put right.
    Broken(Fault),
    SignIn,
    Register(RegisterWay),
    /// `mail`: the address's owner has been written to and goes on from there.
    Registered {
        account: String,
        mail: bool,
    },
    ForgotPassword,
    ResetCode {
        email: Email,
        /// Seconds until another code may be asked for, counted from when this round began.
        resend_in: u32,
        /// How often a code was sent: a new round is a new countdown.
        round: u32,
    },
    NewPassword {
        email: Email,
        /// The one-time permission that the right code earned.
        token: Secret,
    },
    PasswordChanged {
        email: Email,
    },
    SignedIn,
}

/// A screen's name: what views switch on, and what the host page hears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    #[default]
    Loading,
    Broken,
    SignIn,
    RegisterEmail,
    RegisterUsername,
    Registered,
    ForgotPassword,
    ResetCode,
    NewPassword,
    PasswordChanged,
    SignedIn,
}

impl Step {
    pub const ALL: [Step; 11] = [
        Step::Loading,
        Step::Broken,
        Step::SignIn,
        Step::RegisterEmail,
        Step::RegisterUsername,
        Step::Registered,
        Step::ForgotPassword,
        Step::ResetCode,
        Step::NewPassword,
        Step::PasswordChanged,
        Step::SignedIn,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Step::Loading => "loading",
            Step::Broken => "broken",
            Step::SignIn => "sign-in",
            Step::RegisterEmail => "register-email",
            Step::RegisterUsername => "register-username",
            Step::Registered => "registered",
            Step::ForgotPassword => "forgot-password",
            Step::ResetCode => "reset-code",
            Step::NewPassword => "new-password",
            Step::PasswordChanged => "password-changed",
            Step::SignedIn => "signed-in",
        }
    }
}

impl Screen {
    pub fn step(&self) -> Step {
        match self {
            Screen::Loading => Step::Loading,
            Screen::Broken(_) => Step::Broken,
            Screen::SignIn => Step::SignIn,
            Screen::Register(RegisterWay::Email) => Step::RegisterEmail,
            Screen::Register(RegisterWay::Username) => Step::RegisterUsername,
            Screen::Registered { .. } => Step::Registered,
            Screen::ForgotPassword => Step::ForgotPassword,
            Screen::ResetCode { .. } => Step::ResetCode,
            Screen::NewPassword { .. } => Step::NewPassword,
            Screen::PasswordChanged { .. } => Step::PasswordChanged,
            Screen::SignedIn => Step::SignedIn,
        }
    }
}

/// A place that the host page may ask for by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    SignIn,
    /// `None`: the app's default way.
    Register(Option<RegisterWay>),
    ForgotPassword,
}

impl Scene {
    /// Reads Guard 5's names (`login:password`, `register:email`, `forgetPassword`) and ours.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "login" | "login:password" | "sign-in" => Scene::SignIn,
            "register" => Scene::Register(None),
            "register:email" | "register-email" => Scene::Register(Some(RegisterWay::Email)),
            "register:username" | "register-username" => {
                Scene::Register(Some(RegisterWay::Username))
            }
            "forgetPassword" | "forgot-password" => Scene::ForgotPassword,
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
        assert_eq!(Scene::from_name("login:scan"), None);
    }
}
