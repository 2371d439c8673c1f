//! What every form has: a heading, a way back, its fields and one button.
use guard_flow::{Event, Scene};
use guard_protocol::Fault;
use leptos::prelude::*;
use stylers_macro::style_sheet;

use super::draft::message;
use super::lazy::Chunk;
use crate::guard::Guard;
use crate::i18n::{I18n, Key, Phrase};
use crate::ui::{El, Shape, Waiting, icon, link, submit};

/// The top of a screen.
pub fn heading(title: Phrase, text: Option<Phrase>) -> El {
    let css = style_sheet!("./style/heading.css");
    let title = El::part("h1", css, "title")
        .set("tabindex", "-1")
        .phrase(title);
    let text = text.map(|text| El::part("p", css, "text").phrase(text));
    El::part("header", css, "header").with(&[title]).maybe(text)
}

/// A sentence of a screen's own.
pub fn text(text: Phrase) -> El {
    small("text").phrase(text)
}

/// A link that stands alone.
pub fn aside(link: El) -> El {
    small("aside").with(&[link])
}

/// A line of its own, one of the parts of `style/text.css`.
pub fn small(name: &str) -> El {
    let css = style_sheet!("./style/text.css");
    El::part("p", css, name)
}

/// For screen readers and password managers, and not for the eye.
pub fn unseen(tag: &str) -> El {
    let css = style_sheet!("./style/unseen.css");
    El::styled(tag, css, "unseen")
}

/// What was done, or why it was not.
pub fn status(said: impl Fn() -> Option<Result<Key, Fault>> + Copy + 'static) -> El {
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    small("status")
        .set("role", "status")
        .flag("data-wrong", move || matches!(said(), Some(Err(_))))
        .say(move || match said() {
            Some(Ok(key)) => i18n.text(key),
            Some(Err(fault)) => message(guard, i18n, &fault),
            None => String::new(),
        })
}

/// Leads to the screen before.
pub fn back() -> El {
    let css = style_sheet!("./style/back.css");
    let guard = Guard::expect();
    El::part("button", css, "back")
        .set("type", "button")
        .named(Key::BoxBack)
        .on("click", move |_| guard.send(Event::Back))
        .with(&[icon(Shape::BACK)])
}

/// `label` names the button; `send` is pressed once at a time.
pub fn form(label: Key, fields: &[El], send: impl Fn() + 'static) -> El {
    draw_form(label, fields, Box::new(send))
}

fn draw_form(label: Key, fields: &[El], send: Box<dyn Fn()>) -> El {
    let css = style_sheet!("./style/form.css");
    let guard = Guard::expect();
    let waiting = Waiting::of(Key::BoxRetryIn, move || {
        let notice = guard.notice()?;
        Some((notice.serial, notice.waits?))
    });
    El::part("form", css, "form")
        // Sent by nobody but us: without this, a press that nobody hears would put what is typed into the page's address.
        .set("method", "dialog")
        .set("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            if untrack(|| !guard.busy() && waiting.left() == 0) {
                send();
            }
        })
        .with(fields)
        .with(&[submit(label, move || guard.busy(), waiting)])
}

/// The one button of a screen on which nothing is asked, and which goes on by itself.
pub fn onward(label: Key, event: fn() -> Event) -> El {
    let guard = Guard::expect();
    action(label, move || guard.send(event()))
}

/// The one button of a screen on which nothing is asked.
pub fn action(label: Key, press: impl Fn() + 'static) -> El {
    El::new("form")
        .set("method", "dialog")
        .set("novalidate", "")
        .on("submit", move |submitted| {
            submitted.prevent_default();
            press();
        })
        .with(&[submit(label, || false, Waiting::default())])
}

/// A sentence below the button, and where its link leads.
pub fn foot(text: Key, label: Key, scene: Scene) -> El {
    let css = style_sheet!("./style/foot.css");
    let i18n = I18n::expect();
    El::part("p", css, "footer")
        .say(move || i18n.text(text) + " ")
        .with(&[to(label, scene)])
}

/// A link to another screen.
pub fn to(label: Key, scene: Scene) -> El {
    let guard = Guard::expect();
    let link = link(label, Waiting::default(), move || {
        guard.send(Event::Open(scene))
    });
    // Whoever points at it is about to go there.
    ["pointerenter", "focus"]
        .into_iter()
        .fold(link, |link, sign| {
            link.on(sign, move |_| {
                Chunk::behind(scene).into_iter().for_each(Chunk::prefetch)
            })
        })
}
