//! An app's settings: one typed shape, read strictly when they are written, so that a typing mistake is told at once and not at sign-in.
//!
//! Only what differs from the defaults is stored. A derive here is a promise to whoever edits the JSON.
use serde::{Deserialize, Serialize};

mod check;
pub mod origins;
mod public;
mod qrcode;

pub use check::{SettingFault, expression, merge, read};
pub use public::{Facts, public_config};
pub use qrcode::{QrCode, QrOrder, QrTabs};

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Settings {
    /// As people know the app.
    pub name: String,
    pub logo: Option<String>,
    pub description: String,
    /// Exact origins, `https://*.example.com` for every name below one, `http://localhost:*` for every port of this machine.
    pub allowed_origins: Vec<String>,
    pub register_disabled: bool,
    /// Addresses and domains that may register; absent: anybody.
    pub registration_email_allowlist: Option<Vec<String>>,
    pub register_tabs: RegisterTabs,
    pub password_tab_config: PasswordTab,
    pub sso_page_component_display: Display,
    /// The protocol's levels 0 to 5; absent: a length and the blocklist.
    pub password_strength: Option<u8>,
    pub password_min_length: u32,
    pub custom_password_strength: CustomStrength,
    /// Whether registering says that an address is taken, and the lookups tell who exists.
    pub tells_whether_taken: bool,
    pub unverified_may_sign_in: bool,
    /// The ways to sign in by scanning that are on, each with its tabs.
    pub qrcode_tabs_settings: QrTabs,
    pub qr_code_sort_config: QrOrder,
    pub qrcode: QrCode,
    pub global: Global,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RegisterTabs {
    pub list: Vec<String>,
    pub default: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PasswordTab {
    pub valid_login_methods: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Display {
    pub forget_password_btn: bool,
    pub register_btn: bool,
}

/// Level 4: the app's own expression, in the syntax of the `regex` crate, and what it says to people.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CustomStrength {
    pub enabled: bool,
    pub regex: String,
    pub message: String,
    pub zh_message: String,
    pub en_message: String,
    pub tw_message: String,
    pub jp_message: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Global {
    pub show_change_language: bool,
    pub default_language: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "App".to_owned(),
            logo: None,
            description: String::new(),
            allowed_origins: Vec::new(),
            register_disabled: false,
            registration_email_allowlist: None,
            register_tabs: RegisterTabs::default(),
            password_tab_config: PasswordTab::default(),
            sso_page_component_display: Display::default(),
            password_strength: None,
            password_min_length: 8,
            custom_password_strength: CustomStrength::default(),
            tells_whether_taken: false,
            unverified_may_sign_in: true,
            qrcode_tabs_settings: QrTabs::default(),
            qr_code_sort_config: QrOrder::default(),
            qrcode: QrCode::default(),
            global: Global::default(),
        }
    }
}

impl Default for RegisterTabs {
    fn default() -> Self {
        Self {
            list: vec!["email".to_owned(), "username".to_owned()],
            default: "email".to_owned(),
        }
    }
}

impl Default for PasswordTab {
    fn default() -> Self {
        Self {
            valid_login_methods: vec!["email-password".to_owned(), "username-password".to_owned()],
        }
    }
}

impl Default for Display {
    fn default() -> Self {
        Self {
            forget_password_btn: true,
            register_btn: true,
        }
    }
}

impl Default for Global {
    fn default() -> Self {
        Self {
            show_change_language: true,
            default_language: "browser".to_owned(),
        }
    }
}

impl CustomStrength {
    /// What a refused password's owner reads.
    pub fn words(&self, chinese: bool) -> &str {
        let own = if chinese {
            &self.zh_message
        } else {
            &self.en_message
        };
        if own.is_empty() { &self.message } else { own }
    }
}
