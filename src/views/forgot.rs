//! Asking for a code because the password is gone.
use super::draft::Draft;
use super::frame::{back, form, heading};
use crate::guard::Guard;
use crate::i18n::Key;
use crate::live::Live;
use crate::ui::{self, El, InputKind};
use guard_flow::Event;
use guard_protocol::Email;

pub fn forgot(named: Live<String>, ids: &str) -> El {
    let guard = Guard::expect();
    let email = Draft::email(named);
    let send = move || match Email::parse(&email.text()) {
        Ok(parsed) => guard.send(Event::SendCode(parsed)),
        Err(rule) => email.complain(rule),
    };
    let field = ui::Field {
        id: [ids, "-email"].concat(),
        label: Key::FieldEmail,
        kind: InputKind::Email,
        entry: email.entry,
        below: email.last(),
        example: Some(Key::FieldEmailExample),
    };
    let heading = heading(Key::ForgotTitle.into(), Some(Key::ForgotText.into()));
    El::new("div").with(&[
        back(),
        heading,
        form(Key::ForgotSubmit, &[ui::field(field)], send),
    ])
}
