//! The choice of a country at the end of the password form's account field, where numbers of all countries are accounts.
//!
//! What is chosen is written into the field, as its calling code: the form reads one text, with this part or without it.
use guard_protocol::AccountKind;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use super::address::{list, named};
use super::countries::{self, Country};
use crate::guard::Guard;
use crate::i18n::I18n;
use crate::live::Live;
use crate::platform;
use crate::ui;

/// `account`: what is typed. The field is found on the card, since it was drawn before this part had arrived.
pub fn beside(account: Live<String>, ids: &str, card: &Element) {
    let settings = Guard::expect().with_settings(|it| {
        let numbers = it.abroad() && it.accounts.contains(&AccountKind::Phone);
        let home = countries::of(&it.country()).or_else(|| countries::of("CN"));
        numbers.then_some((home?, it.accounts.len() == 1))
    });
    let Some((home, alone)) = settings.flatten() else {
        return;
    };
    let id = [ids, "-account"].concat();
    let find = |selector: &[&str]| card.query_selector(&selector.concat()).ok().flatten();
    let input = find(&["#", &id]).and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    let (Some(input), Some(field)) = (input, find(&["[part=field]:has(#", &id, ")"])) else {
        return;
    };
    let i18n = I18n::expect();
    let open = Live::new(false);
    // Of several countries with one code, the one that was meant.
    let chosen = Live::new(home.iso);
    let country = move || of(&account.get(), chosen.get(), home);
    let button = ui::country(
        move || ["+", country().calling].concat(),
        move || {
            let it = country();
            [&named(i18n, it.iso), " +", it.calling].concat()
        },
        move || open.get(),
        move || open.set(!open.now()),
    )
    .flag("data-off", move || {
        !open.get() && !shows(&account.get(), alone)
    });
    let opener = button.element().clone();
    let target = input.clone();
    let sheet = list(
        &id,
        opener,
        open,
        move || of(&account.now(), chosen.now(), home).iso,
        move |iso| {
            chosen.set(iso);
            if let Some(it) = countries::of(iso) {
                account.set(written(&account.now(), it, home));
            }
            platform::focus(&target);
        },
    );
    ui::at_the_end(&field, &input, button, sheet);
}

/// Whose number it is, as far as it is typed.
fn of(typed: &str, chosen: &str, home: Country) -> Country {
    let found = countries::split(typed.trim()).map_or(home, |it| it.0);
    let meant = countries::of(chosen).filter(|it| it.calling == found.calling);
    meant.unwrap_or(found)
}

/// A field that takes other things too asks about countries once a number is typed.
fn shows(typed: &str, alone: bool) -> bool {
    let typed = typed.trim();
    let number = typed
        .chars()
        .all(|it| it.is_ascii_digit() || "+ -().".contains(it));
    number && (alone || !typed.is_empty())
}

/// What was typed, as a number of `country`.
fn written(typed: &str, country: Country, home: Country) -> String {
    let typed = typed.trim();
    let national = countries::split(typed).map_or(typed, |it| it.1).trim();
    if country.calling == home.calling {
        return national.to_owned();
    }
    ["+", country.calling, " ", national].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn country(iso: &str) -> Country {
        countries::of(iso).unwrap()
    }

    #[test]
    fn cd_6_a_chosen_country_is_written_before_the_number_in_place_of_another() {
        let (home, gb, us) = (country("CN"), country("GB"), country("US"));
        for (typed, chosen, text) in [
            ("", gb, "+44 "),
            ("7400 123456", gb, "+44 7400 123456"),
            ("+44 7400 123456", us, "+1 7400 123456"),
            ("+447400123456", home, "7400123456"),
            ("13800000000", home, "13800000000"),
        ] {
            assert_eq!(written(typed, chosen, home), text, "{typed}");
        }
        assert_eq!(of("+1 604", "CA", home).iso, "CA");
        assert_eq!(of("+44", "CA", home).iso, "GB");
        assert_eq!(of("138", "CA", home).iso, "CN");
    }

    #[test]
    fn pw_4_countries_are_asked_about_where_a_number_is_typed() {
        assert!(shows("138", false) && shows("+44 7", false) && shows("", true));
        for other in ["", "ada", "138@x.io", "4ever"] {
            assert!(!shows(other, false), "{other}");
        }
        assert!(!shows("ada", true));
    }
}
