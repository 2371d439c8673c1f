//! What an app's settings say to the box: `public-config`, with the page's own `config` laid over it.

use crate::AccountKind;
use crate::json::{Json, Reader, Warning};
use crate::origin;

mod later;
mod parts;
mod scan;
mod scans;
mod ways;

pub use scan::ScanOptions;
pub use scans::Scan;
pub use ways::{CodeWay, RegisterWay, ScanKind, SignInWay, Ways};

/// What the first form needs is read at once; the rest of the backend's own stays as it came until it is asked for (`later.rs`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    config: Json,
    /// The app's name as people know it.
    pub name: String,
    pub title: Option<String>,
    /// An `https:` address, or a path on the backend.
    pub logo: Option<String>,
    pub pool: String,
    /// PEM, SubjectPublicKeyInfo.
    pub public_key: Option<String>,
    pub ways: Ways,
    /// What the account field takes; never empty.
    pub accounts: Vec<AccountKind>,
    /// Ways to register, the default first; empty when registration is closed or hidden.
    pub register: Vec<RegisterWay>,
    /// What the page says of opening accounts by a code.
    opens_accounts: bool,
    /// Signing in asks for an agreement.
    pub asks_agreement: bool,
    pub scan: ScanOptions,
    /// A code that is complete is sent without a press.
    pub sends_code_itself: bool,
    pub forgot: bool,
    /// A tag, or `browser`.
    pub language: Option<String>,
    /// Origins that may embed the box; empty: the backend does not say.
    pub origins: Vec<String>,
}

impl Settings {
    /// Reads what the backend answered, then the page's overrides. What is wrong is warned of and passed over.
    pub fn read(config: &Json, overrides: &Json, warnings: &mut Vec<Warning>) -> Self {
        let mut settings = Self::from_backend(config, Reader::new(config, "", warnings));
        settings.overlay(Reader::new(overrides, "config", warnings));
        settings
    }

    fn from_backend(config: &Json, mut from: Reader<'_>) -> Self {
        let shows = |from: &mut Reader<'_>, key| {
            from.object("ssoPageComponentDisplay")
                .flag(key)
                .unwrap_or(true)
        };
        let open =
            !from.flag("registerDisabled").unwrap_or(false) && shows(&mut from, "registerBtn");
        let forgot = shows(&mut from, "forgetPasswordBtn");
        let mut tabs = from.object("registerTabs");
        let register = if open {
            ways(&mut tabs, "list", "default")
                .unwrap_or_else(|| vec![RegisterWay::Email, RegisterWay::Username])
        } else {
            Vec::new()
        };
        let mut tab = from.object("passwordTabConfig");
        let accounts = accounts(&mut tab, "validLoginMethods")
            .unwrap_or_else(|| vec![AccountKind::Email, AccountKind::Username]);
        let logo = address(&mut from, "logo");
        Self {
            ways: Ways::read(&mut from),
            config: config.clone(),
            opens_accounts: open,
            asks_agreement: parts::agreed_to(config)
                .as_list()
                .unwrap_or_default()
                .iter()
                .any(|it| matches!(it.get("availableAt"), Some(Json::Whole(1 | 2)))),
            scan: ScanOptions::default(),
            sends_code_itself: true,
            name: from.text("name").unwrap_or_default(),
            title: None,
            logo,
            pool: from.text("userPoolId").unwrap_or_default(),
            public_key: from.text("publicKey").filter(|it| !it.is_empty()),
            accounts,
            register,
            forgot,
            language: from.object("global").text("defaultLanguage"),
            origins: from.texts("allowedOrigins").unwrap_or_default(),
        }
    }

    fn overlay(&mut self, mut from: Reader<'_>) {
        self.title = from.text("title").filter(|it| !it.is_empty());
        if let Some(logo) = address(&mut from, "logo") {
            self.logo = Some(logo);
        }
        if let Some(key) = from.text("publicKey") {
            self.public_key = Some(key);
        }
        if from.flag("disableRegister") == Some(true) {
            self.register.clear();
        }
        if from.flag("disableResetPwd") == Some(true) {
            self.forgot = false;
        }
        self.ways.narrow(&mut from);
        self.scan = ScanOptions::read(&mut from);
        if from.flag("submitCodeItself") == Some(false) {
            self.sends_code_itself = false;
        }
        if from.flag("autoRegister") == Some(false) {
            self.opens_accounts = false;
        }
        if let Some(mut kinds) = accounts(&mut from, "passwordLoginMethods") {
            kinds.retain(|it| self.accounts.contains(it));
            if !kinds.is_empty() {
                self.accounts = kinds;
            }
        }
        if let Some(ways) = ways(&mut from, "registerMethods", "defaultRegisterMethod") {
            // A page narrows or reorders what the app allows; it opens nothing.
            let allowed = std::mem::take(&mut self.register);
            self.register = ways.into_iter().filter(|it| allowed.contains(it)).collect();
        }
    }

    /// Whether a page of `origin` may embed the box: exactly, by one leading `*.` label, or on any port of `http://localhost:*`.
    pub fn allows(&self, origin: &str) -> bool {
        self.origins.is_empty() || self.origins.iter().any(|it| origin::matches(it, origin))
    }
}

/// `None` when the list is absent or names nothing that is known.
fn accounts(from: &mut Reader<'_>, key: &str) -> Option<Vec<AccountKind>> {
    known(from, key, |name| {
        AccountKind::ALL.into_iter().find(|it| it.key() == name)
    })
}

fn ways(from: &mut Reader<'_>, list: &str, first: &str) -> Option<Vec<RegisterWay>> {
    let mut ways = known(from, list, RegisterWay::from_key)?;
    if let Some(first) = from.text(first).and_then(|it| RegisterWay::from_key(&it)) {
        let before = ways.len();
        ways.retain(|it| *it != first);
        if ways.len() < before {
            ways.insert(0, first);
        }
    }
    Some(ways)
}

fn known<T: PartialEq>(
    from: &mut Reader<'_>,
    key: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    for name in from.texts(key)? {
        match read(&name) {
            Some(it) if !found.contains(&it) => found.push(it),
            Some(_) => {}
            None => from.warn(key, "a list of ways that this version knows"),
        }
    }
    (!found.is_empty()).then_some(found)
}

/// An address that may be shown as a picture: `https:` only, or a path on the backend.
fn address(from: &mut Reader<'_>, key: &str) -> Option<String> {
    let given = from.text(key).filter(|it| !it.is_empty())?;
    let clean = !given
        .bytes()
        .any(|it| matches!(it, b'\\' | b'\n' | b'\t' | b' '));
    if clean
        && (given.starts_with("https://") || (given.starts_with('/') && !given.starts_with("//")))
    {
        return Some(given);
    }
    from.warn(key, "an https: address");
    None
}

#[cfg(test)]
mod tests;
