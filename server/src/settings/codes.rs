//! The settings of signing in and registering by codes: tabs, phones, captchas and agreements, under the protocol's keys.
use serde::{Deserialize, Serialize};

use crate::keyed;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LoginTabs {
    /// `password`, `phone-code` (which stands for mail codes, too).
    pub list: Vec<String>,
    pub default: String,
}

/// Which kinds of address a code may go to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CodeTab {
    pub valid_login_methods: Vec<String>,
}

/// The order of the tabs; empty: as listed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TabOrder {
    pub login_methods_sort: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct InternationalSms {
    /// Whether numbers of other countries are taken.
    pub enabled: bool,
    /// ISO 3166: whose numbers need no calling code.
    #[serde(rename = "defaultISOType")]
    pub default_iso_type: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RobotVerify {
    AlwaysEnable,
    /// After failures in a row.
    ConditionSet,
    Disable,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SmsRobot {
    pub robot: Robot,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Robot {
    pub switch: RobotSwitch,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RobotSwitch {
    #[default]
    Off,
    On,
    /// After several codes.
    Condon,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Agreement {
    pub id: u32,
    /// Text, and links as `<a href="https://…">…</a>`: the protocol's HTML, of which nothing else is taken.
    pub title: String,
    pub lang: String,
    #[serde(default)]
    pub required: bool,
    /// 0 registering, 1 signing in, 2 both.
    #[serde(default)]
    pub available_at: u8,
    #[serde(default)]
    pub order: i32,
}

/// Where an agreement is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    Register,
    Login,
    /// Signing in may register.
    Both,
}

impl Agreement {
    pub fn is_at(&self, scene: Scene) -> bool {
        match scene {
            Scene::Register => self.available_at != 1,
            Scene::Login => self.available_at != 0,
            Scene::Both => true,
        }
    }

    /// Names the wording that somebody agreed to.
    pub fn wording(&self) -> String {
        keyed::fingerprint(&self.title)
    }
}

impl Default for LoginTabs {
    fn default() -> Self {
        Self {
            list: vec!["password".to_owned()],
            default: "password".to_owned(),
        }
    }
}

impl Default for CodeTab {
    fn default() -> Self {
        Self {
            valid_login_methods: vec!["phone-code".to_owned(), "email-code".to_owned()],
        }
    }
}

impl Default for InternationalSms {
    fn default() -> Self {
        Self {
            enabled: false,
            default_iso_type: "CN".to_owned(),
        }
    }
}
