//! Opening an account: with an address or a user name and a password, or with a code.
use std::rc::Rc;

use guard_flow::{Applicant, Event, Scene, Screen};
use guard_protocol::{CodeWay, Email, Field, RegisterWay, Scenes, Secret, Username};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::address::AddressDraft;
use super::consent::Consent;
use super::draft::Draft;
use super::frame::{back, foot, form, heading};
use super::judgement::new_password;
use crate::guard::Guard;
use crate::i18n::Key;
use crate::live::Live;
use crate::ui::{self, El, InputKind, Tabs};

/// All ways are one screen, so that changing between them keeps what was typed on each.
pub fn register(named: Live<String>, ids: &str) -> El {
    let guard = Guard::expect();
    let email = AddressDraft::new(CodeWay::Email, named);
    let phone = AddressDraft::new(CodeWay::Phone, named);
    let username = Draft::new(Field::Username);
    let password = Draft::new(Field::Password);
    let consent = Consent::of(Scenes::Register);
    let shown = Live::of(move || {
        guard.follow(|flow| match flow.screen() {
            Screen::Register(way) => Some(*way),
            _another_screen_has_come => None,
        })
    });
    let way = move || shown.get().unwrap_or(RegisterWay::Email);
    let own = ids.to_owned();
    let panel = El::new("div").swap(move || {
        let way = way();
        untrack(|| {
            let who = match way {
                RegisterWay::EmailCode => return by_code(email, &own, consent),
                RegisterWay::Phone => return by_code(phone, &own, consent),
                RegisterWay::Email => email.draft,
                RegisterWay::Username => username,
            };
            by_password(&own, who, password, consent)
        })
    });
    let foot = foot(Key::RegisterHaveAccount, Key::RegisterSignIn, Scene::SignIn);
    El::new("div")
        .with(&[back(), heading(Key::RegisterTitle.into(), None)])
        .with(&ways(ids, way, panel))
        .with(&[foot])
}

fn by_password(ids: &str, who: Draft, password: Draft, consent: Consent) -> El {
    let guard = Guard::expect();
    let send = move || {
        let applicant = match who.field {
            Field::Username => Username::parse(&who.text()).map(Applicant::Username),
            _email => Email::parse(&who.text()).map(Applicant::Email),
        };
        let checked = guard
            .with_settings(|it| it.policy().check(&password.text()))
            .unwrap_or(Ok(()));
        match (applicant, checked) {
            (Err(rule), _) => who.complain(rule),
            (Ok(_), Err(rule)) => password.complain(rule),
            (Ok(applicant), Ok(())) => {
                if let Some(agreed) = consent.given() {
                    guard.send(Event::Register {
                        applicant,
                        password: Secret::new(password.text()),
                        agreed,
                    });
                }
            }
        }
    };
    let (kind, label) = match who.field {
        Field::Username => (InputKind::Username, Key::FieldUsername),
        _email => (InputKind::Email, Key::FieldEmail),
    };
    let field = ui::field(ui::Field {
        id: [ids, "-", who.field.key()].concat(),
        label,
        kind,
        entry: who.entry,
        below: who.below(),
    });
    let password = new_password([ids, "-password"].concat(), Key::FieldPassword, password);
    let fields = [field, password, consent.draw(ids)];
    form(Key::RegisterSubmit, &fields, send)
}

fn by_code(address: AddressDraft, ids: &str, consent: Consent) -> El {
    let guard = Guard::expect();
    let fields = [address.draw(ids, address.draft.last()), consent.draw(ids)];
    let send = move || {
        if let Some(to) = address.parsed()
            && let Some(agreed) = consent.given()
        {
            guard.send(Event::SendCode { to, agreed });
        }
    };
    form(Key::RegisterSendCode, &fields, send)
}

/// Tabs where there is a choice, and what they switch.
fn ways(ids: &str, way: impl Fn() -> RegisterWay + Copy + 'static, panel: El) -> Vec<El> {
    let css = style_sheet!("./style/panel.css");
    let guard = Guard::expect();
    let ways = guard
        .with_settings(|it| it.register.clone())
        .unwrap_or_default();
    let panel = El::styled("div", css, "panel").with(&[panel]);
    if ways.len() < 2 {
        return vec![panel];
    }
    let id = [ids, "-way"].concat();
    let chosen = ways.clone();
    let list = Tabs {
        label: Key::RegisterWays,
        tabs: ways.iter().map(|it| way_label(*it).into()).collect(),
        current: Rc::new(move || chosen.iter().position(|it| *it == way()).unwrap_or(0)),
        panel: id.clone(),
    };
    let tabs = ui::tabs(
        list,
        Rc::new(move |index| {
            let way = guard
                .with_settings(|it| it.register.get(index).copied())
                .flatten();
            guard.send(Event::Open(Scene::Register(way)));
        }),
    );
    vec![tabs, panel.set("role", "tabpanel").set("id", &id)]
}

fn way_label(way: RegisterWay) -> Key {
    match way {
        RegisterWay::Email => Key::RegisterWayEmail,
        RegisterWay::EmailCode => Key::RegisterWayEmailCode,
        RegisterWay::Phone => Key::RegisterWayPhone,
        RegisterWay::Username => Key::RegisterWayUsername,
    }
}
