//! Choosing a new password, and saying how strong one is.
use guard_flow::{Event, Screen};
use guard_protocol::{Field, Policy, Secret, strength};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::draft::Draft;
use super::frame::{Form, Heading, complaint};
use crate::guard::Guard;
use crate::i18n::{I18n, Key, Phrase};
use crate::ui::{Entry, Meter, Password};

#[component]
pub fn NewPassword(ids: String) -> AnyView {
    let css = style_sheet!("./style/unseen.css");
    let guard = Guard::expect();
    let password = Draft::new(Field::Password, "");
    let email = guard.with_screen(|screen| match screen {
        Screen::NewPassword { email, .. } => email.as_str().to_owned(),
        _another_screen_has_come => String::new(),
    });
    let submit = Callback::new(move |()| {
        match guard.with_settings(|it| it.policy.check(&password.text())) {
            Some(Err(rule)) => password.complain(rule),
            _fine_as_far_as_we_can_tell => {
                guard.send(Event::ChoosePassword(Secret::new(password.text())))
            }
        }
    });
    let text = Phrase::With(Key::NewPasswordText, vec![("account", email.clone())]);
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
            label=Key::FieldNewPassword
            fresh=true
            entry=password.entry
            below=password.below().hint(rule_hint(guard)).notice(complaint())
            meter=Some(strength.bars())
            aside=Some(strength.word())
        />
    };
    view! { class="guard",
        <Heading title=Key::NewPasswordTitle text=Some(text) back=true/>
        <Form label=Key::NewPasswordSubmit submit fields=fields.into_any()/>
    }
    .into_any()
}

/// What a new password must be, before anything is wrong with it.
pub fn rule_hint(guard: Guard) -> Signal<Option<String>> {
    let i18n = I18n::expect();
    let policy = guard.with_settings(|it| it.policy.clone());
    Signal::derive(move || {
        let policy = policy.as_ref()?;
        let count = ("count", policy.least().to_string());
        Some(match policy {
            Policy::None => return None,
            Policy::Custom(custom) => return custom.message(i18n.tag()).map(str::to_owned),
            Policy::Length(_) | Policy::Backend(_) | Policy::Kinds(..=1) => {
                i18n.say(&Phrase::With(Key::PasswordLeast, vec![count]))
            }
            Policy::Kinds(kinds) => i18n.say(&Phrase::With(
                Key::PasswordKinds,
                vec![count, ("kinds", kinds.to_string())],
            )),
        })
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
        view! { class="guard", <Meter label=Key::StrengthLabel level=self.0/> }.into_any()
    }

    pub fn word(self) -> AnyView {
        let i18n = I18n::expect();
        let word = move || self.0.get().map(|it| i18n.text(it.1));
        view! { class="guard", <span aria-hidden="true">{word}</span> }.into_any()
    }
}
