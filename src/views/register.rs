//! Opening an account, with an address or a user name, and a password.
use guard_flow::{Applicant, Event, Scene, Step};
use guard_protocol::{Email, Field, RegisterWay, Secret, Username};
use leptos::prelude::*;

use super::draft::Draft;
use super::frame::{Form, Heading, complaint};
use super::new_password::{Judgement, rule_hint};
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::ui::{self, InputKind, Link, Password, PasswordTexts, Tabs};

/// Both ways are one screen, so that changing between them keeps the password.
#[component]
pub fn Register(account: String, ids: String) -> impl IntoView {
    let (guard, i18n) = (Guard::expect(), I18n::expect());
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
    let submit = move |()| {
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
    };
    let panel = format!("{ids}-way");
    let tabs = (ways.len() > 1).then(|| {
        let labels = ways.iter().map(|it| way_label(*it)).map(|key| Signal::derive(move || i18n.text(key)));
        let (first, ways) = (ways.clone(), ways.clone());
        view! { class="guard",
            <Tabs
                label=move || i18n.text(Key::RegisterWays)
                tabs=labels.collect()
                current=Signal::derive(move || first.iter().position(|it| *it == way.get()).unwrap_or(0))
                press=move |index: usize| {
                    if let Some(way) = ways.get(index) {
                        guard.send(Event::Open(Scene::Register(Some(*way))));
                    }
                }
                panel=panel.clone()
            />
        }
    });
    let role = tabs.is_some().then_some("tabpanel");
    let who = {
        let ids = ids.clone();
        move || {
            let (kind, label, draft, example) = match way.get() {
                RegisterWay::Email => (
                    InputKind::Email,
                    Key::FieldEmail,
                    email,
                    Some(Key::FieldEmailExample),
                ),
                RegisterWay::Username => (InputKind::Username, Key::FieldUsername, username, None),
            };
            view! { class="guard",
                <ui::Field
                    id=format!("{ids}-{}", draft.field.key())
                    label=move || i18n.text(label)
                    kind
                    entry=draft.entry
                    below=draft.below()
                    example=move || example.map(|it| i18n.text(it)).unwrap_or_default()
                />
            }
            .into_any()
        }
    };
    let strength = Judgement::of(password.entry);
    let fields = view! { class="guard",
        {tabs}
        <div id=panel role=role class="fields">
            {who}
            <Password
                id=format!("{ids}-password")
                texts=password_texts(i18n, Key::FieldPassword)
                fresh=true
                entry=password.entry
                below=password.below().hint(rule_hint(guard, i18n)).notice(complaint())
                meter=Some(strength.bars())
                aside=Some(strength.word())
            />
        </div>
    };
    let back = move |()| guard.send(Event::Open(Scene::SignIn));
    let foot = view! { class="guard",
        <p class="foot" part="footer">
            {move || i18n.text(Key::RegisterHaveAccount)} " "
            <Link label=move || i18n.text(Key::RegisterSignIn) press=back/>
        </p>
    };
    view! { class="guard",
        <Heading title=move || i18n.text(Key::RegisterTitle) back=true/>
        <Form label=Key::RegisterSubmit submit fields=fields.into_any() foot=Some(foot.into_any())/>
    }
}

fn way_label(way: RegisterWay) -> Key {
    match way {
        RegisterWay::Email => Key::RegisterWayEmail,
        RegisterWay::Username => Key::RegisterWayUsername,
    }
}

/// The words of a password field labelled `label`.
pub fn password_texts(i18n: I18n, label: Key) -> PasswordTexts {
    let text = |key| Signal::derive(move || i18n.text(key));
    PasswordTexts {
        label: text(label),
        show: text(Key::PasswordShow),
        hide: text(Key::PasswordHide),
        caps_lock: text(Key::PasswordCapsLock),
    }
}
