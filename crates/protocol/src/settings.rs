//! What an app's settings say to the box: `public-config`, with the page's own `config` laid over it.

use crate::json::{Json, Reader, Warning};
use crate::origin;
use crate::{AccountKind, CustomPolicy, Policy};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The app's name as people know it.
    pub name: String,
    pub title: Option<String>,
    /// An `https:` address, or a path on the backend.
    pub logo: Option<String>,
    pub pool: String,
    /// PEM, SubjectPublicKeyInfo.
    pub public_key: Option<String>,
    /// What the account field takes; never empty.
    pub accounts: Vec<AccountKind>,
    /// Ways to register, the default first; empty when registration is closed or hidden.
    pub register: Vec<RegisterWay>,
    pub forgot: bool,
    pub policy: Policy,
    pub code_length: u32,
    /// The header that makes a repeated registration harmless, where the backend knows one.
    pub idempotency_header: Option<String>,
    /// A tag, or `browser`.
    pub language: Option<String>,
    /// Origins that may embed the box; empty: the backend does not say.
    pub origins: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegisterWay {
    Email,
    Username,
}

impl RegisterWay {
    pub const ALL: [RegisterWay; 2] = [RegisterWay::Email, RegisterWay::Username];

    /// The name in `registerTabs.list` and `registerMethods`; others spell it `email-password`, `username-password`.
    pub fn key(self) -> &'static str {
        match self {
            RegisterWay::Email => "email",
            RegisterWay::Username => "username",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|it| key.strip_suffix("-password").unwrap_or(key) == it.key())
    }
}

impl Settings {
    /// Reads what the backend answered, then the page's overrides. What is wrong is warned of and passed over.
    pub fn read(config: &Json, overrides: &Json, warnings: &mut Vec<Warning>) -> Self {
        let mut settings = Self::from_backend(Reader::new(config, "", warnings));
        settings.overlay(Reader::new(overrides, "config", warnings));
        settings
    }

    fn from_backend(mut from: Reader<'_>) -> Self {
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
            ways(&mut tabs, "list", "default").unwrap_or_else(|| RegisterWay::ALL.to_vec())
        } else {
            Vec::new()
        };
        let mut tab = from.object("passwordTabConfig");
        let accounts = accounts(&mut tab, "validLoginMethods")
            .unwrap_or_else(|| vec![AccountKind::Email, AccountKind::Username]);
        let logo = address(&mut from, "logo");
        Self {
            name: from.text("name").unwrap_or_default(),
            title: None,
            logo,
            pool: from.text("userPoolId").unwrap_or_default(),
            public_key: from.text("publicKey").filter(|it| !it.is_empty()),
            accounts,
            register,
            forgot,
            policy: policy(&mut from),
            code_length: from.number("verifyCodeLength", 4, 8).unwrap_or(6),
            idempotency_header: from.text("idempotencyKeyHeader").filter(|it| {
                it.bytes().all(|it| it.is_ascii_lowercase() || it == b'-') && !it.is_empty()
            }),
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
        if let Some(kinds) = accounts(&mut from, "passwordLoginMethods") {
            self.accounts = kinds;
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
    let clean = !given.contains(['\\', '\n', '\t', ' ']);
    if clean
        && (given.starts_with("https://") || (given.starts_with('/') && !given.starts_with("//")))
    {
        return Some(given);
    }
    from.warn(key, "an https: address");
    None
}

fn policy(from: &mut Reader<'_>) -> Policy {
    let least = from.number("passwordMinLength", 1, 64).unwrap_or(8);
    match from.number("passwordStrength", 0, 5) {
        None => Policy::Length(least),
        Some(0) => Policy::None,
        Some(4) => {
            let mut custom = from.object("customPasswordStrength");
            let tags = [
                ("en-US", "enMessage"),
                ("", "message"),
                ("zh-CN", "zhMessage"),
                ("zh-TW", "twMessage"),
                ("ja-JP", "jpMessage"),
            ];
            Policy::Custom(CustomPolicy {
                messages: tags
                    .into_iter()
                    .filter_map(|(tag, key)| custom.text(key).map(|it| (tag, it)))
                    .collect(),
            })
        }
        Some(5) => Policy::Backend(least),
        Some(kinds) => Policy::Kinds(kinds),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(config: Value, overrides: Value) -> (Settings, Vec<Warning>) {
        let mut warnings = Vec::new();
        let settings = Settings::read(&Json::from(&config), &Json::from(&overrides), &mut warnings);
        (settings, warnings)
    }

    #[test]
    fn an_empty_answer_is_a_usable_box() {
        let (settings, warnings) = read(json!({}), Value::Null);
        assert_eq!(
            settings.accounts,
            [AccountKind::Email, AccountKind::Username]
        );
        assert_eq!(settings.policy, Policy::Length(8));
        assert!(settings.forgot && warnings.is_empty());
    }

    #[test]
    fn c09_unknown_ways_fall_back_to_known_ones() {
        let (settings, warnings) = read(
            json!({"registerTabs": {"list": ["telepathy", "username", "email"], "default": "nope"}, "passwordTabConfig": {"validLoginMethods": []}}),
            Value::Null,
        );
        assert_eq!(
            settings.register,
            [RegisterWay::Username, RegisterWay::Email]
        );
        assert_eq!(settings.accounts.len(), 2);
        assert_eq!(warnings.len(), 1);
    }

    #[test]
    fn c11_only_https_addresses_become_pictures() {
        for bad in [
            "javascript:alert(1)",
            "data:image/svg+xml,x",
            "//evil/x.png",
            " https://x",
            "HTTPS\t://x",
            "/\\evil",
        ] {
            let (settings, warnings) = read(json!({"logo": bad}), Value::Null);
            assert_eq!((settings.logo, warnings.len()), (None, 1), "{bad}");
        }
        assert_eq!(
            read(json!({"logo": "/logo.svg"}), Value::Null)
                .0
                .logo
                .as_deref(),
            Some("/logo.svg")
        );
    }

    #[test]
    fn a_page_may_narrow_what_the_app_allows_but_open_nothing() {
        let (settings, _) = read(
            json!({"registerTabs": {"list": ["email"]}}),
            json!({"registerMethods": ["username", "email"], "disableResetPwd": true, "title": "Hi"}),
        );
        assert_eq!(settings.register, [RegisterWay::Email]);
        assert!(!settings.forgot);
        assert_eq!(settings.title.as_deref(), Some("Hi"));
    }
}
