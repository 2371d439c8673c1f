//! The box: a card, and on it the view of whichever screen the flow shows.
use guard_flow::{Event, Screen, Step};
use guard_protocol::{Address, Settings};
use leptos::{prelude::*, tachys::renderer::Rndr};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::broken::broken;
use super::ending::signed_in;
use super::lazy::{self, Arrival, Chunk, Part};
use super::missing::missing;
use super::sign_in::sign_in;
use crate::guard::Guard;
use crate::i18n::{self, I18n, Key};
use crate::live::{Live, keep};
use crate::platform;
use crate::ui::{Early, El};

/// `root`: where it will stand, and what stands there already. `ids`: what ids of elements begin with, since light boxes share a tree.
#[component]
pub fn App(root: Element, ids: String) -> impl IntoView {
    let css = style_sheet!("./style/card.css");
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let early = Early::below(&root);
    let step = guard.step();
    let arrival = Live::new(Arrival::Unasked);
    let face = Live::of(move || match step.get() {
        _ if !i18n.is_ready() => Face::Loading,
        step => Face::of(step, arrival.get()),
    });
    bring_what_is_shown(step, arrival);
    let card = early.draw(|| El::part("section", css, "card"));
    let card = card
        .flag("data-bare", move || {
            guard.follow(|it| it.settings().is_some_and(|it| it.scan.alone))
        })
        .flag("aria-busy", {
            let early = early.clone();
            move || face.get() == Face::Loading && early.is_over()
        });
    name_in_its_language(Element::clone(card.element()), i18n);
    follow_with_focus(face, Element::clone(card.element()));
    let tree = Element::clone(card.element());
    // Who is meant, kept from screen to screen, so that nobody types it twice.
    let named = Live::new(String::new());
    // Beside the screen, which stays as it is meanwhile.
    let captcha = captcha(guard, ids.clone(), tree.clone());
    card.with(&[captcha]).swap(move || {
        let face = face.get();
        if let Some(account) = guard.with_screen(|it| account(guard, it)).flatten() {
            named.set(account);
        }
        // What stands there already is as good as a skeleton, and somebody may be typing into it.
        if let (Face::Loading, Some(screen)) = (face, early.screen()) {
            return screen;
        }
        // What was typed there is kept for when the settings can be had.
        if face == Face::Of(Step::Broken) {
            return broken();
        }
        let logo = guard.with_settings(|it| it.logo.clone()).flatten();
        let drawn = early.draw(|| {
            El::new("div")
                .maybe(logo.map(picture))
                .with(&[untrack(|| screen(face, arrival, named, &ids, &tree))])
        });
        if let Some(typed) = early.end() {
            named.set(typed);
        }
        drawn
    })
}

/// What is drawn: a screen, or what stands in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Face {
    #[default]
    Loading,
    /// The screen's chunk did not arrive.
    Missing,
    Of(Step),
}

impl Face {
    fn of(step: Step, arrival: Arrival) -> Self {
        match (step, Chunk::of(step), arrival) {
            (Step::Loading, ..) => Self::Loading,
            (_, Some(_), Arrival::Missing) => Self::Missing,
            (_, Some(chunk), arrival) if arrival != Arrival::Here(chunk) => Self::Loading,
            // Steps that share a view are one face, so that going between them keeps what was typed.
            (Step::RegisterUsername | Step::RegisterEmailCode | Step::RegisterPhone, ..) => {
                Self::Of(Step::RegisterEmail)
            }
            (Step::SignInCode, ..) => Self::Of(Step::SignIn),
            _drawn_as_it_is => Self::Of(step),
        }
    }
}

/// What a person has to read before a call goes on, once it is asked for.
fn captcha(guard: Guard, ids: String, card: Element) -> El {
    let held = Live::of(move || guard.held());
    let arrival = Live::new(Arrival::Unasked);
    keep(Box::new(move || {
        if held.get().is_some() {
            lazy::bring(Chunk::Account, arrival);
        }
    }));
    El::new("div").swap(move || match (held.get(), arrival.get()) {
        (Some((_, again)), Arrival::Here(_)) => {
            let named = Live::new(String::new());
            untrack(|| lazy::draw(Part::Captcha(again), named, &ids, &card))
        }
        (Some(_), Arrival::Missing) => {
            // Without it the call cannot go on; what was typed stays, and pressing again tries again.
            guard.send(Event::CaptchaLost);
            El::new("div")
        }
        _nothing_is_asked => El::new("div"),
    })
}

fn screen(
    face: Face,
    arrival: Live<Arrival>,
    named: Live<String>,
    ids: &str,
    card: &Element,
) -> El {
    match face {
        Face::Loading | Face::Of(Step::Loading) => skeleton(),
        Face::Missing => missing(arrival),
        Face::Of(Step::SignIn) => sign_in(named, ids, card),
        Face::Of(Step::SignedIn) => signed_in(),
        Face::Of(later) => lazy::draw(Part::Screen(later), named, ids, card),
    }
}

/// Says what the card is, and in which language, once the words are there: what was drawn early speaks its own until then.
fn name_in_its_language(card: Element, i18n: I18n) {
    keep(Box::new(move || {
        if i18n.is_ready() {
            let tag = i18n.tag();
            let label = i18n.text(Key::BoxLabel);
            let told = [
                ("lang", tag),
                ("dir", i18n::direction(tag)),
                ("aria-label", &label),
            ];
            for (name, value) in told {
                Rndr::set_attribute(&card, name, value);
            }
        }
    }));
}

/// Keeps `arrival` in step with the chunk that the present step needs.
fn bring_what_is_shown(step: Live<Step>, arrival: Live<Arrival>) {
    keep(Box::new(move || {
        if let Some(chunk) = Chunk::of(step.get())
            && untrack(|| arrival.get()) != Arrival::Here(chunk)
        {
            lazy::bring(chunk, arrival);
        }
    }));
}

/// The account that a screen names.
fn account(guard: Guard, screen: &Screen) -> Option<String> {
    match screen {
        Screen::Registered { account, .. } => Some(account.clone()),
        Screen::Unverified { email, .. } => Some(email.as_str().to_owned()),
        Screen::Code(code) => Some(typed(guard, &code.to)),
        Screen::NewPassword { account, .. } | Screen::PasswordChanged { account } => {
            Some(typed(guard, account))
        }
        _names_nobody => None,
    }
}

/// An address as it can be typed again. Where numbers of several countries are taken, it says which.
fn typed(guard: Guard, to: &Address) -> String {
    match to {
        Address::Email(email) => email.as_str().to_owned(),
        Address::Phone(_) if guard.with_settings(Settings::abroad) == Some(true) => to.plain(),
        Address::Phone(phone) => phone.number().to_owned(),
    }
}

/// Keeps the focus with the person: it follows to the next screen, and is never taken on arrival, nor from another part of the page.
fn follow_with_focus(face: Live<Face>, card: Element) {
    let mut before = None;
    keep(Box::new(move || {
        let now = face.get();
        if now == Face::Loading {
            return;
        }
        let moved = before.replace(now).is_some_and(|it| it != now);
        if moved && platform::may_take_focus(&card) {
            let card = card.clone();
            request_animation_frame(move || {
                // Somebody may have begun to type on the new screen meanwhile.
                if platform::focus_is_nowhere() {
                    focus_first(&card);
                }
            });
        }
    }));
}

fn focus_first(card: &Element) {
    let find = |selector| card.query_selector(selector).ok().flatten();
    let first = find("input:not([readonly])").or_else(|| find("h1"));
    if let Some(first) = first.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // Something that cannot take the focus leaves it where it is.
        let _kept = first.focus();
    }
}

fn picture(address: String) -> El {
    let css = style_sheet!("./style/logo.css");
    El::part("img", css, "logo")
        .set("src", &address)
        .set("alt", "")
}

/// The shape of a form while there is none: nothing jumps when it comes.
fn skeleton() -> El {
    let css = style_sheet!("./style/skeleton.css");
    let bones = ["heading", "label", "input", "label", "input", "button"];
    El::styled("div", css, "skeleton")
        .set("role", "status")
        .named(Key::BoxLoading)
        .with(&bones.map(|bone| El::styled("span", css, bone)))
}
