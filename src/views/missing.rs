//! A part of the box did not arrive: asks for it again, or leads back.
use super::broken::warning;
use super::frame::{action, back};
use super::lazy::{self, Arrival, Chunk};
use crate::guard::Guard;
use crate::i18n::Key;
use crate::live::Live;
use crate::ui::El;

pub fn missing(arrival: Live<Arrival>) -> El {
    let guard = Guard::expect();
    let again = move || {
        let chunk = guard.with_screen(|screen| Chunk::of(screen.step()));
        if let Some(chunk) = chunk.flatten() {
            lazy::bring(chunk, arrival);
        }
    };
    let said = warning(Key::MissingTitle, Some(Key::MissingText.into()));
    El::new("div").with(&[back(), said, action(Key::BoxRetry, again)])
}
