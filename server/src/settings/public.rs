//! What `public-config` says of an app: the keys that the protocol documents, so that its other clients find what they read, too.
use serde_json::{Map, Value, json};

use super::{CustomStrength, RobotVerify, Settings, origins};
use crate::auth::ways::Way;

/// Names the app, its pool and the pool's key, and whoever asks.
pub struct Facts<'a> {
    pub id: &'a str,
    pub pool: &'a str,
    pub public_key: &'a str,
    pub host: &'a str,
    /// Origins that a pattern may cover and that are then named in full, since clients of the protocol know no port patterns.
    pub asking: Vec<String>,
    /// The origin of this server, whose own page signs people in to every app.
    pub own: Option<&'a str>,
}

/// What an app keeps to itself: who may register, and whether it tells who exists.
pub fn public_config(settings: &Settings, facts: &Facts<'_>) -> Value {
    let mut allowed = settings.allowed_origins.clone();
    for origin in &facts.asking {
        if !allowed.contains(origin) && origins::allows(&settings.allowed_origins, origin) {
            allowed.push(origin.clone());
        }
    }
    // An empty list lets the box stand anywhere, and what it sends is refused; with the one name in it, nowhere else.
    let own = facts
        .own
        .filter(|it| !allowed.is_empty() && !allowed.iter().any(|one| one == it));
    allowed.extend(own.map(str::to_owned));
    let mut ways: Vec<&str> = settings
        .login_tabs
        .list
        .iter()
        .map(String::as_str)
        .collect();
    ways.extend(settings.qrcode_tabs_settings.keys().map(String::as_str));
    let mut config = json!({
        "id": facts.id,
        "name": settings.name,
        "logo": settings.logo,
        "description": settings.description,
        "userPoolId": facts.pool,
        "rootUserPoolId": facts.pool,
        "publicKey": facts.public_key,
        "identifier": facts.id,
        "requestHostname": facts.host,
        "protocol": "oidc",
        "allowedOrigins": allowed,
        "corsWhitelist": allowed,
        "registerDisabled": settings.register_disabled,
        "loginTabs": {"list": ways, "default": settings.login_tabs.default},
        "qrcodeTabsSettings": settings.qrcode_tabs_settings,
        "qrCodeSortConfig": settings.qr_code_sort_config,
        "qrcode": {"exchangeInBrowser": settings.qrcode.exchange_in_browser},
        "registerTabs": settings.register_tabs,
        "registerTabsConfig": {"registerTypeConfig": register_types(settings)},
        "tabMethodsSortConfig": settings.tab_methods_sort_config,
        "verifyCodeTabConfig": {
            "enabledLoginMethods": settings.verify_code_tab_config.valid_login_methods,
            "validLoginMethods": settings.verify_code_tab_config.valid_login_methods,
            "validRegisterMethods": code_ways(settings),
        },
        "internationalSmsConfig": settings.international_sms_config,
        // A number that nobody has shown to be theirs opens no account here.
        "enabledPPRegisterValid": true,
        "appRobotVerify": settings.app_robot_verify,
        "userpoolRobotVerify": RobotVerify::Disable,
        "loginSmsConfig": settings.login_sms_config,
        "registerSmsConfig": settings.register_sms_config,
        "emailLinkEnabled": settings.email_link_enabled,
        "passwordTabConfig": {
            "enabledLoginMethods": settings.password_tab_config.valid_login_methods,
            "validLoginMethods": settings.password_tab_config.valid_login_methods,
        },
        "ssoPageComponentDisplay": {
            "forgetPasswordBtn": settings.sso_page_component_display.forget_password_btn,
            "registerBtn": settings.sso_page_component_display.register_btn,
            "loginBtn": true,
            "autoRegisterThenLoginHintInfo": settings.merges(),
        },
        "verifyCodeLength": settings.verify_code_length,
        "passwordMinLength": settings.password_min_length,
        "customPasswordStrength": custom(&settings.custom_password_strength),
        "idempotencyKeyHeader": "idempotency-key",
        "knownBrowsers": true,
        "global": settings.global,
        "agreementEnabled": !settings.agreements.is_empty(),
        "agreements": settings.agreements,
        "extendsFields": [],
        "socialConnections": [],
        "identityProviders": [],
    });
    // Absent means the default policy, which the levels have no number for.
    if let (Some(level), Value::Object(config)) = (settings.password_strength, &mut config) {
        config.insert("passwordStrength".to_owned(), json!(level));
    }
    config
}

fn has(settings: &Settings, way: Way) -> bool {
    settings
        .register_tabs
        .list
        .iter()
        .any(|it| Way::from_key(it) == Some(way))
}

/// Where registering goes by a code.
fn code_ways(settings: &Settings) -> Vec<&'static str> {
    [(Way::Phone, "phone-code"), (Way::EmailCode, "email-code")]
        .into_iter()
        .filter(|(way, _)| has(settings, *way))
        .map(|(_, name)| name)
        .collect()
}

fn register_types(settings: &Settings) -> Value {
    let types = |password, code| {
        [(password, "password"), (code, "code")]
            .into_iter()
            .filter(|(way, _)| has(settings, *way))
            .map(|(_, name)| name)
            .collect::<Vec<_>>()
    };
    json!({
        "emailRegisterType": types(Way::Email, Way::EmailCode),
        "phoneRegisterType": types(Way::PhonePassword, Way::Phone),
    })
}

/// Without what is empty, so that clients fall back as they do for absent words.
fn custom(strength: &CustomStrength) -> Value {
    let all = serde_json::to_value(strength).unwrap_or_default();
    let said = |(_, value): &(String, Value)| value.as_str() != Some("");
    Value::Object(
        all.as_object()
            .cloned()
            .unwrap_or_default()
            .into_iter()
            .filter(said)
            .collect::<Map<_, _>>(),
    )
}
