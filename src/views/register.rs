//! Opening an account, with an address or a user name, and a password.
use std::rc::Rc;

use guard_flow::{Applicant, Event, Scene, Step};
use guard_protocol::{Email, Field, RegisterWay, Secret, Username};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::draft::Draft;
use super::frame::{back, foot, form, heading};
use super::judgement::new_password;
use crate::guard::Guard;
use crate::i18n::Key;
use crate::live::Live;
use crate::ui::{self, El, InputKind, Tabs};

/// Both ways are one screen, so that changing between them keeps the password.
pub fn register(named: Live<String>, ids: &str) -> El {
    let guard = Guard::expect();
    let email = Draft::email(named);
    let username = Draft::new(Field::Username);
    let password = Draft::new(Field::Password);
    let way = move || match guard.step().get() {
        Step::RegisterUsername => RegisterWay::Username,
        _other_steps_are_other_views => RegisterWay::Email,
    };
    let send = move || {
        let applicant = match untrack(way) {
            RegisterWay::Email => Email::parse(&email.text())
                .map(Applicant::Email)
                .map_err(|it| (email, it)),
            RegisterWay::Username => Username::parse(&username.text())
                .map(Applicant::Username)
                .map_err(|it| (username, it)),
        };
        let checked = guard
            .with_settings(|it| it.policy.check(&password.text()))
            .unwrap_or(Ok(()));
        match (applicant, checked) {
            (Err((draft, rule)), _) => draft.complain(rule),
            (Ok(_), Err(rule)) => password.complain(rule),
            (Ok(applicant), Ok(())) => {
                guard.send(Event::Register {
                    applicant,
                    password: Secret::new(password.text()),
                });
            }
        }
    };
    let who = who(ids.to_owned(), way, email, username);
    let password = new_password([ids, "-password"].concat(), Key::FieldPassword, password);
    let form = form(Key::RegisterSubmit, &ways(ids, way, &[who, password]), send);
    let foot = foot(Key::RegisterHaveAccount, Key::RegisterSignIn, Scene::SignIn);
    El::new("div").with(&[back(), heading(Key::RegisterTitle.into(), None), form, foot])
}

/// The field that names the applicant, by the way that is chosen.
fn who(
    ids: String,
    way: impl Fn() -> RegisterWay + Copy + 'static,
    email: Draft,
    username: Draft,
) -> El {
    El::new("div").swap(move || {
        let (kind, label, draft, example) = match way() {
            RegisterWay::Email => (
                InputKind::Email,
                Key::FieldEmail,
                email,
                Some(Key::FieldEmailExample),
            ),
            RegisterWay::Username => (InputKind::Username, Key::FieldUsername, username, None),
        };
        let id = [&ids, "-", draft.field.key()].concat();
        ui::field(ui::Field {
            id,
            label,
            kind,
            entry: draft.entry,
            below: draft.below(),
            example,
        })
    })
}

/// Tabs where there is a choice, and what they switch.
fn ways(ids: &str, way: impl Fn() -> RegisterWay + Copy + 'static, fields: &[El]) -> Vec<El> {
    let css = style_sheet!("./style/panel.css");
    let guard = Guard::expect();
    let ways = guard
        .with_settings(|it| it.register.clone())
        .unwrap_or_default();
    let panel = El::styled("div", css, "panel").with(fields);
    if ways.len() < 2 {
        return vec![panel];
    }
    let id = [ids, "-way"].concat();
    let chosen = ways.clone();
    let list = Tabs {
        label: Key::RegisterWays,
        tabs: ways.iter().map(|it| way_label(*it)).collect(),
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
        RegisterWay::Username => Key::RegisterWayUsername,
    }
}
