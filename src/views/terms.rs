//! What the form with a password knows of agreements: whether they are given. The boxes to be ticked come with a chunk.
use guard_flow::Agreed;
use guard_protocol::AccountKind;
use leptos::prelude::untrack;
use web_sys::Element;

use super::frame::small;
use super::lazy::{self, Arrival, Chunk, Part};
use crate::guard::Guard;
use crate::i18n::Key;
use crate::live::Live;
use crate::ui::{El, Waiting, link};

/// Where they will stand. The element keeps the place's height for the next visit (`npm/early.js`), so that they push nothing away then.
const PLACE: &str = "data-later";

#[derive(Clone, Copy)]
pub struct Terms {
    /// Nothing while something that is required is missing.
    pub agreed: Live<Option<Agreed>>,
    /// How often somebody has tried to go on without.
    pub asked: Live<u32>,
    arrival: Live<Arrival>,
}

impl Terms {
    pub fn new() -> Self {
        Self {
            agreed: Live::new(None),
            asked: Live::new(0),
            arrival: Live::new(Arrival::Unasked),
        }
    }

    /// What was agreed to; nothing while something is missing, which is then said.
    pub fn given(self) -> Option<Agreed> {
        let agreed = self.agreed.now();
        if agreed.is_none() {
            self.asked.set(self.asked.now() + 1);
            if self.arrival.now() == Arrival::Missing {
                self.bring();
            }
        }
        agreed
    }

    /// The boxes to be ticked, once they have arrived, and the choice of a country for `account`; nothing where neither is needed.
    pub fn draw(self, account: Live<String>, ids: &str, card: &Element) -> Option<El> {
        let (agreement, country) = Guard::expect()
            .with_settings(|it| {
                let numbers = it.abroad() && it.accounts.contains(&AccountKind::Phone);
                (it.asks_agreement, numbers)
            })
            .unwrap_or_default();
        if !agreement {
            self.agreed.set(Some(Agreed::new()));
        }
        if !agreement && !country {
            return None;
        }
        self.bring();
        let (ids, card) = (ids.to_owned(), card.clone());
        let place = El::new("div").set(PLACE, "");
        let own = place.clone();
        Some(place.swap(move || match self.arrival.get() {
            Arrival::Here(_) => untrack(|| {
                own.style("min-block-size", "");
                lazy::draw(Part::Beside(self), account, &ids, &card)
            }),
            Arrival::Missing => untrack(|| self.missing()),
            Arrival::Unasked | Arrival::UnderWay(_) => El::new("div"),
        }))
    }

    fn bring(self) {
        lazy::bring(Chunk::Account, self.arrival);
    }

    /// Nobody can agree to what is not there: says so, and offers to fetch it again.
    fn missing(self) -> El {
        let again = link(Key::BoxRetry, Waiting::default(), move || self.bring());
        small("status")
            .phrase(Key::MissingTitle.into())
            .set("data-wrong", "")
            .set("role", "alert")
            .say(|| " ".to_owned())
            .with(&[again])
    }
}
