//! Signing in with an account and its password.
use guard_flow::{Event, Scene};
use guard_protocol::{AccountKind, Field, Rule, Secret, accepted};
use leptos::prelude::*;

use super::draft::Draft;
use super::frame::{Form, Heading, complaint};
use super::register::password_texts;
use crate::guard::Guard;
use crate::i18n::{I18n, Key};
use crate::ui::{self, InputKind, Link, Password};

/// `account`: what the field begins with.
#[component]
pub fn SignIn(account: String, ids: String) -> impl IntoView {
    let (guard, i18n) = (Guard::expect(), I18n::expect());
    let account = Draft::new(Field::Account, &account);
    let password = Draft::new(Field::Password, "");
    let settings = guard.with_settings(|it| {
        let name = it
            .title
            .clone()
            .or(Some(it.name.clone()).filter(|it| !it.is_empty()));
        (
            name,
            it.title.is_some(),
            it.accounts.clone(),
            it.forgot,
            !it.register.is_empty(),
        )
    });
    let (name, own_title, kinds, forgot, register) = settings.unwrap_or_default();
    let title = move || match &name {
        Some(title) if own_title => title.clone(),
        Some(app) => i18n.with(Key::SignInTitle, &[("app", app)]),
        None => i18n.text(Key::SignInTitlePlain),
    };
    let label = account_label(&kinds);
    let example = if kinds.contains(&AccountKind::Email) {
        Some(Key::FieldEmailExample)
    } else {
        None
    };
    let submit = move |()| {
        let allowed = guard.with_settings(|it| accepted(&account.text(), &it.accounts));
        match allowed {
            Some(Ok(_)) if password.text().is_empty() => password.complain(Rule::Required),
            Some(Ok(account)) => {
                guard.send(Event::SignIn {
                    account,
                    password: Secret::new(password.text()),
                });
            }
            Some(Err((_, rule))) => account.complain(rule),
            None => {}
        }
    };
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
        let press = move |()| guard.send(Event::Open(Scene::ForgotPassword));
        view! { class="guard", <Link label=move || i18n.text(Key::SignInForgot) press/> }.into_any()
    });
    let fields = view! { class="guard",
        <ui::Field
            id=format!("{ids}-account")
            label=move || i18n.text(label)
            kind=InputKind::Account
            entry=account.entry
            below=account.below()
            example=move || example.map(|it| i18n.text(it)).unwrap_or_default()
        />
        <Password
            id=format!("{ids}-password")
            texts=password_texts(i18n, Key::FieldPassword)
            fresh=false
            entry=password.entry
            below=password.below().notice(complaint())
            aside
        />
    };
    let foot = register.then(|| {
        let press = move |()| guard.send(Event::Open(Scene::Register(None)));
        view! { class="guard",
            <p class="foot" part="footer">
                {move || i18n.text(Key::SignInNoAccount)} " "
                <Link label=move || i18n.text(Key::SignInRegister) press/>
            </p>
        }
        .into_any()
    });
    view! { class="guard",
        <Heading title/>
        <Form label=Key::SignInSubmit submit fields=fields.into_any() foot/>
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
