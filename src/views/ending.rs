//! Screens on which nothing is asked any more: they say what was done, and lead on.
use guard_flow::{Event, Scene, Screen};
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::frame::Heading;
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::ui::{Icon, Shape, Submit};

/// An ending; `next` leads to signing in.
#[component]
fn Ending(
    shape: Shape,
    title: Key,
    #[prop(into)] text: Signal<String>,
    next: Option<Key>,
) -> impl IntoView {
    let css = style_sheet!("./style/ending.css");
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let button = next.map(|label| {
        view! { class=css,
            <form
                class="next"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    guard.send(Event::Open(Scene::SignIn));
                }
            >
                <Submit label=move || i18n.text(label)/>
            </form>
        }
    });
    view! { class=css,
        <div class="ending" role="status">
            <span class="badge"><Icon shape/></span>
            <Heading title=move || i18n.text(title) text/>
        </div>
        {button}
    }
}

#[component]
pub fn Registered() -> impl IntoView {
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let (account, mail) = guard.with_screen(|screen| match screen {
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
    let text = Signal::derive(move || i18n.with(text, &[("account", &account)]));
    view! { class="guard", <Ending shape title text next=Some(Key::RegisteredSignIn)/> }
}

#[component]
pub fn PasswordChanged() -> impl IntoView {
    let i18n = I18n::expect();
    let text = Signal::derive(move || i18n.text(Key::PasswordChangedText));
    view! { class="guard",
        <Ending shape=Shape::Check title=Key::PasswordChangedTitle text next=Some(Key::PasswordChangedSignIn)/>
    }
}

#[component]
pub fn SignedIn() -> impl IntoView {
    let i18n = I18n::expect();
    let text = Signal::derive(move || i18n.text(Key::SignedInText));
    view! { class="guard", <Ending shape=Shape::Check title=Key::SignedInTitle text next=None/> }
}
