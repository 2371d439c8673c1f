//! A picture that machines read badly, asked for by the backend before it goes on. It can be heard as well.
use guard_flow::Event;
use guard_protocol::genauth::endpoints;
use guard_protocol::{Captcha, Field, Rule};
use leptos::{prelude::*, task::spawn_local};
use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::draft::Draft;
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::live::Live;
use crate::platform;
use crate::ui::{self, El, InputKind, Shape, Waiting, icon, link, submit};

/// `again`: what was read the last time was not right.
pub fn captcha(again: bool, ids: &str) -> El {
    let css = style_sheet!("./style/captcha.css");
    let guard = Guard::expect();
    let answer = Draft::new(Field::Code);
    // Names the picture: a secret of this box, made anew for each.
    let id = Live::new(platform::unpredictable().unwrap_or_default());
    let missing = Live::new(false);
    let (playing, silent) = (Live::new(String::new()), Live::new(false));
    let picture = El::styled("div", css, "picture").swap(move || {
        let canvas = El::styled("canvas", css, "canvas")
            .set("role", "img")
            .named(Key::CaptchaPicture);
        let (path, element) = (
            [endpoints::CAPTCHA, &id.get()].concat(),
            canvas.element().clone(),
        );
        spawn_local(async move {
            missing.set(!guard.show(&path, Some(&element)).await);
        });
        canvas
    });
    let tool = |shape, name, press: Box<dyn Fn()>| {
        El::styled("button", css, "tool")
            .set("type", "button")
            .named(name)
            .on("click", move |_| press())
            .with(&[icon(shape)])
    };
    let another = move || {
        id.set(platform::unpredictable().unwrap_or_default());
        playing.set(String::new());
        silent.set(false);
        answer.entry.text.set(String::new());
        answer.entry.focus();
    };
    let hear = move || {
        let own = id.now();
        if playing.now() == own {
            return;
        }
        playing.set(own.clone());
        silent.set(false);
        let path = [endpoints::CAPTCHA_AUDIO, &own].concat();
        spawn_local(async move {
            let heard = guard.show(&path, None).await;
            // Another picture may stand there by now.
            if playing.now() == own {
                silent.set(!heard);
                playing.set(String::new());
            }
        });
    };
    let row = El::styled("div", css, "row").with(&[
        picture,
        tool(Shape::SOUND, Key::CaptchaListen, Box::new(hear)),
        tool(Shape::AGAIN, Key::CaptchaRefresh, Box::new(another)),
    ]);
    let i18n = I18n::expect();
    let mut below = answer.below();
    let wrong = below.error;
    below.error = ui::Saying::new(move || {
        let gone = missing.get().then_some(Key::CaptchaMissing);
        let gone = gone.or(silent.get().then_some(Key::CaptchaSilent));
        gone.map(|it| i18n.text(it)).or_else(|| wrong.get())
    });
    let field = ui::field(ui::Field {
        id: [ids, "-captcha"].concat(),
        label: Key::CaptchaLabel,
        kind: InputKind::Plain,
        entry: answer.entry,
        below,
    });
    let title = [ids, "-captcha-title"].concat();
    let head = [
        El::styled("h2", css, "title")
            .set("id", &title)
            .says(Key::CaptchaTitle),
        El::styled("p", css, "text")
            .set("role", "status")
            .says(if again {
                Key::CaptchaAgain
            } else {
                Key::CaptchaText
            }),
    ];
    let cancel = link(Key::BoxCancel, Waiting::default(), move || {
        guard.send(Event::NoCaptcha)
    });
    let form = El::new("form")
        .set("method", "dialog")
        .set("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            let typed = answer.text().trim().to_owned();
            if typed.is_empty() {
                answer.complain(Rule::Required);
            } else {
                let id = id.now();
                guard.send(Event::Captcha(Captcha { id, answer: typed }));
            }
        })
        .with(&head)
        .with(&[
            row,
            field,
            submit(Key::CaptchaSubmit, || false, Waiting::default()),
            El::styled("div", css, "end").with(&[cancel]),
        ]);
    dialog(&title, form, move || guard.send(Event::NoCaptcha))
}

/// Stands before everything else until it is answered or left; the browser keeps the focus inside.
fn dialog(title: &str, content: El, leave: impl Fn() + 'static) -> El {
    let css = style_sheet!("./style/dialog.css");
    let dialog = El::part("dialog", css, "dialog")
        .set("aria-labelledby", title)
        .on("cancel", move |event| {
            event.prevent_default();
            leave();
        })
        .with(&[content]);
    if let Ok(element) = dialog.element().clone().dyn_into::<HtmlDialogElement>() {
        crate::live::hold(Closing(element.clone()));
        request_animation_frame(move || {
            // Gone again before it was drawn.
            let _gone = element.show_modal();
            if let Ok(Some(first)) = element.query_selector("input") {
                platform::focus(&first);
            }
        });
    }
    dialog
}

/// Closes the dialog when it goes: the browser then gives the focus back to where it was.
struct Closing(HtmlDialogElement);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.close();
    }
}
