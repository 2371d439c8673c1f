//! An app's settings: one typed shape, read strictly when they are written, so that a typing mistake is told at once and not at sign-in.
//!
//! Only what differs from the defaults is stored. A derive here is a promise to whoever edits the JSON.
use serde::{Deserialize, Serialize};

mod check;
mod check_codes;
pub mod origins;
mod public;
mod qrcode;
pub mod redirects;

mod codes;
pub mod messages;
mod pool;

pub use check::{SettingFault, expression, merge, read};
pub use codes::{
    Agreement, CodeTab, InternationalSms, LoginTabs, RobotSwitch, RobotVerify, Scene, SmsRobot,
    TabOrder,
};
pub use pool::{PoolSettings, merge as merge_pool, read as read_pool};
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
    /// Where the server's own page may send whoever has signed in there, exactly; the first is meant where none is named.
    pub redirect_uris: Vec<String>,
    pub register_disabled: bool,
    /// Addresses and domains that may register; absent: anybody.
    pub registration_email_allowlist: Option<Vec<String>>,
    pub login_tabs: LoginTabs,
    pub register_tabs: RegisterTabs,
    pub password_tab_config: PasswordTab,
    pub verify_code_tab_config: CodeTab,
    pub tab_methods_sort_config: TabOrder,
    pub international_sms_config: InternationalSms,
    /// Digits of a code.
    pub verify_code_length: u32,
    pub agreements: Vec<Agreement>,
    /// When signing in with a password asks for a captcha, and after how many failures in a row.
    pub app_robot_verify: RobotVerify,
    pub login_sms_config: SmsRobot,
    pub register_sms_config: SmsRobot,
    pub robot_after: u32,
    /// Whether the box may offer a link by mail beside a code.
    pub email_link_enabled: bool,
    pub welcome_mail: bool,
    pub verification_mail: bool,
    /// The app's own words, by kind and language.
    pub messages: messages::Messages,
    pub sso_page_component_display: Display,
    /// The protocol's levels 0 to 5; absent: a length and the blocklist.
    pub password_strength: Option<u8>,
    pub password_min_length: u32,
    pub custom_password_strength: CustomStrength,
    /// Whether registering says that an address is taken, and the lookups tell who exists.
    pub tells_whether_taken: bool,
    pub unverified_may_sign_in: bool,
    /// Days without a sign-in after which a number alone does not open an account that has a confirmed address; 0: it always does.
    pub phone_idle_days: u32,
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
    /// Signing in by a code opens an account where there is none.
    pub auto_register_then_login_hint_info: bool,
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

impl Settings {
    /// Whether signing in by a code opens an account where there is none.
    pub fn merges(&self) -> bool {
        self.sso_page_component_display
            .auto_register_then_login_hint_info
            && !self.register_disabled
    }

    pub fn allows_code(&self, method: &str) -> bool {
        let methods = &self.verify_code_tab_config.valid_login_methods;
        methods.iter().any(|it| it == method)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "App".to_owned(),
            logo: None,
            description: String::new(),
            allowed_origins: Vec::new(),
            redirect_uris: Vec::new(),
            register_disabled: false,
            registration_email_allowlist: None,
            login_tabs: LoginTabs::default(),
            register_tabs: RegisterTabs::default(),
            password_tab_config: PasswordTab::default(),
            verify_code_tab_config: CodeTab::default(),
            tab_methods_sort_config: TabOrder::default(),
            international_sms_config: InternationalSms::default(),
            verify_code_length: 6,
            agreements: Vec::new(),
            app_robot_verify: RobotVerify::Disable,
            login_sms_config: SmsRobot::default(),
            register_sms_config: SmsRobot::default(),
            robot_after: 3,
            email_link_enabled: false,
            welcome_mail: true,
            verification_mail: true,
            messages: messages::Messages::new(),
            sso_page_component_display: Display::default(),
            password_strength: None,
            password_min_length: 8,
            custom_password_strength: CustomStrength::default(),
            tells_whether_taken: false,
            unverified_may_sign_in: true,
            phone_idle_days: 180,
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
            auto_register_then_login_hint_info: false,
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
