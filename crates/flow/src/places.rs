//! Which screen a scene leads to under an app's settings, and where the way back goes.
use guard_protocol::{Address, CodeWay, Purpose, RegisterWay, SignInWay};

use crate::{Effect, Flow, Scene, Screen};

impl Flow {
    /// Where a scene leads under these settings; `None` where the app does not offer it.
    pub(crate) fn place(&self, scene: Scene) -> Option<Screen> {
        let settings = self.settings.as_ref()?;
        let ways = &settings.ways;
        match scene {
            Scene::SignIn => Some(match ways.first.and_then(|it| ways.forms.get(it)) {
                Some(way) => Screen::SignIn(*way),
                None => Screen::Scan(0),
            }),
            Scene::By(wanted) => {
                let fits = |way: &&SignInWay| match (way, wanted) {
                    (SignInWay::Code(_), SignInWay::Code(CodeWay::Any)) => true,
                    (SignInWay::Code(way), SignInWay::Code(wanted)) => {
                        *way == wanted || *way == CodeWay::Any
                    }
                    (way, wanted) => **way == wanted,
                };
                ways.forms.iter().find(fits).copied().map(Screen::SignIn)
            }
            // Which of them there are, only the view reads.
            Scene::Scan(which) => (!ways.scans.is_empty()).then_some(Screen::Scan(which)),
            Scene::Register(None) => settings.register.first().copied().map(Screen::Register),
            Scene::Register(Some(way)) => {
                let offered: &[RegisterWay] = &settings.register;
                offered.contains(&way).then_some(Screen::Register(way))
            }
            Scene::ForgotPassword => settings.forgot.then_some(Screen::ForgotPassword),
            // What is under way here goes on, and what has been typed for another purpose stays.
            Scene::SignedInElsewhere => {
                (self.is_idle_sign_in()).then_some(Screen::SignedInElsewhere)
            }
        }
    }

    /// Whether somebody is about to sign in, and nothing is being asked about it.
    fn is_idle_sign_in(&self) -> bool {
        let signs_in = match &self.screen {
            Screen::Loading | Screen::SignIn(_) | Screen::Scan(_) => true,
            Screen::Code(it) => it.purpose == Purpose::SignIn,
            _another_purpose => false,
        };
        signs_in && !self.is_busy()
    }

    pub(crate) fn open(&mut self, scene: Scene) -> Vec<Effect> {
        match self.place(scene) {
            // Nobody leaves: what is under way, or said, stays.
            Some(screen) if is_same(&screen, &self.screen) => Vec::new(),
            Some(screen) => self.show(screen),
            None if self.settings.is_none() => {
                self.first = scene;
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    pub(crate) fn back(&mut self) -> Vec<Effect> {
        let to = match &self.screen {
            Screen::Loading
            | Screen::Broken(_)
            | Screen::SignIn(_)
            | Screen::Scan(_)
            | Screen::SignedIn => return Vec::new(),
            Screen::Code(it) => match (it.purpose, &it.to) {
                (Purpose::Reset, _) => Scene::ForgotPassword,
                (Purpose::SignIn, Address::Email(_)) => Scene::By(SignInWay::Code(CodeWay::Email)),
                (Purpose::SignIn, Address::Phone(_)) => Scene::By(SignInWay::Code(CodeWay::Phone)),
                (Purpose::Register, Address::Email(_)) => {
                    Scene::Register(Some(RegisterWay::EmailCode))
                }
                (Purpose::Register, Address::Phone(_)) => Scene::Register(Some(RegisterWay::Phone)),
            },
            // The account that was asked about has a password, or will have one.
            Screen::Unverified { .. }
            | Screen::ForgotPassword
            | Screen::NewPassword { .. }
            | Screen::PasswordChanged { .. } => {
                let by_password = Scene::By(SignInWay::Password);
                if self.place(by_password).is_some() {
                    by_password
                } else {
                    Scene::SignIn
                }
            }
            Screen::Register(_) | Screen::Registered { .. } | Screen::SignedInElsewhere => {
                Scene::SignIn
            }
        };
        self.open(to)
    }
}

/// Whether two places are one.
fn is_same(one: &Screen, other: &Screen) -> bool {
    match (one, other) {
        (Screen::SignIn(one), Screen::SignIn(other)) => one == other,
        (Screen::Scan(one), Screen::Scan(other)) => one == other,
        (Screen::Register(one), Screen::Register(other)) => one == other,
        _another_place => false,
    }
}

/// What a code to this address is good for, asked for on this screen; `None` where it is not asked for.
pub(crate) fn asks_for(screen: &Screen, to: &Address) -> Option<Purpose> {
    let mail = matches!(to, Address::Email(_));
    match screen {
        Screen::SignIn(SignInWay::Code(CodeWay::Any)) => Some(Purpose::SignIn),
        Screen::SignIn(SignInWay::Code(way)) => {
            (mail == (*way == CodeWay::Email)).then_some(Purpose::SignIn)
        }
        Screen::Register(RegisterWay::EmailCode) => mail.then_some(Purpose::Register),
        Screen::Register(RegisterWay::Phone) => (!mail).then_some(Purpose::Register),
        Screen::ForgotPassword => Some(Purpose::Reset),
        _asks_for_no_code => None,
    }
}
