//! Asking for a code because the password is gone.
use guard_flow::Event;
use guard_protocol::{Email, Field};
use leptos::prelude::*;

use super::draft::Draft;
use super::frame::{Form, Heading, complaint};
use crate::guard::Guard;
use crate::i18n::Key;
use crate::ui::{self, InputKind};

#[component]
pub fn Forgot(account: String, ids: String) -> AnyView {
    let guard = Guard::expect();
    let email = Draft::new(
        Field::Email,
        if account.contains('@') { &account } else { "" },
    );
    let submit = Callback::new(move |()| match Email::parse(&email.text()) {
        Ok(parsed) => guard.send(Event::SendCode(parsed)),
        Err(rule) => email.complain(rule),
    });
    let fields = view! { class="guard",
        <ui::Field
            id=format!("{ids}-email")
            label=Key::FieldEmail
            kind=InputKind::Email
            entry=email.entry
            below=email.below().notice(complaint())
            example=Some(Key::FieldEmailExample)
        />
    };
    view! { class="guard",
        <Heading title=Key::ForgotTitle text=Some(Key::ForgotText.into()) back=true/>
        <Form label=Key::ForgotSubmit submit fields=fields.into_any()/>
    }
    .into_any()
}
