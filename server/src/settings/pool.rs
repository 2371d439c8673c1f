//! What holds for a whole user pool, whichever of its apps is asked.
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::InternationalSms;
use super::check::{SettingFault, fault, laid_over, typed};
use crate::auth::phone::Phone;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PoolSettings {
    /// Numbers in E.164, and prefixes that end in `*`; absent: any number.
    pub phone_allowlist: Option<Vec<String>>,
    pub sms_budget: SmsBudget,
}

/// Most text messages with codes in an hour; see [`crate::auth::budget`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SmsBudget {
    /// Whose code nobody has used, in the whole pool.
    pub hourly: u32,
    /// To a calling code that is not that of the app's own country, used or not.
    pub per_calling_code: u32,
    /// To numbers with these beginnings, such as `+86` or `+1876`, used or not: the longest that fits counts, and 0 closes it.
    pub prefixes: BTreeMap<String, u32>,
}

impl Default for SmsBudget {
    fn default() -> Self {
        Self {
            hourly: 50,
            per_calling_code: 25,
            prefixes: BTreeMap::new(),
        }
    }
}

impl PoolSettings {
    pub fn takes(&self, phone: &Phone) -> bool {
        let Some(list) = &self.phone_allowlist else {
            return true;
        };
        list.iter().any(|it| match it.strip_suffix('*') {
            Some(prefix) => phone.e164().starts_with(prefix),
            None => it == phone.e164(),
        })
    }
}

/// As [`super::merge`] does for an app.
pub fn merge(stored: &str, changes: Map<String, Value>) -> Result<String, SettingFault> {
    let text = laid_over(stored, changes)?;
    read(&text)?;
    Ok(text)
}

pub fn read(text: &str) -> Result<PoolSettings, SettingFault> {
    let settings: PoolSettings = typed(text)?;
    for prefix in settings.sms_budget.prefixes.keys() {
        let digits = prefix.strip_prefix('+').unwrap_or_default();
        if !(1..15).contains(&digits.len()) || !digits.bytes().all(|it| it.is_ascii_digit()) {
            return Err(fault(
                &format!("smsBudget.prefixes.{prefix}"),
                "must be the beginning of numbers, like +86 or +1876",
            ));
        }
    }
    for (index, entry) in settings.phone_allowlist.iter().flatten().enumerate() {
        let digits = entry
            .strip_prefix('+')
            .map(|it| it.strip_suffix('*').unwrap_or(it));
        let prefix = entry.ends_with('*')
            && digits.is_some_and(|it| {
                !it.is_empty() && it.len() < 15 && it.bytes().all(|it| it.is_ascii_digit())
            });
        let any = InternationalSms {
            enabled: true,
            ..InternationalSms::default()
        };
        let whole = Phone::parse(entry, None, &any).is_ok_and(|it| it.e164() == entry);
        if !prefix && !whole {
            return Err(fault(
                &format!("phoneAllowlist[{index}]"),
                "must be a mobile number like +8613800000002, or a beginning like +86138*",
            ));
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cd_5_a_whitelist_names_numbers_and_beginnings() {
        let any = InternationalSms {
            enabled: true,
            ..InternationalSms::default()
        };
        let list = read(r#"{"phoneAllowlist": ["+8613800000002", "+1415*"]}"#).unwrap();
        let takes = |typed: &str| list.takes(&Phone::parse(typed, None, &any).unwrap());
        assert!(takes("13800000002") && takes("+1 415 555 2671"));
        assert!(!takes("13800000003") && !takes("+1 212 555 2671"));
        assert!(PoolSettings::default().takes(&Phone::parse("13800000003", None, &any).unwrap()));
    }

    #[test]
    fn a_wrong_entry_is_named() {
        for (list, path) in [
            (
                r#"{"phoneAllowlist": ["+8613800000002", "138"]}"#,
                "phoneAllowlist[1]",
            ),
            (r#"{"phoneAllowlist": ["*"]}"#, "phoneAllowlist[0]"),
            (r#"{"phoneAllowList": []}"#, "phoneAllowList"),
            (
                r#"{"smsBudget": {"prefixes": {"86": 1}}}"#,
                "smsBudget.prefixes.86",
            ),
            (r#"{"smsBudget": {"daily": 1}}"#, "smsBudget.daily"),
            (r#"{"smsBudget": {"hourly": -1}}"#, "smsBudget.hourly"),
        ] {
            assert_eq!(read(list).unwrap_err().path, path);
        }
    }
}
