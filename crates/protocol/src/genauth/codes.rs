//! Codes by mail and by telephone: what is sent, and what the answers mean. A form with a password needs none of this.
use super::messages::{Beside, beside};
use super::{Data, endpoints};
use crate::json::Json;
use crate::write::{Out, enclosed, object};
use crate::{Address, CodeSent, Email, Fault, Purpose, Secret, Session};

/// A path below the host, and the body that is posted there.
pub type Posted = (&'static str, String);

/// An address under the keys of its kind, and more.
fn addressed(to: &Address, it: Beside<'_>, more: &[(&str, Out<'_>)]) -> String {
    let code = match to {
        Address::Email(_) => None,
        Address::Phone(phone) => phone.country_code(),
    };
    let mut entries = match to {
        Address::Email(email) => vec![("email", Out::Text(email.as_str()))],
        Address::Phone(phone) => vec![("phone", Out::Text(phone.number()))],
    };
    entries.extend(
        code.as_deref()
            .map(|it| ("phoneCountryCode", Out::Text(it))),
    );
    entries.extend_from_slice(more);
    beside(it, &entries)
}

fn by<T>(to: &Address, email: T, phone: T) -> T {
    match to {
        Address::Email(_) => email,
        Address::Phone(_) => phone,
    }
}

/// The `scene` of a code, in the spelling of its channel.
pub fn scene(purpose: Purpose, to: &Address) -> &'static str {
    match purpose {
        Purpose::SignIn => by(to, "LOGIN_VERIFY_CODE", "login"),
        Purpose::Register => by(to, "REGISTER_VERIFY_CODE", "register"),
        Purpose::Reset => by(to, "RESET_PASSWORD_VERIFY_CODE", "reset"),
    }
}

pub fn send_code(purpose: Purpose, to: &Address, it: Beside<'_>) -> Posted {
    let scene = ("scene", Out::Text(scene(purpose, to)));
    (
        by(to, endpoints::SEND_EMAIL, endpoints::SEND_SMS),
        addressed(to, it, &[scene]),
    )
}

/// A code to sign in with, and a link in the same mail.
pub fn send_link(to: &Address, it: Beside<'_>) -> Posted {
    (endpoints::SEND_LINK, addressed(to, it, &[]))
}

/// Another mail to an address that nobody has confirmed.
pub fn send_verification(email: &Email, it: Beside<'_>) -> Posted {
    let scene = ("scene", Out::Text("VERIFY_EMAIL"));
    let entries = [("email", Out::Text(email.as_str())), scene];
    (endpoints::SEND_EMAIL, beside(it, &entries))
}

/// `merges`: the account may be opened by this.
pub fn sign_in_by_code(to: &Address, code: &str, merges: bool, it: Beside<'_>) -> Posted {
    let more = [
        ("code", Out::Text(code)),
        ("autoRegister", Out::Flag(merges)),
    ];
    (
        by(to, endpoints::SIGN_IN_EMAIL, endpoints::SIGN_IN_PHONE),
        addressed(to, it, &more),
    )
}

/// `password`, if there is one, is encrypted already.
pub fn register_by_code(
    to: &Address,
    code: &str,
    password: Option<&str>,
    it: Beside<'_>,
) -> Posted {
    let mut more = vec![
        ("code", Out::Text(code)),
        ("generateToken", Out::Flag(true)),
    ];
    more.extend(password.map(|it| ("password", Out::Text(it))));
    (
        by(
            to,
            endpoints::REGISTER_EMAIL_CODE,
            endpoints::REGISTER_PHONE_CODE,
        ),
        addressed(to, it, &more),
    )
}

pub fn check_reset_code(to: &Address, code: &str, it: Beside<'_>) -> Posted {
    let code = ("code", Out::Text(code));
    (endpoints::CHECK_RESET_CODE, addressed(to, it, &[code]))
}

pub fn code_sent(data: &Data) -> CodeSent {
    let resend_in = data.value.get("resendIn").and_then(Json::as_count);
    let link = data.value.get("pollToken").and_then(Json::as_text);
    CodeSent {
        resend_in: resend_in.unwrap_or(60).clamp(1, 3600) as u32,
        link: link.filter(|it| !it.is_empty()).map(Secret::new),
    }
}

/// Asks whether the link that `token` stands for has been opened in this browser.
pub fn link(token: &Secret, merges: bool, agreed: &[String]) -> Posted {
    let agreed = enclosed('[', agreed, ']');
    let body = object(&[
        ("pollToken", Out::Text(token.expose())),
        ("autoRegister", Out::Flag(merges)),
        ("agreementIds", Out::Raw(&agreed)),
    ]);
    (endpoints::SIGN_IN_LINK, body)
}

/// `None` while it has not.
pub fn link_opened(data: &Data) -> Result<Option<Session>, Fault> {
    if data.value.get("status").and_then(Json::as_text) == Some("waiting") {
        return Ok(None);
    }
    super::session(data).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Captcha, Phone};
    use serde_json::{Value, json};

    fn read((path, body): Posted) -> (&'static str, Value) {
        (path, serde_json::from_str(&body).unwrap())
    }

    #[test]
    fn a_code_goes_to_a_mailbox_or_a_telephone_under_its_own_keys() {
        let phone = Address::Phone(Phone::parse("138 0000 0000", "86").unwrap());
        assert_eq!(
            read(send_code(Purpose::SignIn, &phone, Beside::default())),
            (
                "/api/v2/sms/send",
                json!({"phone": "13800000000", "phoneCountryCode": "+86", "scene": "login"})
            )
        );
        let mail = Address::Email(Email::parse("ada@example.com").unwrap());
        let captcha = Captcha {
            id: "r".into(),
            answer: "x7".into(),
        };
        let beside = Beside {
            captcha: Some(&captcha),
            agreed: &["7".into(), "\"b\"".into()],
        };
        assert_eq!(
            read(sign_in_by_code(&mail, "123456", true, beside)),
            (
                "/api/v2/login/email-code",
                json!({"email": "ada@example.com", "code": "123456", "autoRegister": true,
                    "agreementIds": [7, "b"], "captchaCode": "x7", "captchaId": "r"})
            )
        );
    }

    #[test]
    fn a_link_is_waited_for_until_a_user_with_a_token_comes() {
        let data = |value: Value| Data {
            value: Json::from(&value),
            text: value.to_string(),
        };
        assert_eq!(link_opened(&data(json!({"status": "waiting"}))), Ok(None));
        assert!(link_opened(&data(json!({"id": "u", "token": "t"}))).is_ok_and(|it| it.is_some()));
        assert_eq!(
            link_opened(&data(json!({"id": "u"}))),
            Err(Fault::Unexpected)
        );
    }
}
