//! Choosing a new password, and saying how strong one is.
use guard_flow::{Event, Screen};
use guard_protocol::{Field, Policy, Secret, strength};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::draft::Draft;
use super::frame::{Form, Heading, complaint};
use super::register::password_texts;
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::ui::{Entry, Meter, Password};

#[component]
pub fn NewPassword(ids: String) -> impl IntoView {
    let css = style_sheet!("./style/unseen.css");
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let password = Draft::new(Field::Password, "");
    let email = guard.with_screen(|screen| match screen {
        Screen::NewPassword { email, .. } => email.as_str().to_owned(),
        _another_screen_has_come => String::new(),
    });
    let submit = move |()| match guard.with_settings(|it| it.policy.check(&password.text())) {
        Some(Err(rule)) => password.complain(rule),
        _ok_or_for_the_backend_to_say => {
            guard.send(Event::ChoosePassword(Secret::new(password.text())))
        }
    };
    let whose = email.clone();
    let strength = Judgement::of(password.entry);
    // Password managers save under the name that stands beside the password.
    let fields = view! { class=css,
        <input
            class="unseen"
            type="text"
            name="username"
            autocomplete="username"
            readonly
            tabindex="-1"
            aria-hidden="true"
            prop:value=email
        />
        <Password
            id=format!("{ids}-password")
            texts=password_texts(i18n, Key::FieldNewPassword)
            fresh=true
            entry=password.entry
            below=password.below().hint(rule_hint(guard, i18n)).notice(complaint())
            meter=Some(strength.bars())
            aside=Some(strength.word())
        />
    };
    view! { class="guard",
        <Heading
            title=move || i18n.text(Key::NewPasswordTitle)
            text=Signal::derive(move || i18n.with(Key::NewPasswordText, &[("account", &whose)]))
            back=true
        />
        <Form label=Key::NewPasswordSubmit submit fields=fields.into_any()/>
    }
}

/// What a new password must be, before anything is wrong with it.
pub fn rule_hint(guard: Guard, i18n: I18n) -> Signal<Option<String>> {
    let policy = guard.with_settings(|it| it.policy.clone());
    Signal::derive(move || {
        let policy = policy.as_ref()?;
        let least = policy.least().to_string();
        match policy {
            Policy::None => None,
            Policy::Length(_) | Policy::Backend(_) | Policy::Kinds(..=1) => {
                Some(i18n.with(Key::PasswordLeast, &[("count", &least)]))
            }
            Policy::Kinds(kinds) => Some(i18n.with(
                Key::PasswordKinds,
                &[("count", &least), ("kinds", &kinds.to_string())],
            )),
            Policy::Custom(custom) => custom.message(i18n.tag()).map(str::to_owned),
        }
    })
}

/// How strong what is being typed is.
#[derive(Clone, Copy)]
pub struct Judgement(Memo<Option<(u8, Key)>>);

impl Judgement {
    pub fn of(entry: Entry) -> Self {
        Self(Memo::new(move |_| {
            let judged = entry
                .text
                .with(|it| (!it.is_empty()).then(|| strength(it)))?;
            Some(match judged {
                guard_protocol::Strength::Weak => (1, Key::StrengthWeak),
                guard_protocol::Strength::Fair => (2, Key::StrengthFair),
                guard_protocol::Strength::Good => (3, Key::StrengthGood),
                guard_protocol::Strength::Strong => (4, Key::StrengthStrong),
            })
        }))
    }

    pub fn bars(self) -> AnyView {
        let i18n = I18n::expect();
        view! { class="guard",
            <Meter
                label=move || i18n.text(Key::StrengthLabel)
                level=move || self.0.get().map_or(0, |it| it.0)
                word=self.named(i18n)
            />
        }
        .into_any()
    }

    pub fn word(self) -> AnyView {
        let word = self.named(I18n::expect());
        view! { class="guard", <span class="word" aria-hidden="true">{move || word.get()}</span> }
            .into_any()
    }

    fn named(self, i18n: I18n) -> Signal<String> {
        Signal::derive(move || self.0.get().map(|it| i18n.text(it.1)).unwrap_or_default())
    }
}
