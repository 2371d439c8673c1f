//! Where a code goes: a mail address or a phone number, as typed and as compared.
use super::identifier::{self, Identifier};
use super::phone::Phone;
use crate::http::apps::Caller;
use crate::refusal::Refusal;

#[derive(Clone, Debug)]
pub struct Target {
    pub identifier: Identifier,
    /// The address as typed; a number in E.164.
    pub shown: String,
}

impl Target {
    pub fn email(typed: &str) -> Result<Self, Refusal> {
        let email = identifier::new_email(typed).map_err(|rule| Refusal::Invalid {
            field: "email",
            rule,
        })?;
        Ok(Self {
            identifier: Identifier::Email(identifier::email_key(email.as_str())),
            shown: email.as_str().to_owned(),
        })
    }

    /// The pool's whitelist holds for everybody, account or not: so it tells nothing about anybody.
    pub fn phone(
        caller: &Caller,
        typed: &str,
        calling_code: Option<&str>,
    ) -> Result<Self, Refusal> {
        let app = &caller.app;
        let phone = Phone::parse(typed, calling_code, &app.settings.international_sms_config)
            .map_err(|rule| Refusal::Invalid {
                field: "phone",
                rule,
            })?;
        if !app.pool_settings.takes(&phone) {
            return Err(Refusal::NotOnList);
        }
        Ok(Self {
            identifier: Identifier::Phone(phone.e164().to_owned()),
            shown: phone.e164().to_owned(),
        })
    }
}
