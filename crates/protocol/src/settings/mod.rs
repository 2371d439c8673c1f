//! What an app's settings say to the box: `public-config`, with the page's own `config` laid over it.

use crate::json::{Json, Reader, Warning};
use crate::origin;
use crate::{AccountKind, Agreement, Policy, Scenes};

mod parts;
mod scan;
mod ways;

pub use scan::ScanOptions;
pub use ways::{CodeWay, RegisterWay, Scan, ScanKind, SignInWay, Ways};

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
    pub ways: Ways,
    /// What the account field takes; never empty.
    pub accounts: Vec<AccountKind>,
    /// Ways to register, the default first; empty when registration is closed or hidden.
    pub register: Vec<RegisterWay>,
    /// Numbers register with a password, and not by the code alone.
    pub phone_needs_password: bool,
    /// Signing in by a code opens the account where there is none.
    pub merges: bool,
    /// As the backend wrote them: they are read where they are asked for.
    pub agreements: Json,
    /// Signing in asks for an agreement.
    pub asks_agreement: bool,
    /// Numbers of other countries than `country` are taken.
    pub abroad: bool,
    /// ISO 3166-1 alpha-2: whose calling code a number has that brings none.
    pub country: String,
    /// A mailed code comes with a link.
    pub mails_links: bool,
    /// The box may exchange a scanned code's ticket itself, instead of handing it to its page.
    pub exchanges: bool,
    /// Where a code can be sent that allows choosing a new password.
    pub reset: CodeWay,
    pub scan: ScanOptions,
    /// A code that is complete is sent without a press.
    pub sends_code_itself: bool,
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

impl Settings {
    /// Reads what the backend answered, then the page's overrides. What is wrong is warned of and passed over.
    pub fn read(config: &Json, overrides: &Json, warnings: &mut Vec<Warning>) -> Self {
        let mut settings = Self::from_backend(Reader::new(config, "", warnings));
        settings.overlay(Reader::new(overrides, "config", warnings));
        settings.reset = settings.reset_way();
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
            ways(&mut tabs, "list", "default")
                .unwrap_or_else(|| vec![RegisterWay::Email, RegisterWay::Username])
        } else {
            Vec::new()
        };
        let phone_needs_password = {
            let listed = tabs.texts("list").unwrap_or_default();
            let has = |name| listed.iter().any(|it| it == name);
            has("phone-password") && !has("phone")
        };
        let mut tab = from.object("passwordTabConfig");
        let accounts = accounts(&mut tab, "validLoginMethods")
            .unwrap_or_else(|| vec![AccountKind::Email, AccountKind::Username]);
        let logo = address(&mut from, "logo");
        let mut display = from.object("ssoPageComponentDisplay");
        let merges = open && display.flag("autoRegisterThenLoginHintInfo") == Some(true);
        let mut sms = from.object("internationalSmsConfig");
        let abroad = sms.flag("enabled") == Some(true);
        let country = sms
            .text("defaultISOType")
            .filter(|it| it.len() == 2 && it.is_ascii())
            .map_or_else(|| "CN".to_owned(), |it| it.to_ascii_uppercase());
        let agreements = match from.flag("agreementEnabled") {
            Some(false) => Json::Null,
            _asked_for => from.any("agreements").cloned().unwrap_or_default(),
        };
        Self {
            ways: Ways::read(&mut from),
            phone_needs_password,
            merges,
            asks_agreement: agreements
                .as_list()
                .unwrap_or_default()
                .iter()
                .any(|it| matches!(it.get("availableAt"), Some(Json::Whole(1 | 2)))),
            agreements,
            abroad,
            country,
            mails_links: from.flag("emailLinkEnabled") == Some(true),
            reset: CodeWay::Email,
            scan: ScanOptions::default(),
            sends_code_itself: true,
            exchanges: from.object("qrcode").flag("exchangeInBrowser") == Some(true),
            name: from.text("name").unwrap_or_default(),
            title: None,
            logo,
            pool: from.text("userPoolId").unwrap_or_default(),
            public_key: from.text("publicKey").filter(|it| !it.is_empty()),
            accounts,
            register,
            forgot,
            policy: parts::policy(&mut from),
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
        self.ways.narrow(&mut from);
        self.scan = ScanOptions::read(&mut from);
        if from.flag("submitCodeItself") == Some(false) {
            self.sends_code_itself = false;
        }
        if from.flag("autoRegister") == Some(false) {
            self.merges = false;
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

    /// An app whose people have numbers sends codes there, and one that knows numbers only sends them nowhere else.
    fn reset_way(&self) -> CodeWay {
        let by = |way: CodeWay| self.ways.forms.contains(&SignInWay::Code(way));
        let registers = |way| self.register.contains(&way);
        let phone = self.accounts.contains(&AccountKind::Phone)
            || by(CodeWay::Phone)
            || by(CodeWay::Any)
            || registers(RegisterWay::Phone);
        let email = self.accounts.contains(&AccountKind::Email)
            || by(CodeWay::Email)
            || by(CodeWay::Any)
            || registers(RegisterWay::Email)
            || registers(RegisterWay::EmailCode);
        match (phone, email) {
            (true, true) => CodeWay::Any,
            (true, false) => CodeWay::Phone,
            (false, _) => CodeWay::Email,
        }
    }

    /// What has to be agreed to in `scene`: in `lang`, or else in the language of the first.
    pub fn agreements(&self, lang: &str, scene: Scenes) -> Vec<Agreement> {
        let all = parts::agreements(&self.agreements);
        let in_language = |lang: &str| -> Vec<Agreement> {
            let found = all.iter().filter(|it| it.applies(lang, scene));
            found.cloned().collect()
        };
        let own = in_language(lang);
        match all.first() {
            Some(first) if own.is_empty() => in_language(&first.lang),
            _spoken => own,
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
