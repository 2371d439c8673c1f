//! The field that says where a code goes: a mailbox, a telephone, or either of them.
use std::rc::Rc;

use guard_protocol::{Address, CodeWay, Email, Field, Phone, Settings, digit};
use leptos::prelude::*;
use web_sys::Element;

use super::countries::{self, Country};
use super::draft::Draft;
use super::spacing::{place, spaced};
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::live::{Live, keep};
use crate::platform;
use crate::ui::{self, Below, Choice, El, InputKind, Leaving, Picker};

#[derive(Clone, Copy)]
pub struct AddressDraft {
    pub way: CodeWay,
    pub draft: Draft,
    /// Whose calling code stands before a number.
    country: Live<&'static str>,
}

impl AddressDraft {
    /// `named`: what was typed on another screen, used where it fits.
    pub fn new(way: CodeWay, named: Live<String>) -> Self {
        let draft = match way {
            CodeWay::Any => Draft::of(Field::Account, named),
            CodeWay::Email => Draft::email(named),
            // Not the same text: here the calling code stands beside it.
            CodeWay::Phone => {
                let fits = Some(named.now()).filter(|it| Phone::parse(it, "").is_ok());
                Draft::of(Field::Phone, Live::new(fits.unwrap_or_default()))
            }
        };
        let home = Guard::expect()
            .with_settings(|it| countries::of(&it.country()).map(|it| it.iso))
            .flatten();
        let country = Live::new(home.unwrap_or("CN"));
        if way == CodeWay::Phone {
            remember(draft.entry.text, country, named);
        }
        Self {
            way,
            draft,
            country,
        }
    }

    /// What was typed; nothing where it is wrong, which is then said.
    pub fn parsed(self) -> Option<Address> {
        let typed = self.draft.text();
        let calling = calling(self.country.now());
        let parsed = match self.way {
            CodeWay::Any => Address::parse(&typed, calling).map_err(|it| it.1),
            CodeWay::Email => Email::parse(&typed).map(Address::Email),
            CodeWay::Phone => Phone::parse(&typed, calling).map(Address::Phone),
        };
        parsed.map_err(|rule| self.draft.complain(rule)).ok()
    }

    pub fn draw(self, ids: &str, below: Below) -> El {
        let id = [ids, "-", self.draft.field.key()].concat();
        let (label, kind) = match self.way {
            CodeWay::Phone => return self.phone(id, below),
            CodeWay::Email => (Key::FieldEmail, InputKind::Email),
            CodeWay::Any => (Key::FieldEmailOrPhone, InputKind::Account),
        };
        let field = ui::field(ui::Field {
            id,
            label,
            kind,
            entry: self.draft.entry,
            below,
        });
        match self.way {
            CodeWay::Email => field,
            CodeWay::Any | CodeWay::Phone => self.spaced(field),
        }
    }

    /// With numbers in groups while they are typed.
    fn spaced(self, field: El) -> El {
        let country = self.country;
        let space = move |typed: &str| spaced(typed, calling(country.now()));
        ui::spaced(field, self.draft.entry, space, place)
    }

    fn phone(self, id: String, below: Below) -> El {
        let guard = Guard::expect();
        let (text, country) = (self.draft.entry.text, self.country);
        let own = move || calling(country.get());
        let open = Live::new(false);
        let abroad = guard.with_settings(Settings::abroad).unwrap_or(false);
        let before = if abroad {
            // A number that brings its own calling code chooses the country.
            keep(Box::new(move || {
                if let Some((found, rest)) = brought(&text.get(), country.now()) {
                    country.set(found.iso);
                    text.set(spaced(&rest, found.calling));
                }
            }));
            // Each country has groups of its own.
            keep(Box::new(move || {
                let written = spaced(&text.now(), own());
                if written != text.now() {
                    text.set(written);
                }
            }));
            let i18n = I18n::expect();
            ui::country(
                move || ["+", own()].concat(),
                move || [&named(i18n, country.get()), " +", own()].concat(),
                move || open.get(),
                move || open.set(!open.now()),
            )
        } else {
            ui::fixed(["+", untrack(own)].concat())
        };
        let opener = before.element().clone();
        let draft = self.draft;
        let chosen = move |iso| {
            country.set(iso);
            draft.entry.focus();
        };
        let sheet = list(&id, opener, open, move || country.now(), chosen);
        self.spaced(ui::phone(ui::Phone {
            id,
            label: Key::FieldPhone,
            entry: self.draft.entry,
            below,
            before,
            sheet,
        }))
    }
}

/// Keeps a number that is typed for the other screens, which ask for it in one field.
fn remember(text: Live<String>, country: Live<&'static str>, named: Live<String>) {
    let abroad = Guard::expect().with_settings(Settings::abroad) == Some(true);
    let mut before = (text.now(), country.now());
    keep(Box::new(move || {
        let now = (text.get(), country.get());
        if now == before {
            return;
        }
        before = now;
        let (typed, iso) = &before;
        let brings_its_own = typed.starts_with(['+', '＋']);
        if typed.is_empty() {
        } else if abroad && !brings_its_own {
            named.set(["+", calling(iso), typed].concat());
        } else {
            named.set(typed.clone());
        }
    }));
}

/// The digits of a country's calling code.
fn calling(iso: &str) -> &'static str {
    countries::of(iso).map_or("", |it| it.calling)
}

/// The list of countries, where and while it is `open`; `opener` gets the focus back.
pub fn list(
    id: &str,
    opener: Element,
    open: Live<bool>,
    now: impl Fn() -> &'static str + 'static,
    chosen: impl Fn(&'static str) + Clone + 'static,
) -> El {
    let id = [id, "-country"].concat();
    El::new("div").swap(move || {
        if !open.get() {
            return El::new("div");
        }
        let (opener, chosen) = (opener.clone(), chosen.clone());
        untrack(|| {
            sheet(id.clone(), now(), move |left| {
                open.set(false);
                match left {
                    Leaving::Chose(iso) => chosen(iso),
                    Leaving::Back => platform::focus(&opener),
                    Leaving::Away => {}
                }
            })
        })
    })
}

/// The country that what was typed begins with, and what is left of it. `now`: stays where its calling code fits as well.
fn brought(typed: &str, now: &str) -> Option<(Country, String)> {
    let mut plain: String = typed
        .chars()
        .filter_map(|it| match it {
            '+' | '＋' => Some('+'),
            it => digit(it),
        })
        .collect();
    if let Some(rest) = plain.strip_prefix("00") {
        plain = ["+", rest].concat();
    }
    let (found, rest) = countries::split(&plain)?;
    let stays = countries::of(now).filter(|it| it.calling == found.calling);
    Some((stays.unwrap_or(found), rest.to_owned()))
}

/// A country's name in the language in use, as the browser knows it.
pub fn named(i18n: I18n, iso: &str) -> String {
    platform::region(i18n.tag(), iso).unwrap_or_else(|| iso.to_owned())
}

fn sheet(id: String, chosen: &'static str, done: impl Fn(Leaving) + 'static) -> El {
    let i18n = I18n::expect();
    let mut choices: Vec<Choice> = countries::all()
        .map(|it| Choice {
            value: it.iso,
            name: named(i18n, it.iso),
            aside: ["+", it.calling].concat(),
        })
        .collect();
    choices.sort_by(|a, b| platform::order(&a.name, &b.name, i18n.tag()));
    // Leaving the list by choosing is not leaving it twice.
    let open = Rc::new(std::cell::Cell::new(true));
    let picker = Picker {
        id,
        search: Key::FieldCountrySearch,
        none: Key::FieldCountryNone,
        choices,
        chosen,
    };
    ui::picker(picker, move |choice| {
        if open.replace(false) {
            done(choice);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::brought;

    #[test]
    fn cd_6_a_number_with_its_calling_code_chooses_the_country() {
        let of = |typed, now| brought(typed, now).map(|(it, rest)| (it.iso, rest));
        assert_eq!(
            of("+44 7700 900123", "CN"),
            Some(("GB", "7700900123".into()))
        );
        assert_eq!(of("0049 30", "CN"), Some(("DE", "30".into())));
        assert_eq!(of("+1 604 555", "CA"), Some(("CA", "604555".into())));
        assert_eq!(of("138 0000", "CN"), None);
        assert_eq!(of("+", "CN"), None);
    }
}
