//! Reads settings strictly. What is wrong is named by its key, in words for whoever wrote it.
use guard_protocol::Email;
use regex::RegexBuilder;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Settings, check_codes, origins, qrcode, redirects};
use crate::auth::ways::Way;

/// One setting that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {problem}")]
pub struct SettingFault {
    pub path: String,
    pub problem: String,
}

pub(super) fn fault(path: &str, problem: impl Into<String>) -> SettingFault {
    SettingFault {
        path: path.to_owned(),
        problem: problem.into(),
    }
}

/// Lays `changes` over `stored`, key by key at the top level; null takes a setting back to its default.
pub fn merge(stored: &str, changes: Map<String, Value>) -> Result<String, SettingFault> {
    let text = laid_over(stored, changes)?;
    read(&text)?;
    Ok(text)
}

pub(super) fn laid_over(stored: &str, changes: Map<String, Value>) -> Result<String, SettingFault> {
    let mut kept: Map<String, Value> = serde_json::from_str(stored)
        .map_err(|_| fault("settings", "what is stored is no JSON object"))?;
    for (key, value) in changes {
        if value.is_null() {
            kept.remove(&key);
        } else {
            kept.insert(key, value);
        }
    }
    Ok(Value::Object(kept).to_string())
}

pub fn read(text: &str) -> Result<Settings, SettingFault> {
    let settings: Settings = typed(text)?;
    check(&settings)?;
    check_codes::check(&settings)?;
    Ok(settings)
}

/// Settings of their types; what is wrong is named by its path.
pub(super) fn typed<T: DeserializeOwned>(text: &str) -> Result<T, SettingFault> {
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_path_to_error::deserialize(&mut reader).map_err(|it| {
        let (parent, problem) = (it.path().to_string(), it.inner().to_string());
        // serde names an unknown key in its sentence; the path leads to the object that holds it.
        match problem
            .strip_prefix("unknown field `")
            .and_then(|it| it.split_once('`'))
        {
            Some((key, _)) => {
                let path = if parent == "." || parent.is_empty() || parent.ends_with(key) {
                    parent_or(&parent, key)
                } else {
                    format!("{parent}.{key}")
                };
                fault(&path, "is not a setting")
            }
            None => fault(
                &parent,
                problem.split(" at line ").next().unwrap_or_default(),
            ),
        }
    })
}

fn parent_or(parent: &str, key: &str) -> String {
    if parent.ends_with(key) {
        parent.to_owned()
    } else {
        key.to_owned()
    }
}

fn check(settings: &Settings) -> Result<(), SettingFault> {
    if settings.name.trim().is_empty() || settings.name.chars().count() > 64 {
        return Err(fault("name", "must be 1 to 64 characters"));
    }
    let fine_logo =
        |it: &String| it.starts_with("https://") || (it.starts_with('/') && !it.starts_with("//"));
    if !settings.logo.as_ref().is_none_or(fine_logo) {
        return Err(fault(
            "logo",
            "must be an https:// address or a path like /logo.svg",
        ));
    }
    for (index, origin) in settings.allowed_origins.iter().enumerate() {
        if !origins::is_pattern(origin) {
            return Err(fault(
                &format!("allowedOrigins[{index}]"),
                "must be an origin like https://shop.example, https://*.shop.example or http://localhost:*",
            ));
        }
    }
    for (index, address) in settings.redirect_uris.iter().enumerate() {
        if !redirects::is_address(address) {
            return Err(fault(
                &format!("redirectUris[{index}]"),
                "must be a whole https:// address without a fragment, or one that begins like http://localhost:3000/",
            ));
        }
    }
    for (index, entry) in settings
        .registration_email_allowlist
        .iter()
        .flatten()
        .enumerate()
    {
        let domain = entry.strip_prefix('@').unwrap_or(entry);
        if Email::parse(entry).is_err()
            && (domain.contains('@') || Email::parse(&format!("x@{domain}")).is_err())
        {
            return Err(fault(
                &format!("registrationEmailAllowlist[{index}]"),
                "must be an address or a domain",
            ));
        }
    }
    let ways = &settings.register_tabs.list;
    if let Some(unknown) = ways.iter().find(|it| Way::from_key(it).is_none()) {
        return Err(fault(
            "registerTabs.list",
            format!(
                "`{unknown}` is not a way to register; there are {}",
                Way::ALL.map(Way::key).join(", ")
            ),
        ));
    }
    if ways.is_empty() || !ways.contains(&settings.register_tabs.default) {
        return Err(fault(
            "registerTabs.default",
            "must be one of registerTabs.list; to close registration set registerDisabled",
        ));
    }
    let methods = &settings.password_tab_config.valid_login_methods;
    let known = ["email-password", "username-password", "phone-password"];
    if methods.is_empty() || methods.iter().any(|it| !known.contains(&it.as_str())) {
        return Err(fault(
            "passwordTabConfig.validLoginMethods",
            format!("must name one or more of {}", known.join(", ")),
        ));
    }
    qrcode::check(settings)?;
    passwords(settings)
}

fn passwords(settings: &Settings) -> Result<(), SettingFault> {
    if settings.password_strength.is_some_and(|it| it > 5) {
        return Err(fault("passwordStrength", "must be 0 to 5"));
    }
    if !(1..=64).contains(&settings.password_min_length) {
        return Err(fault("passwordMinLength", "must be 1 to 64"));
    }
    let custom = &settings.custom_password_strength;
    if settings.password_strength == Some(4) && custom.regex.is_empty() {
        return Err(fault(
            "customPasswordStrength.regex",
            "is needed for passwordStrength 4",
        ));
    }
    if expression(&custom.regex).is_none() {
        return Err(fault(
            "customPasswordStrength.regex",
            "is not an expression that this server can run; look-around and back-references are not supported",
        ));
    }
    Ok(())
}

/// The app's expression, which takes time linear in the password whatever it says. `None` if it cannot be run.
pub fn expression(pattern: &str) -> Option<regex::Regex> {
    let bare = pattern
        .strip_prefix('/')
        .and_then(|it| it.strip_suffix('/'))
        .unwrap_or(pattern);
    RegexBuilder::new(bare).size_limit(1 << 20).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn path_of(settings: Value) -> String {
        read(&settings.to_string()).unwrap_err().path
    }

    #[test]
    fn a_wrong_setting_is_named_by_its_key() {
        for (settings, path) in [
            (json!({"nmae": "x"}), "nmae"),
            (json!({"global": {"language": "en"}}), "global.language"),
            (json!({"passwordStrength": 6}), "passwordStrength"),
            (json!({"passwordStrength": "3"}), "passwordStrength"),
            (
                json!({"passwordStrength": 4}),
                "customPasswordStrength.regex",
            ),
            (
                json!({"customPasswordStrength": {"regex": "(?=x)"}}),
                "customPasswordStrength.regex",
            ),
            (json!({"passwordMinLength": 0}), "passwordMinLength"),
            (
                json!({"allowedOrigins": ["https://a.example", "*"]}),
                "allowedOrigins[1]",
            ),
            (
                json!({"redirectUris": ["https://a.example/in", "https://a.example/in#x"]}),
                "redirectUris[1]",
            ),
            (
                json!({"allowedOrigins": "https://a.example"}),
                "allowedOrigins",
            ),
            (
                json!({"registerTabs": {"list": ["telepathy"], "default": "telepathy"}}),
                "registerTabs.list",
            ),
            (
                json!({"registerTabs": {"list": ["email"], "default": "username"}}),
                "registerTabs.default",
            ),
            (
                json!({"passwordTabConfig": {"validLoginMethods": []}}),
                "passwordTabConfig.validLoginMethods",
            ),
            (
                json!({"registrationEmailAllowlist": ["example.com", "a@b@c"]}),
                "registrationEmailAllowlist[1]",
            ),
            (json!({"name": ""}), "name"),
            (json!({"logo": "javascript:alert(1)"}), "logo"),
        ] {
            assert_eq!(path_of(settings.clone()), path, "{settings}");
        }
    }

    #[test]
    fn the_defaults_are_acceptable_and_read_back() {
        let text = serde_json::to_string(&Settings::default()).unwrap();
        assert_eq!(read(&text).unwrap().password_min_length, 8);
        assert_eq!(
            read("{}").unwrap().register_tabs.list,
            ["email", "username"]
        );
    }

    #[test]
    fn null_takes_a_setting_back_to_its_default() {
        let changes = |value: Value| value.as_object().unwrap().clone();
        let stored = merge(
            "{}",
            changes(json!({"passwordMinLength": 15, "name": "Acorn"})),
        )
        .unwrap();
        let stored = merge(&stored, changes(json!({"passwordMinLength": null}))).unwrap();
        assert_eq!(stored, r#"{"name":"Acorn"}"#);
    }
}
