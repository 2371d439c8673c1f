//! What `public-config` says of an app: the keys that the protocol documents, so that its other clients find what they read, too.
use serde_json::{Map, Value, json};

use super::{CustomStrength, Settings, origins};

/// Names the app, its pool and the pool's key, and whoever asks.
pub struct Facts<'a> {
    pub id: &'a str,
    pub pool: &'a str,
    pub public_key: &'a str,
    pub host: &'a str,
    /// Origins that a pattern may cover and that are then named in full, since clients of the protocol know no port patterns.
    pub asking: Vec<String>,
}

/// What an app keeps to itself: who may register, and whether it tells who exists.
pub fn public_config(settings: &Settings, facts: &Facts<'_>) -> Value {
    let mut allowed = settings.allowed_origins.clone();
    for origin in &facts.asking {
        if !allowed.contains(origin) && origins::allows(&settings.allowed_origins, origin) {
            allowed.push(origin.clone());
        }
    }
    let mut ways = vec!["password"];
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
        "loginTabs": {"list": ways, "default": "password"},
        "qrcodeTabsSettings": settings.qrcode_tabs_settings,
        "qrCodeSortConfig": settings.qr_code_sort_config,
        "qrcode": {"exchangeInBrowser": settings.qrcode.exchange_in_browser},
        "registerTabs": settings.register_tabs,
        "passwordTabConfig": {
            "enabledLoginMethods": settings.password_tab_config.valid_login_methods,
            "validLoginMethods": settings.password_tab_config.valid_login_methods,
        },
        "ssoPageComponentDisplay": {
            "forgetPasswordBtn": settings.sso_page_component_display.forget_password_btn,
            "registerBtn": settings.sso_page_component_display.register_btn,
            "loginBtn": true,
            "autoRegisterThenLoginHintInfo": false,
        },
        "verifyCodeLength": 6,
        "passwordMinLength": settings.password_min_length,
        "customPasswordStrength": custom(&settings.custom_password_strength),
        "idempotencyKeyHeader": "idempotency-key",
        "global": settings.global,
        "agreementEnabled": false,
        "agreements": [],
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
