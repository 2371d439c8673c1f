//! The box: a card, and on it the view of whichever screen the flow shows.
use std::sync::atomic::{AtomicU32, Ordering};

use guard_flow::{Screen, Step};
use leptos::{html::Section, prelude::*};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::broken::Broken;
use super::code::Code;
use super::ending::{PasswordChanged, Registered, SignedIn};
use super::forgot::Forgot;
use super::new_password::NewPassword;
use super::register::Register;
use super::sign_in::SignIn;
use crate::guard::Guard;
use crate::i18n::{self, I18n, Key};

/// Boxes on this page so far: ids of elements begin with it, since light boxes share a tree.
static BOXES: AtomicU32 = AtomicU32::new(0);

/// What is drawn: steps that share a view share a face, and going between them keeps what was typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Loading,
    Register,
    Other(Step),
}

#[component]
pub fn App() -> AnyView {
    let css = style_sheet!("./style/card.css");
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let ids = format!("guard{}", BOXES.fetch_add(1, Ordering::Relaxed));
    let step = guard.step();
    let ready = i18n.ready();
    let face = Memo::new(move |_| match step.get() {
        _ if !ready.get() => Face::Loading,
        Step::Loading => Face::Loading,
        Step::RegisterEmail | Step::RegisterUsername => Face::Register,
        other => Face::Other(other),
    });
    let account = account(guard);
    let card = NodeRef::<Section>::new();
    // Keeps the focus with the person: it follows to the next screen, and is never taken on arrival.
    Effect::new(move |before: Option<Face>| {
        let now = face.get();
        if before.is_some_and(|it| it != now && it != Face::Loading) {
            request_animation_frame(move || focus_first(card));
        }
        now
    });
    view! { class=css,
        <section
            class="card"
            part="card"
            node_ref=card
            lang=move || i18n.tag()
            dir=move || i18n::direction(i18n.tag())
            aria-label=move || i18n.text(Key::BoxLabel)
            aria-busy=move || (face.get() == Face::Loading).then_some("true")
        >
            <Logo/>
            {move || {
                let (ids, account) = (ids.clone(), account.get_untracked());
                match face.get() {
                    Face::Loading => view! { class=css, <Skeleton/> }.into_any(),
                    Face::Register => view! { class=css, <Register account ids/> }.into_any(),
                    Face::Other(step) => screen(step, account, ids),
                }
            }}
        </section>
    }
    .into_any()
}

fn screen(step: Step, account: String, ids: String) -> AnyView {
    match step {
        Step::SignIn => view! { class="guard", <SignIn account ids/> }.into_any(),
        Step::ForgotPassword => view! { class="guard", <Forgot account ids/> }.into_any(),
        Step::ResetCode => view! { class="guard", <Code ids/> }.into_any(),
        Step::NewPassword => view! { class="guard", <NewPassword ids/> }.into_any(),
        Step::Registered => Registered(),
        Step::PasswordChanged => PasswordChanged(),
        Step::SignedIn => SignedIn(),
        Step::Broken => Broken(),
        // These have faces of their own.
        Step::Loading | Step::RegisterEmail | Step::RegisterUsername => ().into_any(),
    }
}

/// The account that was named last, so that nobody types it twice.
fn account(guard: Guard) -> Memo<String> {
    let named = guard.select(|flow| match flow.screen() {
        Screen::Registered { account, .. } => Some(account.clone()),
        Screen::ResetCode { email, .. }
        | Screen::NewPassword { email, .. }
        | Screen::PasswordChanged { email } => Some(email.as_str().to_owned()),
        _names_nobody => None,
    });
    Memo::new(move |before: Option<&String>| named.get().or(before.cloned()).unwrap_or_default())
}

fn focus_first(card: NodeRef<Section>) {
    // The box may have been removed before the frame came.
    let Some(card) = card.try_get_untracked().flatten() else {
        return;
    };
    let first = card
        .query_selector("input:not([readonly]), h1")
        .ok()
        .flatten();
    if let Some(first) = first.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // Something that cannot take the focus leaves it where it is.
        let _kept = first.focus();
    }
}

#[component]
fn Logo() -> AnyView {
    let css = style_sheet!("./style/logo.css");
    let guard = Guard::expect();
    let logo = guard.select(|flow| flow.settings().and_then(|it| it.logo.clone()));
    let image = move || {
        logo.get()
            .map(|address| view! { class=css, <img class="logo" part="logo" src=address alt=""/> })
    };
    image.into_any()
}

/// The shape of a form while there is none: nothing jumps when it comes.
#[component]
fn Skeleton() -> AnyView {
    let css = style_sheet!("./style/skeleton.css");
    let i18n = I18n::expect();
    view! { class=css,
        <div class="skeleton" role="status" aria-label=move || i18n.text(Key::BoxLoading)>
            <span class="heading"></span>
            <span class="label"></span>
            <span class="input"></span>
            <span class="label"></span>
            <span class="input"></span>
            <span class="button"></span>
        </div>
    }
    .into_any()
}
