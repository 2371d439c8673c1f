//! Opening an account, with an address or a user name, and a password.
use guard_flow::{Applicant, Event, Scene, Step};
use guard_protocol::{Email, Field, RegisterWay, Secret, Username};
use leptos::prelude::*;

use super::draft::Draft;
use super::frame::{Foot, Form, Heading, complaint};
use super::new_password::{Judgement, rule_hint};
use crate::guard::Guard;
use crate::i18n::Key;
use crate::ui::{self, InputKind, Password, Tabs};

/// Both ways are one screen, so that changing between them keeps the password.
#[component]
pub fn Register(account: String, ids: String) -> AnyView {
    let guard = Guard::expect();
    let (email, username) = if account.contains('@') {
        (account, String::new())
    } else {
        (String::new(), account)
    };
    let email = Draft::new(Field::Email, &email);
    let username = Draft::new(Field::Username, &username);
    let password = Draft::new(Field::Password, "");
    let ways = guard
        .with_settings(|it| it.register.clone())
        .unwrap_or_default();
    let way = guard.select(|flow| match flow.screen().step() {
        Step::RegisterUsername => RegisterWay::Username,
        _other_steps_are_other_views => RegisterWay::Email,
    });
    let submit = Callback::new(move |()| {
        let applicant = match way.get_untracked() {
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
    });
    let panel = format!("{ids}-way");
    let tabs = (ways.len() > 1).then(|| {
        let (shown, chosen) = (ways.clone(), ways.clone());
        let current = Memo::new(move |_| shown.iter().position(|it| *it == way.get()).unwrap_or(0));
        let press = Callback::new(move |index: usize| {
            if let Some(way) = chosen.get(index) {
                guard.send(Event::Open(Scene::Register(Some(*way))));
            }
        });
        let tabs = ways.iter().map(|it| way_label(*it)).collect();
        view! { class="guard", <Tabs label=Key::RegisterWays tabs current press panel=panel.clone()/> }
    });
    let role = tabs.is_some().then_some("tabpanel");
    let strength = Judgement::of(password.entry);
    let password_id = format!("{ids}-password");
    let who = move || {
        let (kind, label, draft, example) = match way.get() {
            RegisterWay::Email => (
                InputKind::Email,
                Key::FieldEmail,
                email,
                Some(Key::FieldEmailExample),
            ),
            RegisterWay::Username => (InputKind::Username, Key::FieldUsername, username, None),
        };
        let id = format!("{ids}-{}", draft.field.key());
        view! { class="guard", <ui::Field id label kind entry=draft.entry below=draft.below() example/> }
    };
    let fields = view! { class="guard",
        {tabs}
        <div id=panel role=role class="fields">
            {who}
            <Password
                id=password_id
                label=Key::FieldPassword
                fresh=true
                entry=password.entry
                below=password.below().hint(rule_hint(guard)).notice(complaint())
                meter=Some(strength.bars())
                aside=Some(strength.word())
            />
        </div>
    };
    let back = Callback::new(move |()| guard.send(Event::Open(Scene::SignIn)));
    let foot = view! { class="guard", <Foot text=Key::RegisterHaveAccount link=Key::RegisterSignIn press=back/> };
    view! { class="guard",
        <Heading title=Key::RegisterTitle back=true/>
        <Form label=Key::RegisterSubmit submit fields=fields.into_any() foot=Some(foot.into_any())/>
    }
    .into_any()
}

fn way_label(way: RegisterWay) -> Key {
    match way {
        RegisterWay::Email => Key::RegisterWayEmail,
        RegisterWay::Username => Key::RegisterWayUsername,
    }
}
