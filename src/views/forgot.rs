//! Asking for a code because the password is gone.
use super::address::AddressDraft;
use super::frame::{back, form, heading};
use crate::guard::Guard;
use crate::i18n::Key;
use crate::live::Live;
use crate::ui::El;
use guard_flow::Event;
use guard_protocol::{CodeWay, Settings};

pub fn forgot(named: Live<String>, ids: &str) -> El {
    let guard = Guard::expect();
    let way = guard
        .with_settings(Settings::reset)
        .unwrap_or(CodeWay::Email);
    let address = AddressDraft::new(way, named);
    let send = move || {
        if let Some(to) = address.parsed() {
            let agreed = Vec::new();
            guard.send(Event::SendCode { to, agreed });
        }
    };
    let text = match way {
        CodeWay::Email => Key::ForgotText,
        CodeWay::Phone => Key::ForgotTextPhone,
        CodeWay::Any => Key::ForgotTextBoth,
    };
    let field = address.draw(ids, address.draft.last());
    El::new("div").with(&[
        back(),
        heading(Key::ForgotTitle.into(), Some(text.into())),
        form(Key::ForgotSubmit, &[field], send),
    ])
}
