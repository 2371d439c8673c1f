//! Screens on which nothing is asked any more: they say what was done, and lead on.
use guard_flow::{Event, Scene, Screen};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::frame::Heading;
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::ui::{Icon, Shape, Submit};

/// An ending; `next` leads to signing in.
#[component]
fn Ending(shape: Shape, title: Key, #[prop(into)] text: Phrase, next: Option<Key>) -> AnyView {
    let css = style_sheet!("./style/ending.css");
    let guard = Guard::expect();
    let next = next.map(|label| {
        let press = Callback::new(move |()| guard.send(Event::Open(Scene::SignIn)));
        view! { class=css, <Onward label press/> }
    });
    view! { class=css,
        <div class="ending" role="status">
            <span class="badge"><Icon shape/></span>
            <Heading title text=Some(text)/>
        </div>
        {next}
    }
    .into_any()
}

/// The one button of a screen without a form.
#[component]
pub fn Onward(label: Key, press: Callback<()>) -> AnyView {
    let pressed = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        press.run(());
    };
    view! { class="guard", <form novalidate on:submit=pressed><Submit label/></form> }.into_any()
}

#[component]
pub fn Registered() -> AnyView {
    let (account, mail) = Guard::expect().with_screen(|screen| match screen {
        Screen::Registered { account, mail } => (account.clone(), *mail),
        _another_screen_has_come => (String::new(), false),
    });
    let (shape, title, text) = if mail {
        (
            Shape::Mail,
            Key::RegisteredMailTitle,
            Key::RegisteredMailText,
        )
    } else {
        (Shape::Check, Key::RegisteredTitle, Key::RegisteredText)
    };
    let text = Phrase::With(text, vec![("account", account)]);
    view! { class="guard", <Ending shape title text next=Some(Key::RegisteredSignIn)/> }.into_any()
}

#[component]
pub fn PasswordChanged() -> AnyView {
    view! { class="guard",
        <Ending
            shape=Shape::Check
            title=Key::PasswordChangedTitle
            text=Key::PasswordChangedText
            next=Some(Key::PasswordChangedSignIn)
        />
    }
    .into_any()
}

#[component]
pub fn SignedIn() -> AnyView {
    view! { class="guard",
        <Ending shape=Shape::Check title=Key::SignedInTitle text=Key::SignedInText next=None/>
    }
    .into_any()
}
