//! The password was right, and the address has to be confirmed first.
use guard_flow::{Event, Screen};

use super::ending::ending;
use super::frame::{back, onward};
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::ui::{El, Shape, Waiting, link};

pub fn unverified() -> El {
    let guard = Guard::expect();
    let account = guard
        .with_screen(|screen| match screen {
            Screen::Unverified { email, .. } => email.as_str().to_owned(),
            _another_screen_has_come => String::new(),
        })
        .unwrap_or_default();
    let waiting = Waiting::of(Key::UnverifiedSendIn, move || {
        guard.follow(|flow| match flow.screen() {
            Screen::Unverified {
                resend_in, waits, ..
            } => resend_in.map(|it| (*waits, it)),
            _another_screen_has_come => None,
        })
    });
    let again = link(Key::UnverifiedSend, waiting, move || {
        guard.send(Event::Resend)
    });
    let said = super::frame::status(move || {
        guard.follow(|flow| match (flow.screen(), flow.notice()) {
            (_, Some(notice)) => Some(Err(notice.fault.clone())),
            (Screen::Unverified { round: 1.., .. }, None) => Some(Ok(Key::UnverifiedSent)),
            _nothing_was_asked_for => None,
        })
    });
    let text = Phrase::With(Key::UnverifiedText, vec![("account", account)]);
    let next = El::new("div").with(&[
        said,
        onward(Key::UnverifiedDone, || Event::Back),
        super::frame::aside(again),
    ]);
    El::new("div").with(&[
        back(),
        ending(Shape::MAIL, Key::UnverifiedTitle, text, Some(next)),
    ])
}
