//! The apps, answers, faults and presses that the explorer tries.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
use guard_flow::{Applicant, Event, Reply, ScanOutput, Scene};
use guard_protocol::json::Json;
use guard_protocol::{
    Address, Captcha, CodeSent, CodeWay, Email, Fault, Field, Phone, RegisterWay, Registered, Rule,
    Secret, Session, Settings, SignInWay, Username,
};
use serde_json::json;

pub fn email() -> Email {
    Email::parse("ada@example.com").unwrap()
}

pub fn applicants() -> [Applicant; 2] {
    [
        Applicant::Email(email()),
        Applicant::Username(Username::parse("ada").unwrap()),
    ]
}

pub fn secret() -> Secret {
    Secret::new("hunter2")
}

pub fn session() -> Session {
    Session {
        user: Secret::new("{\"token\":\"hunter2\"}"),
    }
}

pub fn apps() -> Vec<Settings> {
    let read =
        |it: serde_json::Value| Settings::read(&Json::from(&it), &Json::Null, &mut Vec::new());
    vec![
        read(json!({})),
        read(
            json!({"registerDisabled": true, "ssoPageComponentDisplay": {"forgetPasswordBtn": false}}),
        ),
        read(json!({"registerTabs": {"list": ["username"], "default": "username"}})),
        read(json!({
            "loginTabs": {"list": ["password", "phone-code", "app-qrcode"]},
            "verifyCodeTabConfig": {"validLoginMethods": ["phone-code", "email-code"]},
            "registerTabs": {"list": ["emailCode", "phone"]},
            "ssoPageComponentDisplay": {"autoRegisterThenLoginHintInfo": true},
            "emailLinkEnabled": true,
        })),
        read(json!({
            "loginTabs": {"list": ["phone-code", "wechatmp-qrcode"], "default": "phone-code"},
            "verifyCodeTabConfig": {"validLoginMethods": ["phone-code", "email-code"]},
            "internationalSmsConfig": {"enabled": true},
            "registerTabs": {"list": ["phone-password"]},
        })),
    ]
}

pub fn faults() -> Vec<Fault> {
    vec![
        Fault::WrongPassword {
            tries_left: Some(2),
        },
        Fault::Locked { retry_after: 5 },
        Fault::TooOften { retry_after: 5 },
        Fault::WrongCode { tries_left: None },
        Fault::Expired,
        Fault::NoAccount,
        Fault::CaptchaWanted { again: false },
        Fault::CaptchaWanted { again: true },
        Fault::NumberNotOnList,
        Fault::Taken(Field::Email),
        Fault::RegistrationClosed,
        Fault::NotOnList,
        Fault::Unverified,
        Fault::Invalid {
            field: Field::Password,
            rule: Rule::TooShort(8),
        },
        Fault::Message("Ask Ada".into()),
        Fault::Offline,
        Fault::Unreachable,
        Fault::TimedOut,
        Fault::Unavailable,
        Fault::Unexpected,
        Fault::UnknownApp,
        Fault::OriginRefused("https://elsewhere.example".into()),
        Fault::BadSetting {
            path: "publicKey".into(),
            problem: "is missing".into(),
        },
    ]
}

pub fn replies(app: &Settings) -> Vec<Reply> {
    vec![
        Reply::Settings(Box::new(app.clone())),
        Reply::Session(session()),
        Reply::Registered(Registered::Created {
            user: secret(),
            session: None,
        }),
        Reply::Registered(Registered::Created {
            user: secret(),
            session: Some(session()),
        }),
        Reply::Registered(Registered::Pending),
        Reply::CodeSent(CodeSent {
            resend_in: 60,
            link: None,
        }),
        Reply::CodeSent(CodeSent {
            resend_in: 60,
            link: Some(secret()),
        }),
        Reply::ResetToken(secret()),
        Reply::PasswordReset,
    ]
}

pub fn presses() -> Vec<Event> {
    let mut presses = vec![
        Event::SignIn {
            account: "ada".into(),
            password: secret(),
            agreed: Vec::new(),
        },
        Event::SignIn {
            account: "ada@example.com".into(),
            password: secret(),
            agreed: vec!["1".into()],
        },
        Event::SendCode {
            to: Address::Email(email()),
            agreed: Vec::new(),
        },
        Event::SendCode {
            to: Address::Phone(Phone::parse("13800000000", "86").unwrap()),
            agreed: Vec::new(),
        },
        Event::Resend,
        Event::CheckCode {
            code: "123456".into(),
            password: None,
        },
        Event::CheckCode {
            code: "123456".into(),
            password: Some(secret()),
        },
        Event::Captcha(Captcha {
            id: "r".into(),
            answer: "x7k2".into(),
        }),
        Event::NoCaptcha,
        Event::CaptchaLost,
        Event::Arrived(session()),
        Event::Scan(ScanOutput::Started),
        Event::Scan(ScanOutput::SignedIn(session())),
        Event::Scan(ScanOutput::Ticket {
            ticket: secret(),
            user: secret(),
        }),
        Event::ChoosePassword(secret()),
        Event::Back,
        Event::Retry,
        Event::Online,
        Event::Renamed,
    ];
    presses.extend(applicants().map(|applicant| Event::Register {
        applicant,
        password: secret(),
        agreed: Vec::new(),
    }));
    presses.extend(
        [
            Scene::SignIn,
            Scene::By(SignInWay::Password),
            Scene::By(SignInWay::Code(CodeWay::Phone)),
            Scene::By(SignInWay::Code(CodeWay::Email)),
            Scene::Scan(0),
            Scene::Scan(1),
            Scene::Register(Some(RegisterWay::EmailCode)),
            Scene::Register(Some(RegisterWay::Phone)),
            Scene::Register(None),
            Scene::Register(Some(RegisterWay::Email)),
            Scene::Register(Some(RegisterWay::Username)),
            Scene::ForgotPassword,
            Scene::SignedInElsewhere,
        ]
        .map(Event::Open),
    );
    presses
}
