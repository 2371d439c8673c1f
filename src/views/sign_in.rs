//! Signing in with an account and its password.
use guard_flow::{Event, Scene};
use guard_protocol::{AccountKind, Field, Rule, Secret, Settings, accepted};
use leptos::prelude::*;

use super::draft::Draft;
use super::frame::{Foot, Form, Heading, complaint};
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::ui::{self, InputKind, Link, Password};

/// `account`: what the field begins with.
#[component]
pub fn SignIn(account: String, ids: String) -> AnyView {
    let guard = Guard::expect();
    let account = Draft::new(Field::Account, &account);
    let password = Draft::new(Field::Password, "");
    let Some(Offer {
        title,
        kinds,
        forgot,
        register,
    }) = guard.with_settings(Offer::of)
    else {
        return ().into_any();
    };
    let submit = Callback::new(move |()| {
        let allowed = guard.with_settings(|it| accepted(&account.text(), &it.accounts));
        match allowed {
            Some(Ok(_)) if password.text().is_empty() => password.complain(Rule::Required),
            Some(Ok(account)) => guard.send(Event::SignIn {
                account,
                password: Secret::new(password.text()),
            }),
            Some(Err((_, rule))) => account.complain(rule),
            None => {}
        }
    });
    // A wrong password is most often mistyped: the cursor goes there.
    Effect::new(move |_| {
        if guard
            .notice()
            .get()
            .is_some_and(|it| it.fault.is_about_password())
        {
            ui::focus(password.entry);
        }
    });
    let aside = forgot.then(|| {
        let press = Callback::new(move |()| guard.send(Event::Open(Scene::ForgotPassword)));
        view! { class="guard", <Link label=Key::SignInForgot press/> }.into_any()
    });
    let fields = view! { class="guard",
        <ui::Field
            id=format!("{ids}-account")
            label=account_label(&kinds)
            kind=InputKind::Account
            entry=account.entry
            below=account.below()
            example=kinds.contains(&AccountKind::Email).then_some(Key::FieldEmailExample)
        />
        <Password
            id=format!("{ids}-password")
            label=Key::FieldPassword
            fresh=false
            entry=password.entry
            below=password.below().notice(complaint())
            aside
        />
    };
    let foot = register.then(|| {
        let press = Callback::new(move |()| guard.send(Event::Open(Scene::Register(None))));
        view! { class="guard", <Foot text=Key::SignInNoAccount link=Key::SignInRegister press/> }
    });
    view! { class="guard",
        <Heading title/>
        <Form label=Key::SignInSubmit submit fields=fields.into_any() foot=foot.map(IntoAny::into_any)/>
    }
    .into_any()
}

/// What this app's settings make of the screen.
struct Offer {
    title: Phrase,
    kinds: Vec<AccountKind>,
    forgot: bool,
    register: bool,
}

impl Offer {
    fn of(settings: &Settings) -> Self {
        let title = match (&settings.title, &settings.name) {
            (Some(title), _) => Phrase::Literal(title.clone()),
            (None, name) if name.is_empty() => Key::SignInTitlePlain.into(),
            (None, name) => Phrase::With(Key::SignInTitle, vec![("app", name.clone())]),
        };
        Self {
            title,
            kinds: settings.accounts.clone(),
            forgot: settings.forgot,
            register: !settings.register.is_empty(),
        }
    }
}

/// Says which of the three the app takes.
fn account_label(kinds: &[AccountKind]) -> Key {
    let takes = |kind| kinds.contains(&kind);
    match (
        takes(AccountKind::Email),
        takes(AccountKind::Username),
        takes(AccountKind::Phone),
    ) {
        (true, true, true) => Key::FieldAny,
        (true, true, false) => Key::FieldEmailOrUsername,
        (true, false, true) => Key::FieldEmailOrPhone,
        (false, true, true) => Key::FieldUsernameOrPhone,
        (true, false, false) => Key::FieldEmail,
        (false, true, false) => Key::FieldUsername,
        (false, false, true) => Key::FieldPhone,
        (false, false, false) => Key::FieldAccount,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pw_4_the_label_names_each_way_that_the_app_takes() {
        use AccountKind::{Email, Phone, Username};
        assert_eq!(account_label(&[Email, Username]), Key::FieldEmailOrUsername);
        assert_eq!(account_label(&[Phone]), Key::FieldPhone);
        assert_eq!(account_label(&[Username, Phone, Email]), Key::FieldAny);
    }
}
