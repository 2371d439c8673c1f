//! The parts of an app's settings that take more than a line to read.
use crate::json::{Json, Reader};
use crate::{Agreement, CustomPolicy, Policy, Scenes};

/// What has to be agreed to, as the backend wrote it.
pub(super) fn agreed_to(config: &Json) -> &Json {
    let at = |key| config.get(key).unwrap_or(&Json::Null);
    match at("agreementEnabled") {
        Json::Flag(false) => &Json::Null,
        _asked_for => at("agreements"),
    }
}

/// What is wrong in them is passed over.
pub(super) fn agreements(list: &Json) -> Vec<Agreement> {
    let mut found: Vec<(i64, Agreement)> = Vec::new();
    let mut unheard = Vec::new();
    for it in list.as_list().unwrap_or_default() {
        let mut it = Reader::new(it, "", &mut unheard);
        // Ids are numbers with some backends, and texts with others.
        let id = it.id("id");
        let (Some(id), Some(title)) = (id, it.text("title")) else {
            continue;
        };
        let agreement = Agreement {
            id,
            title,
            lang: it.text("lang").unwrap_or_default(),
            required: it.flag("required").unwrap_or(false),
            at: match it.number("availableAt", 0, 2) {
                Some(1) => Scenes::SignIn,
                Some(2) => Scenes::Both,
                _absent_or_zero => Scenes::Register,
            },
        };
        found.push((it.number("order", 0, 1000).unwrap_or(0).into(), agreement));
    }
    found.sort_by_key(|it| it.0);
    found.into_iter().map(|it| it.1).collect()
}

pub(super) fn policy(from: &mut Reader<'_>) -> Policy {
    let least = from.number("passwordMinLength", 1, 64).unwrap_or(8);
    match from.number("passwordStrength", 0, 5) {
        None => Policy::Length(least),
        Some(0) => Policy::None,
        Some(4) => {
            let mut custom = from.object("customPasswordStrength");
            let tags = [
                ("en-US", "enMessage"),
                ("", "message"),
                ("zh-CN", "zhMessage"),
                ("zh-TW", "twMessage"),
                ("ja-JP", "jpMessage"),
            ];
            Policy::Custom(CustomPolicy {
                messages: tags
                    .into_iter()
                    .filter_map(|(tag, key)| custom.text(key).map(|it| (tag, it)))
                    .collect(),
            })
        }
        Some(5) => Policy::Backend(least),
        Some(kinds) => Policy::Kinds(kinds),
    }
}
