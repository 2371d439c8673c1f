//! Choosing a new password, once a code has earned the permission.
use guard_flow::{Event, Screen};
use guard_protocol::{Field, Secret};

use super::draft::Draft;
use super::frame::{back, form, heading, unseen};
use super::judgement::new_password;
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::ui::El;

pub fn choose(ids: &str) -> El {
    let guard = Guard::expect();
    let password = Draft::new(Field::Password);
    let account = guard
        .with_screen(|screen| match screen {
            Screen::NewPassword { account, .. } => account.plain(),
            _another_screen_has_come => String::new(),
        })
        .unwrap_or_default();
    // Password managers save under the name that stands beside the password.
    let name = unseen("input")
        .set("type", "text")
        .set("name", "username")
        .set("autocomplete", "username")
        .set("readonly", "")
        .set("tabindex", "-1")
        .set("aria-hidden", "true");
    if let Some(input) = name.input() {
        input.set_value(&account);
    }
    let send = move || match guard.with_settings(|it| it.policy().check(&password.text())) {
        Some(Err(rule)) => password.complain(rule),
        _fine_as_far_as_we_can_tell => {
            guard.send(Event::ChoosePassword(Secret::new(password.text())))
        }
    };
    let fields = [
        name,
        new_password([ids, "-password"].concat(), Key::FieldNewPassword, password),
    ];
    let text = Phrase::With(Key::NewPasswordText, vec![("account", account)]);
    El::new("div").with(&[
        back(),
        heading(Key::NewPasswordTitle.into(), Some(text)),
        form(Key::NewPasswordSubmit, &fields, send),
    ])
}
