//! What the settings of codes, phones and agreements may say.
use std::sync::LazyLock;

use regex::Regex;

use super::check::{SettingFault, fault};
use super::{Agreement, Settings, messages};
use crate::auth::phone;

/// Ways to sign in that have a tab of their own.
const TABS: [&str; 2] = ["password", "phone-code"];
const CODES: [&str; 2] = ["phone-code", "email-code"];

pub fn check(settings: &Settings) -> Result<(), SettingFault> {
    let tabs = &settings.login_tabs;
    if tabs.list.is_empty() || tabs.list.iter().any(|it| !TABS.contains(&it.as_str())) {
        return Err(fault(
            "loginTabs.list",
            format!("must name one or more of {}", TABS.join(", ")),
        ));
    }
    if !tabs.list.contains(&tabs.default)
        && !settings.qrcode_tabs_settings.contains_key(&tabs.default)
    {
        return Err(fault(
            "loginTabs.default",
            "must be one of loginTabs.list, or a way that qrcodeTabsSettings turns on",
        ));
    }
    order(settings)?;
    let methods = &settings.verify_code_tab_config.valid_login_methods;
    if methods.is_empty() || methods.iter().any(|it| !CODES.contains(&it.as_str())) {
        return Err(fault(
            "verifyCodeTabConfig.validLoginMethods",
            format!("must name one or more of {}", CODES.join(", ")),
        ));
    }
    if !phone::is_country(&settings.international_sms_config.default_iso_type) {
        return Err(fault(
            "internationalSmsConfig.defaultISOType",
            "must be a country's two letters, like CN",
        ));
    }
    if !(4..=8).contains(&settings.verify_code_length) {
        return Err(fault("verifyCodeLength", "must be 4 to 8"));
    }
    if settings.robot_after > 100 {
        return Err(fault("robotAfter", "must be 0 to 100"));
    }
    if settings.phone_idle_days > 3650 {
        return Err(fault("phoneIdleDays", "must be 0 to 3650"));
    }
    messages::check(&settings.messages)?;
    for (index, agreement) in settings.agreements.iter().enumerate() {
        let at = |key: &str| format!("agreements[{index}].{key}");
        if settings
            .agreements
            .iter()
            .take(index)
            .any(|it| it.id == agreement.id)
        {
            return Err(fault(&at("id"), "is used twice; each wording has its own"));
        }
        if agreement.available_at > 2 {
            return Err(fault(
                &at("availableAt"),
                "must be 0 (registering), 1 (signing in) or 2 (both)",
            ));
        }
        if agreement.lang.is_empty() || agreement.lang.len() > 16 {
            return Err(fault(&at("lang"), "must be a language tag, like en-US"));
        }
        title(agreement).map_err(|problem| fault(&at("title"), problem))?;
    }
    Ok(())
}

/// The order of the tabs names tabs that there are, each once.
fn order(settings: &Settings) -> Result<(), SettingFault> {
    let order = &settings.tab_methods_sort_config.login_methods_sort;
    let path = "tabMethodsSortConfig.loginMethodsSort";
    for (index, tab) in order.iter().enumerate() {
        if !settings.login_tabs.list.contains(tab) {
            let known = settings.login_tabs.list.join(", ");
            let problem = format!("`{tab}` is no tab of loginTabs.list, which has {known}");
            return Err(fault(path, problem));
        }
        if order.iter().take(index).any(|it| it == tab) {
            return Err(fault(path, format!("`{tab}` is there twice")));
        }
    }
    Ok(())
}

/// The protocol has HTML here. Text and plain links are all that ours takes, so that no client that shows it as HTML is given more.
fn title(agreement: &Agreement) -> Result<(), &'static str> {
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"<a href="https?://[^"<>\s]+"( target="_blank")?>[^<>]+</a>"#).ok()
    });
    let title = agreement.title.trim();
    if title.is_empty() || title.chars().count() > 1000 {
        return Err("must be 1 to 1000 characters");
    }
    let text = LINK.as_ref().map(|it| it.replace_all(title, ""));
    match text {
        Some(text) if !text.contains(['<', '>']) => Ok(()),
        _ => Err(
            "may hold text and links like <a href=\"https://example.com/terms\">terms</a>, and no other markup",
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    fn path_of(settings: &Value) -> String {
        crate::settings::read(&settings.to_string())
            .unwrap_err()
            .path
    }

    fn titled(title: &str) -> Value {
        json!({"agreements": [{"id": 1, "title": title, "lang": "en-US"}]})
    }

    #[test]
    fn a_wrong_setting_of_codes_is_named_by_its_key() {
        for (settings, path) in [
            (
                json!({"loginTabs": {"list": ["telepathy"], "default": "telepathy"}}),
                "loginTabs.list",
            ),
            (
                json!({"loginTabs": {"list": ["password"], "default": "phone-code"}}),
                "loginTabs.default",
            ),
            // Scanning is not on.
            (
                json!({"loginTabs": {"list": ["password"], "default": "app-qrcode"}}),
                "loginTabs.default",
            ),
            (
                json!({"tabMethodsSortConfig": {"loginMethodsSort": ["phone-code"]}}),
                "tabMethodsSortConfig.loginMethodsSort",
            ),
            (
                json!({"tabMethodsSortConfig": {"loginMethodsSort": ["password", "password"]}}),
                "tabMethodsSortConfig.loginMethodsSort",
            ),
            (
                json!({"tabMethodsSortConfig": {"order": []}}),
                "tabMethodsSortConfig.order",
            ),
            (
                json!({"verifyCodeTabConfig": {"validLoginMethods": []}}),
                "verifyCodeTabConfig.validLoginMethods",
            ),
            (
                json!({"internationalSmsConfig": {"enabled": true, "defaultISOType": "XX"}}),
                "internationalSmsConfig.defaultISOType",
            ),
            (json!({"verifyCodeLength": 3}), "verifyCodeLength"),
            (json!({"phoneIdleDays": 4000}), "phoneIdleDays"),
            (json!({"appRobotVerify": "sometimes"}), "appRobotVerify"),
            (
                json!({"agreements": [{"id": 1, "title": "a", "lang": "en"}, {"id": 1, "title": "b", "lang": "en"}]}),
                "agreements[1].id",
            ),
            (
                json!({"agreements": [{"id": 1, "title": "a", "lang": "en", "availableAt": 3}]}),
                "agreements[0].availableAt",
            ),
        ] {
            assert_eq!(path_of(&settings), path, "{settings}");
        }
    }

    #[test]
    fn an_app_may_begin_with_a_code_to_scan_and_order_its_tabs() {
        let fine = json!({
            "loginTabs": {"list": ["password", "phone-code"], "default": "app-qrcode"},
            "qrcodeTabsSettings": {"app-qrcode": []},
            "tabMethodsSortConfig": {"loginMethodsSort": ["phone-code", "password"]},
        });
        let read = crate::settings::read(&fine.to_string()).unwrap();
        assert_eq!(read.login_tabs.default, "app-qrcode");
    }

    #[test]
    fn x05_an_agreement_is_text_and_links() {
        for fine in [
            "I agree",
            "I agree to the <a href=\"https://example.com/terms\" target=\"_blank\">terms</a> and <a href=\"http://example.com/p\">privacy</a>",
        ] {
            assert!(
                crate::settings::read(&titled(fine).to_string()).is_ok(),
                "{fine}"
            );
        }
        for bad in [
            "",
            "<b>I agree</b>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">terms</a>",
            "<a href=\"https://example.com\" onclick=\"alert(1)\">terms</a>",
            "<a href=\"https://example.com\"><img src=x></a>",
        ] {
            assert_eq!(path_of(&titled(bad)), "agreements[0].title", "{bad}");
        }
    }
}
