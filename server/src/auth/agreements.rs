//! What somebody has to agree to, and the record that they did.
use guard_protocol::Rule;

use crate::db::{Tx, agreed};
use crate::http::apps::Caller;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::{Agreement, Scene};

/// Agreements that were ticked, of those that the app asks for in this scene.
pub struct Agreed<'a>(Vec<&'a Agreement>);

/// When a person was shown what to tick.
#[derive(Clone, Copy, PartialEq)]
pub enum Shown {
    Now,
    /// Before a code was sent: the page's language may have changed since.
    Earlier,
}

/// Refuses where a required one is missing. Ids that the app does not have are passed over.
pub fn check<'a>(
    caller: &'a Caller,
    scene: Scene,
    shown: Shown,
    ids: &[u32],
) -> Result<Agreed<'a>, Refusal> {
    let all = &caller.app.settings.agreements;
    let read = read(all, (&caller.lang, shown), scene, ids).ok_or(Refusal::Invalid {
        field: "agreementIds",
        rule: Rule::Required,
    })?;
    let ticked = read.into_iter().filter(|it| ids.contains(&it.id));
    Ok(Agreed(ticked.collect()))
}

/// Those that a person who ticked `ids` was shown: in the language of the request, or, earlier, in another in which nothing required is missing.
/// `None` where something is missing.
fn read<'a>(
    all: &'a [Agreement],
    (lang, shown): (&str, Shown),
    scene: Scene,
    ids: &[u32],
) -> Option<Vec<&'a Agreement>> {
    let required = |those: &[&Agreement]| {
        let required = those.iter().filter(|it| it.required);
        let (ticked, missing): (Vec<&Agreement>, Vec<&Agreement>) =
            required.partition(|it| ids.contains(&it.id));
        (ticked.len(), missing.len())
    };
    let now = asked(all, lang, scene);
    if required(&now).1 == 0 {
        return Some(now);
    }
    let others = all.iter().filter(|_| shown == Shown::Earlier);
    others
        .map(|it| asked(all, &it.lang, scene))
        // A language in which nothing is required proves nothing.
        .find(|those| matches!(required(those), (1.., 0)))
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
        let read = |lang, ids: &[u32]| {
            let read = super::read(&all, (lang, Shown::Earlier), Scene::Login, ids)?;
            Some(read.iter().map(|it| it.id).collect::<Vec<_>>())
        };
        assert_eq!(read("en-US", &[2, 3]), Some(vec![2, 3]));
        assert_eq!(
            read("zh-CN", &[2, 3]),
            Some(vec![2, 3]),
            "ticked before the language changed"
        );
        assert_eq!(read("zh-CN", &[3]), None);
        assert_eq!(read("en-US", &[]), None);
        let now = super::read(&all, ("zh-CN", Shown::Now), Scene::Login, &[2, 3]);
        assert!(now.is_none(), "the language of now decides");
    }

    #[test]
    fn rg_6_a_language_in_which_nothing_is_required_replaces_no_other() {
        let one = |id, lang: &str, required| Agreement {
            id,
            title: "x".into(),
            lang: lang.into(),
            required,
            available_at: 2,
            order: 0,
        };
        let all = [one(1, "en-US", true), one(2, "zh-CN", false)];
        let read = |lang, ids: &[u32]| {
            super::read(&all, (lang, Shown::Earlier), Scene::Both, ids).is_some()
        };
        assert!(!read("en-US", &[]) && !read("en-US", &[2]));
        assert!(read("zh-CN", &[]) && read("en-US", &[1]));
    }
}
