//! What is read of an app's settings once it is asked for: nothing that the first form needs.
use crate::json::Reader;
use crate::{AccountKind, Agreement, Policy, Scenes};

use super::{CodeWay, RegisterWay, Settings, SignInWay, parts};

impl Settings {
    /// What is wrong here is passed over.
    pub(super) fn at<T>(&self, object: &str, read: impl FnOnce(&mut Reader<'_>) -> T) -> T {
        let mut unheard = Vec::new();
        let mut from = Reader::new(&self.config, "", &mut unheard);
        if object.is_empty() {
            read(&mut from)
        } else {
            read(&mut from.object(object))
        }
    }

    fn says(&self, object: &str, key: &str) -> bool {
        self.at(object, |it| it.flag(key)) == Some(true)
    }

    /// Numbers register with a password, and not by the code alone.
    pub fn phone_needs_password(&self) -> bool {
        let listed = self.at("registerTabs", |it| it.texts("list"));
        let has = |name| listed.iter().flatten().any(|it| it == name);
        has("phone-password") && !has("phone")
    }

    /// Signing in by a code opens the account where there is none.
    pub fn merges(&self) -> bool {
        self.opens_accounts && self.says("ssoPageComponentDisplay", "autoRegisterThenLoginHintInfo")
    }

    /// Numbers of other countries than [`Self::country`] are taken.
    pub fn abroad(&self) -> bool {
        self.says("internationalSmsConfig", "enabled")
    }

    /// ISO 3166-1 alpha-2: whose calling code a number has that brings none.
    pub fn country(&self) -> String {
        self.at("internationalSmsConfig", |it| it.text("defaultISOType"))
            .filter(|it| it.len() == 2 && it.is_ascii())
            .map_or_else(|| "CN".to_owned(), |it| it.to_ascii_uppercase())
    }

    /// A mailed code comes with a link.
    pub fn mails_links(&self) -> bool {
        self.says("", "emailLinkEnabled")
    }

    /// The box may exchange a scanned code's ticket itself, instead of handing it to its page.
    pub fn exchanges(&self) -> bool {
        self.says("qrcode", "exchangeInBrowser")
    }

    /// The backend knows browsers again by a cookie, so signing in is sent with cookies.
    pub fn knows_browsers(&self) -> bool {
        self.says("", "knownBrowsers")
    }

    pub fn policy(&self) -> Policy {
        self.at("", parts::policy)
    }

    pub fn code_length(&self) -> u32 {
        self.at("", |it| it.number("verifyCodeLength", 4, 8))
            .unwrap_or(6)
    }

    /// The header that makes a repeated registration harmless, where the backend knows one.
    pub fn idempotency_header(&self) -> Option<String> {
        self.at("", |it| it.text("idempotencyKeyHeader"))
            .filter(|it| {
                it.bytes().all(|it| it.is_ascii_lowercase() || it == b'-') && !it.is_empty()
            })
    }

    /// Where a code can be sent that allows choosing a new password: an app whose people have numbers sends codes there, and one that knows numbers only sends them nowhere else.
    pub fn reset(&self) -> CodeWay {
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

    /// What has to be agreed to in `scene`: in `lang`, or in the language of the first where no agreement speaks it, whatever for. As the server has it.
    pub fn agreements(&self, lang: &str, scene: Scenes) -> Vec<Agreement> {
        let all = parts::agreements(parts::agreed_to(&self.config));
        let is_spoken = all.iter().any(|it| it.applies(lang, Scenes::Both));
        let lang = match all.first() {
            Some(first) if !is_spoken => first.lang.clone(),
            _spoken_or_none => lang.to_owned(),
        };
        let found = all.into_iter().filter(|it| it.applies(&lang, scene));
        found.collect()
    }
}
