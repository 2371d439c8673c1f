//! Signing in by a code: where it shall go.
use guard_flow::Event;
use guard_protocol::{CodeWay, Scenes, Settings};

use super::address::AddressDraft;
use super::consent::Consent;
use super::frame::{form, text};
use crate::guard::Guard;
use crate::i18n::Key;
use crate::live::Live;
use crate::ui::El;

pub fn by_code(way: CodeWay, named: Live<String>, ids: &str) -> El {
    let guard = Guard::expect();
    let merges = guard.with_settings(Settings::merges).unwrap_or(false);
    // Said before anything is sent: a code may open an account. Made before the form: what stands there already is claimed in that order.
    let screen = El::new("div").maybe(merges.then(|| text(Key::SignInMerges.into())));
    let address = AddressDraft::new(way, named);
    let consent = Consent::of(if merges { Scenes::Both } else { Scenes::SignIn });
    let fields = [address.draw(ids, address.draft.last()), consent.draw(ids)];
    let send = move || {
        if let Some(to) = address.parsed()
            && let Some(agreed) = consent.given()
        {
            guard.send(Event::SendCode { to, agreed });
        }
    };
    screen.with(&[form(Key::SignInSendCode, &fields, send)])
}
