//! What somebody has to agree to, and the record that they did.
use guard_protocol::Rule;

use crate::db::{Tx, agreed};
use crate::http::apps::Caller;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::{Agreement, Scene};

/// Agreements that were ticked, of those that the app asks for in this scene and language.
pub struct Agreed<'a>(Vec<&'a Agreement>);

/// Refuses where a required one is missing. Ids that the app does not have are passed over.
pub fn check<'a>(caller: &'a Caller, scene: Scene, ids: &[u32]) -> Result<Agreed<'a>, Refusal> {
    let asked = asked(&caller.app.settings.agreements, &caller.lang, scene);
    if asked.iter().any(|it| it.required && !ids.contains(&it.id)) {
        return Err(Refusal::Invalid {
            field: "agreementIds",
            rule: Rule::Required,
        });
    }
    Ok(Agreed(
        asked
            .into_iter()
            .filter(|it| ids.contains(&it.id))
            .collect(),
    ))
}

/// Those in the language of the request; where there are none, in the language of the first.
fn asked<'a>(all: &'a [Agreement], lang: &str, scene: Scene) -> Vec<&'a Agreement> {
    let speaks = |tag: &str| all.iter().any(|it| it.lang.eq_ignore_ascii_case(tag));
    let tag = match all.first() {
        Some(_) if speaks(lang) => lang,
        Some(first) => &first.lang,
        None => return Vec::new(),
    };
    all.iter()
        .filter(|it| it.lang.eq_ignore_ascii_case(tag) && it.is_at(scene))
        .collect()
}

impl Agreed<'_> {
    pub async fn record(
        &self,
        server: &Server,
        tx: &mut Tx,
        caller: &Caller,
        user: &str,
    ) -> Result<(), Refusal> {
        let now = server.clock.now();
        for it in &self.0 {
            let what = (it.id.to_string(), it.wording());
            agreed::add(tx, user, &caller.app.id, (&what.0, &what.1), now).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rg_6_agreements_are_those_of_the_scene_in_the_language_of_the_request() {
        let one = |id, lang: &str, available_at| Agreement {
            id,
            title: "x".into(),
            lang: lang.into(),
            required: true,
            available_at,
            order: 0,
        };
        let all = [
            one(1, "en-US", 0),
            one(2, "en-US", 1),
            one(3, "en-US", 2),
            one(4, "zh-CN", 2),
        ];
        let ids = |lang, scene| {
            let asked = asked(&all, lang, scene);
            asked.iter().map(|it| it.id).collect::<Vec<_>>()
        };
        assert_eq!(ids("en-US", Scene::Register), [1, 3]);
        assert_eq!(ids("en-us", Scene::Login), [2, 3]);
        assert_eq!(ids("en-US", Scene::Both), [1, 2, 3]);
        assert_eq!(ids("zh-CN", Scene::Login), [4]);
        assert_eq!(
            ids("ja-JP", Scene::Login),
            [2, 3],
            "the first one's language"
        );
        assert!(super::asked(&[], "en-US", Scene::Both).is_empty());
    }
}
