//! What has to be agreed to on a form, in the language in use.
use std::rc::Rc;

use guard_flow::Agreed;
use guard_protocol::write::decimal;
use guard_protocol::{Agreement, Scenes};

use leptos::prelude::untrack;

use super::terms::Terms;
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::live::{Live, keep};
use crate::ui::{self, El, Saying, Tick, Word};

#[derive(Clone, Copy)]
pub struct Consent {
    guard: Guard,
    i18n: I18n,
    scene: Scenes,
    ticked: Live<Vec<String>>,
    /// Somebody tried to go on: what is missing is said from now on.
    tried: Live<bool>,
    ticks: Live<Vec<(String, Tick)>>,
}

impl Consent {
    pub fn of(scene: Scenes) -> Self {
        Self {
            guard: Guard::expect(),
            i18n: I18n::expect(),
            scene,
            ticked: Live::new(Vec::new()),
            tried: Live::new(false),
            ticks: Live::new(Vec::new()),
        }
    }

    fn wanted(self, lang: &str) -> Vec<Agreement> {
        let wanted = self
            .guard
            .with_settings(|it| it.agreements(lang, self.scene));
        wanted.unwrap_or_default()
    }

    /// What was agreed to, or the id of the first that is required and missing.
    fn ticked(self) -> Result<Agreed, String> {
        let ticked = self.ticked.get();
        let wanted = self.wanted(self.i18n.tag());
        let mut required = wanted.iter().filter(|it| it.required);
        if let Some(missing) = required.find(|it| !ticked.contains(&it.id)) {
            return Err(missing.id.clone());
        }
        let given = wanted.into_iter().map(|it| it.id);
        Ok(given.filter(|it| ticked.contains(it)).collect())
    }

    /// What was agreed to; nothing while something that is required is missing, which is then said.
    pub fn given(self) -> Option<Agreed> {
        let missing = match untrack(|| self.ticked()) {
            Ok(agreed) => return Some(agreed),
            Err(missing) => missing,
        };
        self.tried.set(true);
        self.ticks.peek(|all| {
            let tick = all.iter().find(|(id, _)| *id == missing);
            tick.into_iter().for_each(|(_, tick)| tick.focus());
        });
        None
    }

    /// The boxes to be ticked; empty where nothing has to be agreed to in this language.
    pub fn draw(self, ids: &str) -> El {
        let i18n = self.i18n;
        let ids = Rc::new(ids.to_owned());
        El::new("div").swap(move || {
            let wanted = self.wanted(i18n.tag());
            if wanted.is_empty() {
                return El::new("div");
            }
            let boxes = wanted.into_iter().enumerate().map(|(index, it)| {
                let id = [&ids, "-agree-", &decimal(index as u64)].concat();
                self.one(&id, it)
            });
            ui::checks(Key::AgreementsLabel, &boxes.collect::<Vec<_>>())
        })
    }

    fn one(self, id: &str, agreement: Agreement) -> El {
        let i18n = self.i18n;
        let words = agreement.parts().into_iter();
        let words = words.map(|it| Word {
            text: it.text,
            href: it.href,
        });
        let Agreement {
            id: name, required, ..
        } = agreement;
        let on = Live::new(self.ticked.now().contains(&name));
        let wrong = Saying::new(move || {
            (required && self.tried.get() && !on.get()).then(|| i18n.text(Key::AgreementsRequired))
        });
        let (check, tick) = ui::check(id, words.collect(), on, wrong);
        self.ticks.change(|all| {
            all.retain(|(it, _)| *it != name);
            all.push((name.clone(), tick));
        });
        keep(Box::new(move || {
            let on = on.get();
            self.ticked.change(|all| {
                all.retain(|it| *it != name);
                if on {
                    all.push(name.clone());
                }
            });
        }));
        check
    }
}

/// The boxes for a form of another chunk, which hears by `terms` whether all that is needed is ticked.
pub fn beside(terms: Terms, ids: &str) -> El {
    let consent = Consent::of(Scenes::SignIn);
    keep(Box::new(move || terms.agreed.set(consent.ticked().ok())));
    keep(Box::new(move || {
        if terms.asked.get() > 0 {
            let _said = untrack(|| consent.given());
        }
    }));
    consent.draw(ids)
}
