//! What an app says, and what a page lays over it.
use super::*;
use crate::Policy;
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
    assert_eq!(settings.policy(), Policy::Length(8));
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
    for (wished, left) in [
        (
            vec!["phone-password", "username-password"],
            AccountKind::Username,
        ),
        (vec!["phone-password"], AccountKind::Email),
    ] {
        let (settings, _) = read(json!({}), json!({"passwordLoginMethods": wished}));
        assert_eq!(settings.accounts.first(), Some(&left));
        assert!(!settings.accounts.contains(&AccountKind::Phone));
    }
}

#[test]
fn qr_6_and_qr_7_each_code_of_a_kind_is_a_tab_in_the_order_of_the_app() {
    let (settings, _) = read(
        json!({
            "loginTabs": {"list": ["wechat-miniprogram-qrcode", "app-qrcode", "wechatmp-qrcode"], "default": "app-qrcode"},
            "qrcodeTabsSettings": {"wechat-miniprogram-qrcode": [{"id": "a", "title": "Shop"}, {"id": "b"}]},
            "qrCodeSortConfig": {"loginMethodsSort": ["app-qrcode", "b", "a"]},
        }),
        Value::Null,
    );
    let scans = settings.scans();
    let order: Vec<_> = scans.iter().map(|it| (it.kind, it.id.as_str())).collect();
    assert_eq!(
        order,
        [
            (ScanKind::App, ""),
            (ScanKind::MiniProgram, "b"),
            (ScanKind::MiniProgram, "a"),
            (ScanKind::OfficialAccount, ""),
        ]
    );
    assert_eq!((settings.ways.forms.len(), settings.ways.first), (0, None));
}
