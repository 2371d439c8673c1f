//! Signing in: the ways of the app as tabs, and the form with a password.
use std::rc::Rc;

use super::draft::Draft;
use super::frame::{foot, form, heading, to};
use super::lazy::{self, Chunk, Part};
use super::terms::Terms;
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::live::Live;
use crate::ui::{self, El, InputKind, Password, Shape, Tabs, icon};
use guard_flow::{Event, Scene, Screen};
use guard_protocol::{AccountKind, CodeWay, Field, Rule, Secret, Settings, SignInWay, accepted};
use leptos::prelude::*;
use stylers_macro::style_sheet;
use web_sys::Element;

/// `named`: who is meant, as far as it is known. All ways are one screen, so that going between them keeps the tabs.
///
/// `card`: where it will stand.
pub fn sign_in(named: Live<String>, ids: &str, card: &Element) -> El {
    let guard = Guard::expect();
    let Some(offer) = guard.with_settings(Offer::of) else {
        return El::new("div");
    };
    let way = Live::of(move || {
        guard.follow(|flow| match flow.screen() {
            Screen::SignIn(way) => Some(*way),
            _another_screen_has_come => None,
        })
    });
    let Offer {
        title,
        kinds,
        forgot,
        register,
        ways,
        scans,
    } = offer;
    // Made in the order in which they stand: what stands there already is claimed in that order.
    let screen = El::new("div")
        .maybe(scans.then(corner))
        .with(&[heading(title, None)]);
    let (own, card) = (ids.to_owned(), card.clone());
    let panel = El::new("div").swap(move || {
        let way = way.get();
        untrack(|| match way {
            Some(SignInWay::Code(way)) => lazy::draw(Part::ByCode(way), named, &own, &card),
            _password => by_password(named, &kinds, forgot, &own, &card),
        })
    });
    let foot = register.then(|| {
        foot(
            Key::SignInNoAccount,
            Key::SignInRegister,
            Scene::Register(None),
        )
    });
    let screen = if ways.len() > 1 {
        let id = [ids, "-ways"].concat();
        let panel = panel.set("role", "tabpanel").set("id", &id);
        screen.with(&[tabs(ways, way, id), panel])
    } else {
        screen.with(&[panel])
    };
    screen.maybe(foot)
}

fn tabs(ways: Vec<SignInWay>, way: Live<Option<SignInWay>>, panel: String) -> El {
    let guard = Guard::expect();
    let shown = ways.clone();
    let list = Tabs {
        label: Key::SignInWays,
        tabs: ways.iter().map(|it| way_label(*it).into()).collect(),
        current: Rc::new(move || {
            let way = way.get();
            shown.iter().position(|it| Some(*it) == way).unwrap_or(0)
        }),
        panel,
    };
    let press = move |index: usize| {
        if let Some(way) = ways.get(index) {
            guard.send(Event::Open(Scene::By(*way)));
        }
    };
    // Whoever points at them may be about to go there.
    ui::tabs(list, Rc::new(press))
        .on("pointerenter", |_| Chunk::Account.prefetch())
        .on("focusin", |_| Chunk::Account.prefetch())
}

fn way_label(way: SignInWay) -> Key {
    match way {
        SignInWay::Password => Key::SignInWayPassword,
        SignInWay::Code(CodeWay::Any) => Key::SignInWayCode,
        SignInWay::Code(CodeWay::Phone) => Key::SignInWayPhone,
        SignInWay::Code(CodeWay::Email) => Key::SignInWayEmail,
    }
}

/// Leads to the codes that a phone scans.
fn corner() -> El {
    let css = style_sheet!("./style/corner.css");
    let guard = Guard::expect();
    let button = El::part("button", css, "corner")
        .set("type", "button")
        .named(Key::ScanOpen)
        .on("click", move |_| guard.send(Event::Open(Scene::Scan(0))))
        .with(&[icon(Shape::CODE)]);
    ["pointerenter", "focus"]
        .into_iter()
        .fold(button, |it, sign| it.on(sign, |_| Chunk::Scan.prefetch()))
}

fn by_password(
    named: Live<String>,
    kinds: &[AccountKind],
    forgot: bool,
    ids: &str,
    card: &Element,
) -> El {
    let guard = Guard::expect();
    let account = Draft::of(Field::Account, named);
    let password = Draft::new(Field::Password);
    let terms = Terms::new();
    let mut below = password.last();
    below.aside = forgot.then(|| to(Key::SignInForgot, Scene::ForgotPassword));
    let mut fields = vec![
        ui::field(ui::Field {
            id: [ids, "-account"].concat(),
            label: account_label(kinds),
            kind: InputKind::Account,
            entry: account.entry,
            below: account.below(),
        }),
        ui::password(Password {
            id: [ids, "-password"].concat(),
            label: Key::FieldPassword,
            autocomplete: "current-password",
            entry: password.entry,
            below,
            meter: None,
        }),
    ];
    fields.extend(terms.draw(named, ids, card));
    let kinds = kinds.to_vec();
    let send = move || match accepted(&account.text(), &kinds) {
        Ok(_) if password.text().is_empty() => password.complain(Rule::Required),
        Ok(account) => {
            if let Some(agreed) = terms.given() {
                guard.send(Event::SignIn {
                    account,
                    password: Secret::new(password.text()),
                    agreed,
                });
            }
        }
        Err((_, rule)) => account.complain(rule),
    };
    form(Key::SignInSubmit, &fields, send)
}

/// What this app's settings make of the screen.
struct Offer {
    title: Phrase,
    kinds: Vec<AccountKind>,
    forgot: bool,
    register: bool,
    ways: Vec<SignInWay>,
    scans: bool,
}

impl Offer {
    fn of(settings: &Settings) -> Self {
        let title = match (&settings.title, &settings.name) {
            (Some(title), _) => Phrase::Literal(title.clone()),
            (None, name) if name.is_empty() => Key::SignInTitlePlain.into(),
            (None, name) => Phrase::With(Key::SignInTitle, vec![("app", name.clone())]),
        };
        Self {
            title,
            kinds: settings.accounts.clone(),
            forgot: settings.forgot,
            register: !settings.register.is_empty(),
            ways: settings.ways.forms.clone(),
            scans: !settings.ways.scans.is_empty(),
        }
    }
}

/// Says which of the three the app takes.
fn account_label(kinds: &[AccountKind]) -> Key {
    let takes = |kind| kinds.contains(&kind);
    match (
        takes(AccountKind::Email),
        takes(AccountKind::Username),
        takes(AccountKind::Phone),
    ) {
        (true, true, true) => Key::FieldAny,
        (true, true, false) => Key::FieldEmailOrUsername,
        (true, false, true) => Key::FieldEmailOrPhone,
        (false, true, true) => Key::FieldUsernameOrPhone,
        (true, false, false) => Key::FieldEmail,
        (false, true, false) => Key::FieldUsername,
        (false, false, true) => Key::FieldPhone,
        (false, false, false) => Key::FieldAccount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pw_4_the_label_names_each_way_that_the_app_takes() {
        use AccountKind::{Email, Phone, Username};
        assert_eq!(account_label(&[Email, Username]), Key::FieldEmailOrUsername);
        assert_eq!(account_label(&[Phone]), Key::FieldPhone);
        assert_eq!(account_label(&[Username, Phone, Email]), Key::FieldAny);
    }
}
