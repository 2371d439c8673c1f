//! Signing in by scanning: which ways are on, and how long and how freely their codes and tickets are good.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Settings;
use super::check::{SettingFault, fault};
use crate::auth::qrcode::Scene;

/// By the name of the way; a way without an entry here is off.
pub type QrTabs = BTreeMap<String, Vec<QrTab>>;

/// One code to choose among those of a way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QrTab {
    pub id: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub is_default: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct QrOrder {
    /// `app-qrcode`, or ids of tabs.
    pub login_methods_sort: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct QrCode {
    /// Seconds that a code is good for.
    pub expires_in: u32,
    /// Seconds that a ticket is good for.
    pub ticket_expires_in: u32,
    /// Whether polling answers the whole person, token included, once they have agreed.
    pub full_user_in_status: bool,
    /// Whether a page may exchange a ticket without the app's secret.
    pub exchange_in_browser: bool,
    /// Whether two digits are shown beside the code and on the phone, to be compared.
    pub match_number: bool,
    /// Whether a person who agreed to a sign-in on their phone is told so by mail.
    pub notice_mail: bool,
    /// Pictures that the app's own server draws, by scene; `{random}` stands for the public handle.
    pub images: BTreeMap<String, String>,
}

impl Default for QrCode {
    fn default() -> Self {
        Self {
            expires_in: 120,
            ticket_expires_in: 300,
            full_user_in_status: false,
            exchange_in_browser: false,
            match_number: false,
            notice_mail: true,
            images: BTreeMap::new(),
        }
    }
}

pub fn check(settings: &Settings) -> Result<(), SettingFault> {
    tabs(settings)?;
    let qrcode = &settings.qrcode;
    if !(10..=600).contains(&qrcode.expires_in) {
        return Err(fault("qrcode.expiresIn", "must be 10 to 600 seconds"));
    }
    if !(1..=300).contains(&qrcode.ticket_expires_in) {
        return Err(fault("qrcode.ticketExpiresIn", "must be 1 to 300 seconds"));
    }
    for (scene, image) in &qrcode.images {
        let path = format!("qrcode.images.{scene}");
        if Scene::from_key(scene).is_none_or(|it| it == Scene::App) {
            return Err(fault(&path, "there are WXAPP_AUTH and WECHATMP_AUTH"));
        }
        if !image.starts_with("https://") || !image.contains("{random}") {
            return Err(fault(
                &path,
                "must be an https:// address with {random} in it",
            ));
        }
    }
    Ok(())
}

fn tabs(settings: &Settings) -> Result<(), SettingFault> {
    let mut ids = vec![Scene::App.method()];
    for (method, tabs) in &settings.qrcode_tabs_settings {
        let path = format!("qrcodeTabsSettings.{method}");
        if !Scene::ALL.iter().any(|it| it.method() == method) {
            let known = Scene::ALL.map(Scene::method).join(", ");
            return Err(fault(&path, format!("there are {known}")));
        }
        for tab in tabs {
            if tab.id.is_empty() || tab.id.len() > 64 || ids.contains(&tab.id.as_str()) {
                return Err(fault(
                    &path,
                    "each id must be 1 to 64 characters and its own",
                ));
            }
            if tab.title.chars().count() > 64 {
                return Err(fault(&path, "a title has 64 characters at most"));
            }
            ids.push(&tab.id);
        }
    }
    let order = &settings.qr_code_sort_config.login_methods_sort;
    if let Some(unknown) = order.iter().find(|it| !ids.contains(&it.as_str())) {
        return Err(fault(
            "qrCodeSortConfig.loginMethodsSort",
            format!("`{unknown}` is neither app-qrcode nor the id of a tab"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::settings::read;

    #[test]
    fn qr_9_a_wrong_setting_is_named_by_its_key() {
        let path_of = |settings: Value| read(&settings.to_string()).unwrap_err().path;
        for (settings, path) in [
            (json!({"qrcode": {"expiresIn": 9}}), "qrcode.expiresIn"),
            (json!({"qrcode": {"expiresIn": 601}}), "qrcode.expiresIn"),
            (
                json!({"qrcode": {"ticketExpiresIn": 301}}),
                "qrcode.ticketExpiresIn",
            ),
            (json!({"qrcode": {"expires": 1}}), "qrcode.expires"),
            (
                json!({"qrcode": {"images": {"APP_AUTH": "https://x.example/{random}"}}}),
                "qrcode.images.APP_AUTH",
            ),
            (
                json!({"qrcode": {"images": {"WXAPP_AUTH": "https://x.example/"}}}),
                "qrcode.images.WXAPP_AUTH",
            ),
            (
                json!({"qrcodeTabsSettings": {"telepathy": []}}),
                "qrcodeTabsSettings.telepathy",
            ),
            (
                json!({"qrcodeTabsSettings": {"app-qrcode": [{"id": "a"}, {"id": "a"}]}}),
                "qrcodeTabsSettings.app-qrcode",
            ),
            (
                json!({"qrCodeSortConfig": {"loginMethodsSort": ["x"]}}),
                "qrCodeSortConfig.loginMethodsSort",
            ),
        ] {
            assert_eq!(path_of(settings.clone()), path, "{settings}");
        }
        let fine = json!({"qrcodeTabsSettings": {"app-qrcode": [], "wechatmp-qrcode": [{"id": "mp-1", "title": "Follow us"}]},
            "qrCodeSortConfig": {"loginMethodsSort": ["mp-1", "app-qrcode"]}, "qrcode": {"ticketExpiresIn": 60}});
        assert_eq!(
            read(&fine.to_string()).unwrap().qrcode.ticket_expires_in,
            60
        );
    }
}
