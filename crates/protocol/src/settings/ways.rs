//! The ways in that an app offers: by password, by a code, by a picture that an app on a phone scans.
use super::known;
use crate::json::Reader;

/// One tab of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignInWay {
    Password,
    Code(CodeWay),
}

/// What the one field of signing in by a code takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeWay {
    /// A mailbox or a number, in one field.
    Any,
    Email,
    Phone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterWay {
    Email,
    EmailCode,
    Phone,
    Username,
}

impl RegisterWay {
    pub const ALL: [RegisterWay; 4] = [
        RegisterWay::Email,
        RegisterWay::EmailCode,
        RegisterWay::Phone,
        RegisterWay::Username,
    ];

    /// The name in `registerTabs.list` and `registerMethods`.
    pub fn key(self) -> &'static str {
        match self {
            RegisterWay::Email => "email",
            RegisterWay::EmailCode => "emailCode",
            RegisterWay::Phone => "phone",
            RegisterWay::Username => "username",
        }
    }

    /// Others spell them `email-password`, `username-password`, `email-code`, `phone-code`. `phone-password` is one with
    /// `phone`, since a number registers by a code in either case.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "email-code" => Some(RegisterWay::EmailCode),
            "phone-code" => Some(RegisterWay::Phone),
            key => Self::ALL
                .into_iter()
                .find(|it| key.strip_suffix("-password").unwrap_or(key) == it.key()),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScanKind {
    App,
    MiniProgram,
    OfficialAccount,
}

impl ScanKind {
    pub const ALL: [ScanKind; 3] = [
        ScanKind::App,
        ScanKind::MiniProgram,
        ScanKind::OfficialAccount,
    ];

    /// The name in `loginTabs.list`.
    pub fn key(self) -> &'static str {
        match self {
            ScanKind::App => "app-qrcode",
            ScanKind::MiniProgram => "wechat-miniprogram-qrcode",
            ScanKind::OfficialAccount => "wechatmp-qrcode",
        }
    }

    /// The `scene` of `qrcode/gene`.
    pub fn scene(self) -> &'static str {
        match self {
            ScanKind::App => "APP_AUTH",
            ScanKind::MiniProgram => "WXAPP_AUTH",
            ScanKind::OfficialAccount => "WECHATMP_AUTH",
        }
    }
}

/// All ways in, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ways {
    /// Never empty unless `scans` has one.
    pub forms: Vec<SignInWay>,
    /// Kinds of codes to be scanned; [`Settings::scans`](super::Settings::scans) has the codes.
    pub scans: Vec<ScanKind>,
    /// What is shown first: a form, by its place, or the scans.
    pub first: Option<usize>,
}

/// A name in `loginTabs.list` and `loginMethods`.
#[derive(Clone, Copy, PartialEq)]
enum Named {
    Password,
    Code(CodeWay),
    Scan(ScanKind),
}

fn named(name: &str) -> Option<Named> {
    Some(match name {
        "password" => Named::Password,
        // The protocol knows one name for both; which of them it means, `verifyCodeTabConfig` says.
        "phone-code" => Named::Code(CodeWay::Phone),
        "email-code" => Named::Code(CodeWay::Email),
        name => Named::Scan(ScanKind::ALL.into_iter().find(|it| it.key() == name)?),
    })
}

impl Ways {
    pub(super) fn read(from: &mut Reader<'_>) -> Self {
        let mut tabs = from.object("loginTabs");
        let list = known(&mut tabs, "list", named).unwrap_or_else(|| vec![Named::Password]);
        let first = tabs.text("default").and_then(|it| named(&it));
        let abroad = from.object("internationalSmsConfig").flag("enabled") == Some(true);
        let codes = from
            .object("verifyCodeTabConfig")
            .texts("validLoginMethods")
            .unwrap_or_default();
        let mut sort = from.object("tabMethodsSortConfig");
        let order = sort.texts("loginMethodsSort").unwrap_or_default();
        let listed = |way| list.contains(&Named::Code(way));
        let by = |way, name: &str| listed(way) || codes.iter().any(|it| it == name);
        let any_code = listed(CodeWay::Phone) || listed(CodeWay::Email);
        let email = by(CodeWay::Email, "email-code");
        let phone = if codes.is_empty() {
            listed(CodeWay::Phone)
        } else {
            codes.iter().any(|it| it == "phone-code")
        };
        let mut forms = Vec::new();
        if list.contains(&Named::Password) {
            forms.push(SignInWay::Password);
        }
        if any_code {
            forms.extend(code_ways(phone, email, abroad).map(SignInWay::Code));
        }
        let forms = arranged(&forms, &|way| {
            let name = match way {
                SignInWay::Password => "password",
                SignInWay::Code(_) => "phone-code",
            };
            let place = |name| order.iter().position(|it| it == name);
            let listed = list.iter().position(|it| match way {
                SignInWay::Password => *it == Named::Password,
                SignInWay::Code(_) => matches!(it, Named::Code(_)),
            });
            place(name).unwrap_or(LAST) * LAST + listed.unwrap_or_default()
        });
        let kinds = list.iter().filter_map(|it| match it {
            Named::Scan(kind) => Some(*kind),
            Named::Password | Named::Code(_) => None,
        });
        let scans: Vec<_> = kinds.collect();
        let first = match first {
            Some(Named::Scan(_)) if !scans.is_empty() => None,
            Some(first) => Some(place(&forms, first)),
            None => (!forms.is_empty()).then_some(0),
        };
        let mut ways = Self {
            forms,
            scans,
            first,
        };
        ways.settle();
        ways
    }

    /// A page narrows what the app allows; it opens nothing. Where nothing would be left, it does not even that.
    pub(super) fn narrow(&mut self, from: &mut Reader<'_>) {
        if let Some(list) = known(from, "loginMethods", named) {
            let code = list.iter().any(|it| matches!(it, Named::Code(_)));
            let form = |it: &SignInWay| match it {
                SignInWay::Password => list.contains(&Named::Password),
                SignInWay::Code(_) => code,
            };
            let scan = |it: &ScanKind| list.contains(&Named::Scan(*it));
            if self.forms.iter().any(form) || self.scans.iter().any(scan) {
                self.forms.retain(form);
                self.scans.retain(scan);
            }
        }
        let first = from.text("defaultLoginMethod").and_then(|it| named(&it));
        self.first = match first {
            Some(Named::Scan(_)) => None,
            Some(first) => Some(place(&self.forms, first)),
            None => self.first,
        };
        self.settle();
    }

    /// Something is always shown: what does not exist is not what is shown first.
    fn settle(&mut self) {
        if self.forms.is_empty() && self.scans.is_empty() {
            self.forms.push(SignInWay::Password);
        }
        self.first = match self.first {
            Some(first) if first < self.forms.len() => Some(first),
            None if !self.scans.is_empty() => None,
            _gone => (!self.forms.is_empty()).then_some(0),
        };
    }
}

/// Numbers of other countries need a field of their own, with the country beside it.
fn code_ways(phone: bool, email: bool, abroad: bool) -> impl Iterator<Item = CodeWay> {
    let (first, second) = match (phone, email) {
        (true, true) if abroad => (Some(CodeWay::Phone), Some(CodeWay::Email)),
        (true, true) => (Some(CodeWay::Any), None),
        (false, true) => (Some(CodeWay::Email), None),
        (true | false, false) => (Some(CodeWay::Phone), None),
    };
    first.into_iter().chain(second)
}

fn place(forms: &[SignInWay], named: Named) -> usize {
    let fits = |it: &&SignInWay| match (it, named) {
        (SignInWay::Password, Named::Password) => true,
        (SignInWay::Code(way), Named::Code(wanted)) => *way == wanted || *way == CodeWay::Any,
        _another => false,
    };
    let exact = forms.iter().position(|it| fits(&it));
    let code = || {
        let wanted = matches!(named, Named::Code(_));
        let found = |it: &SignInWay| wanted && matches!(it, SignInWay::Code(_));
        forms.iter().position(found)
    };
    exact.or_else(code).unwrap_or(0)
}

/// Behind everything that has a place; places are this far apart where a second order decides.
pub(super) const LAST: usize = 1 << 12;

/// In the order of their places; those of one place stay in theirs. There are a handful: a sort would be a download.
pub(super) fn arranged<T: Clone>(all: &[T], place: &dyn Fn(&T) -> usize) -> Vec<T> {
    let mut done: Vec<(usize, T)> = Vec::new();
    for it in all {
        let own = place(it);
        let at = done.iter().position(|(other, _)| *other > own);
        done.insert(at.unwrap_or(done.len()), (own, it.clone()));
    }
    done.into_iter().map(|it| it.1).collect()
}

#[cfg(test)]
#[path = "ways_tests.rs"]
mod tests;
