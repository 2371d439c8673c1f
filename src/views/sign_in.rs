//! Signing in with an account and its password.
use super::draft::Draft;
use super::frame::{foot, form, heading, to};
use crate::guard::Guard;
use crate::i18n::{Key, Phrase};
use crate::live::Live;
use crate::ui::{self, El, InputKind, Password};
use guard_flow::{Event, Scene};
use guard_protocol::{AccountKind, Field, Rule, Secret, Settings, accepted};

/// `named`: who is meant, as far as it is known.
pub fn sign_in(named: Live<String>, ids: &str) -> El {
    let guard = Guard::expect();
    let Some(Offer {
        title,
        kinds,
        forgot,
        register,
    }) = guard.with_settings(Offer::of)
    else {
        return El::new("div");
    };
    let account = Draft::of(Field::Account, named);
    let password = Draft::new(Field::Password);
    let mut below = password.last();
    below.aside = forgot.then(|| to(Key::SignInForgot, Scene::ForgotPassword));
    let fields = [
        ui::field(ui::Field {
            id: [ids, "-account"].concat(),
            label: account_label(&kinds),
            kind: InputKind::Account,
            entry: account.entry,
            below: account.below(),
            example: kinds
                .contains(&AccountKind::Email)
                .then_some(Key::FieldEmailExample),
        }),
        ui::password(Password {
            id: [ids, "-password"].concat(),
            label: Key::FieldPassword,
            autocomplete: "current-password",
            entry: password.entry,
            below,
            meter: None,
        }),
    ];
    let send = move || match accepted(&account.text(), &kinds) {
        Ok(_) if password.text().is_empty() => password.complain(Rule::Required),
        Ok(account) => guard.send(Event::SignIn {
            account,
            password: Secret::new(password.text()),
        }),
        Err((_, rule)) => account.complain(rule),
    };
    let foot = register.then(|| {
        foot(
            Key::SignInNoAccount,
            Key::SignInRegister,
            Scene::Register(None),
        )
    });
    El::new("div")
        .with(&[heading(title, None), form(Key::SignInSubmit, &fields, send)])
        .maybe(foot)
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
