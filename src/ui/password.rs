//! A password field that can show what is typed, and says when Caps Lock is on.
use std::time::Duration;

use stylers_macro::style_sheet;
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, KeyboardEvent, Node};

use super::below::line;
use super::field::{Entry, below_id, label};
use super::{Below, El, Saying, Shape, icon};
use crate::i18n::{I18n, Key};
use crate::live::{Live, hold};
use crate::platform::{self, Listener, Timer};

/// A shown password hides itself again after this long.
const SHOWN_FOR: Duration = Duration::from_secs(30);

pub struct Password {
    pub id: String,
    pub label: Key,
    /// `current-password`, or `new-password`, which a password manager may suggest.
    pub autocomplete: &'static str,
    pub entry: Entry,
    pub below: Below,
    /// Stands right below the input.
    pub meter: Option<El>,
}

pub fn password(it: Password) -> El {
    let css = style_sheet!("./style/password.css");
    let Password {
        id,
        label: name,
        autocomplete,
        entry,
        mut below,
        meter,
    } = it;
    let i18n = I18n::expect();
    let shown = entry.shown;
    let caps = Live::new(false);
    let hint = below.hint.clone();
    below.hint = Saying::new(move || {
        let caps_lock = caps.get().then(|| i18n.text(Key::PasswordCapsLock));
        caps_lock.or_else(|| hint.get())
    });
    let watch_caps = move |event: Event| {
        // Told once, and not with each key.
        if let Some(on) = event.dyn_ref().and_then(caps_lock)
            && on != caps.now()
        {
            caps.set(on);
        }
    };
    let input = entry
        .draw(css, &id, &below)
        .set("name", "password")
        .set("autocomplete", autocomplete)
        .follow("type", move || {
            Some(if shown.get() { "text" } else { "password" }.to_owned())
        })
        .on("keydown", watch_caps)
        .on("keyup", watch_caps);
    let eye = El::part("button", css, "reveal")
        .set("type", "button")
        .follow("aria-pressed", move || Some(shown.get().to_string()))
        .follow("aria-label", move || {
            Some(i18n.text(if shown.get() {
                Key::PasswordHide
            } else {
                Key::PasswordShow
            }))
        })
        .swap(move || {
            icon(if shown.get() {
                Shape::EYE_OFF
            } else {
                Shape::EYE
            })
        })
        // The focus stays in the field, which would be left otherwise in a browser whose buttons do not take it.
        .on("mousedown", |event| event.prevent_default())
        // A browser may put the caret at the start, since the input changes its type during the click.
        .on("mouseup", |event| event.prevent_default())
        .on("click", toggle(entry));
    hold(Listener::on("pagehide", move || shown.set(false)));
    El::part("div", css, "field")
        .on("focusout", move |event| {
            if leaves(&event) {
                shown.set(false);
                caps.set(false);
            }
        })
        .with(&[
            label(css, &id, name),
            El::styled("div", css, "box").with(&[input, eye]),
        ])
        .maybe(meter)
        .with(&[line(below, &below_id(&id))])
}

/// Shows and hides; the caret stays where it was, and so does the keyboard of a phone.
fn toggle(entry: Entry) -> impl FnMut(Event) {
    let shown = entry.shown;
    let mut _hide_later = None;
    move |_| {
        let caret = entry
            .input()
            .map(|it| (it.selection_start(), it.selection_end()));
        shown.set(!shown.now());
        _hide_later = shown.now().then(|| {
            Timer::after(SHOWN_FOR, move || {
                shown.set(false);
            })
        });
        if let (Some(input), Some((Ok(start), Ok(end)))) = (entry.input(), caret) {
            let _unfocused = input.focus();
            let _unplaced = input
                .set_selection_start(start)
                .and_then(|()| input.set_selection_end(end));
        }
    }
}

/// Whether a key press reports Caps Lock; `None` where the key does not tell.
fn caps_lock(event: &KeyboardEvent) -> Option<bool> {
    (event.key() != "CapsLock").then(|| event.get_modifier_state("CapsLock"))
}

/// Whether the person goes on in another part of the page, or clicks beside all of them: whoever goes to another window is not done here.
fn leaves(event: &Event) -> bool {
    let to = event
        .dyn_ref::<FocusEvent>()
        .and_then(FocusEvent::related_target);
    let to = to.and_then(|it| it.dyn_into::<Node>().ok());
    let from = event
        .current_target()
        .and_then(|it| it.dyn_into::<Node>().ok());
    match (from, to) {
        (Some(from), Some(to)) => !from.contains(Some(&to)),
        _to_nothing => platform::focus_is_nowhere(),
    }
}
