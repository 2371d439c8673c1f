//! Conversations with codes: sent, entered, asked for again, and with a picture in between.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
use guard_flow::{
    Call, CodeCall, Effect, Event, Flow, Output, Reply, RequestId, ScanOutput, Scene, Screen, Step,
};
use guard_protocol::json::Json;
use guard_protocol::{
    Address, Captcha, CodeSent, CodeWay, Email, Fault, Phone, Purpose, Registered, Secret, Session,
    Settings, SignInWay,
};
use serde_json::json;

fn app() -> serde_json::Value {
    json!({
        "loginTabs": {"list": ["password", "phone-code", "app-qrcode"], "default": "phone-code"},
        "verifyCodeTabConfig": {"validLoginMethods": ["phone-code", "email-code"]},
        "registerTabs": {"list": ["emailCode", "phone"]},
        "ssoPageComponentDisplay": {"autoRegisterThenLoginHintInfo": true},
        "emailLinkEnabled": true,
    })
}

fn mail() -> Address {
    Address::Email(Email::parse("ada@example.com").unwrap())
}

fn phone() -> Address {
    Address::Phone(Phone::parse("13800000000", "86").unwrap())
}

fn session() -> Session {
    Session {
        user: Secret::new("{}"),
    }
}

struct Talk {
    flow: Flow,
    newest: Option<(RequestId, Call, Option<Captcha>)>,
    emitted: Vec<Output>,
}

impl Talk {
    fn at(scene: Scene, config: serde_json::Value) -> Self {
        let settings = Settings::read(&Json::from(&config), &Json::Null, &mut Vec::new());
        let (flow, effects) = Flow::new(scene);
        let mut talk = Talk {
            flow,
            newest: None,
            emitted: Vec::new(),
        };
        talk.take(effects);
        talk.answer(Ok(Reply::Settings(Box::new(settings))))
    }

    fn say(mut self, event: Event) -> Self {
        let effects = self.flow.update(event);
        self.take(effects);
        self
    }

    fn answer(self, reply: Result<Reply, Fault>) -> Self {
        let id = self.newest.as_ref().unwrap().0;
        self.say(Event::Replied(id, reply))
    }

    fn sent(self, to: Address) -> Self {
        let agreed = vec!["1".to_owned()];
        let sent = CodeSent {
            resend_in: 60,
            link: None,
        };
        self.say(Event::SendCode { to, agreed })
            .answer(Ok(Reply::CodeSent(sent)))
    }

    fn enter(self) -> Self {
        self.say(Event::CheckCode {
            code: "123456".into(),
            password: None,
        })
    }

    fn take(&mut self, effects: Vec<Effect>) {
        self.emitted.clear();
        for effect in effects {
            match effect {
                Effect::Call(id, call, captcha) => {
                    self.newest = Some((id, Call::clone(&call), captcha));
                }
                Effect::Emit(output) => self.emitted.push(output),
            }
        }
    }

    fn step(&self) -> Step {
        self.flow.screen().step()
    }

    fn call(&self) -> &Call {
        &self.newest.as_ref().unwrap().1
    }
}

#[test]
fn cd_1_a_code_signs_in_and_may_open_the_account_where_the_app_merges() {
    let talk = Talk::at(Scene::SignIn, app());
    assert_eq!(talk.step(), Step::SignInCode);
    let talk = talk.sent(phone()).enter();
    assert!(matches!(
        talk.call(),
        Call::Code(CodeCall::SignIn { merges: true, agreed, .. }) if *agreed == ["1"]
    ));
    let talk = talk.answer(Ok(Reply::Session(session())));
    assert_eq!(
        talk.emitted,
        [Output::Moved(Step::SignedIn), Output::SignedIn(session())]
    );
}

#[test]
fn cd_2_an_unknown_address_is_told_where_a_code_opens_nothing() {
    let mut config = app();
    config["ssoPageComponentDisplay"] = json!({});
    let talk = Talk::at(Scene::SignIn, config).sent(mail()).enter();
    assert!(matches!(
        talk.call(),
        Call::Code(CodeCall::SignIn { merges: false, .. })
    ));
    let talk = talk.answer(Err(Fault::WrongPassword { tries_left: None }));
    assert_eq!(talk.flow.notice().unwrap().fault, Fault::NoAccount);
    assert_eq!(talk.step(), Step::EnterCode);
}

#[test]
fn cd_5_a_number_that_is_not_on_the_list_is_called_a_number() {
    let talk = Talk::at(Scene::SignIn, app()).say(Event::SendCode {
        to: phone(),
        agreed: Vec::new(),
    });
    let talk = talk.answer(Err(Fault::NotOnList));
    assert_eq!(talk.flow.notice().unwrap().fault, Fault::NumberNotOnList);
}

#[test]
fn cd_7_a_mailed_code_brings_a_link_where_the_app_mails_links() {
    let to_mail = Event::SendCode {
        to: mail(),
        agreed: Vec::new(),
    };
    let talk = Talk::at(Scene::SignIn, app()).say(to_mail);
    assert!(matches!(
        talk.call(),
        Call::Code(CodeCall::Send { link: true, .. })
    ));
    let sent = CodeSent {
        resend_in: 60,
        link: Some(Secret::new("poll")),
    };
    let talk = talk.answer(Ok(Reply::CodeSent(sent)));
    assert!(matches!(talk.flow.screen(), Screen::Code(it) if it.link.is_some()));
    let talk = talk.say(Event::Arrived(session()));
    assert_eq!(talk.step(), Step::SignedIn);
}

#[test]
fn rg_3_a_code_registers_with_or_without_a_password() {
    let talk = Talk::at(Scene::Register(None), app());
    assert_eq!(talk.step(), Step::RegisterEmailCode);
    let way = Scene::Register(Some(guard_protocol::RegisterWay::Phone));
    let talk = talk
        .say(Event::Open(way))
        .sent(phone())
        .say(Event::CheckCode {
            code: "123456".into(),
            password: Some(Secret::new("pw")),
        });
    assert!(matches!(
        talk.call(),
        Call::Code(CodeCall::Register {
            password: Some(_),
            ..
        })
    ));
    let created = Registered::Created {
        user: Secret::new("{}"),
        session: Some(session()),
    };
    let talk = talk.answer(Ok(Reply::Registered(created)));
    assert_eq!(talk.step(), Step::SignedIn);
}

#[test]
fn pw_7_a_call_waits_for_a_picture_and_goes_on_with_what_was_read() {
    let talk = Talk::at(Scene::By(SignInWay::Password), app()).say(Event::SignIn {
        account: "ada".into(),
        password: Secret::new("pw"),
        agreed: Vec::new(),
    });
    let asked = talk.call().clone();
    let talk = talk.answer(Err(Fault::CaptchaWanted { again: false }));
    assert!(talk.flow.held().is_some() && talk.emitted.is_empty());
    let read = Captcha {
        id: "r".into(),
        answer: "x7k2".into(),
    };
    let talk = talk.say(Event::Captcha(read.clone()));
    assert_eq!(
        (talk.call(), &talk.newest.as_ref().unwrap().2),
        (&asked, &Some(read))
    );
    let talk = talk.answer(Err(Fault::CaptchaWanted { again: true }));
    assert!(talk.flow.held().unwrap().again);
    let talk = talk.say(Event::NoCaptcha);
    assert!(talk.flow.held().is_none() && !talk.flow.is_busy());
    assert_eq!(talk.step(), Step::SignIn);
}

#[test]
fn pw_7_a_call_whose_picture_cannot_be_shown_has_failed_and_says_so() {
    let talk = Talk::at(Scene::By(SignInWay::Password), app())
        .say(Event::SignIn {
            account: "ada".into(),
            password: Secret::new("pw"),
            agreed: Vec::new(),
        })
        .answer(Err(Fault::CaptchaWanted { again: false }))
        .say(Event::CaptchaLost);
    assert!(talk.flow.held().is_none() && !talk.flow.is_busy());
    assert_eq!(talk.flow.notice().unwrap().fault, Fault::Unreachable);
    assert_eq!(talk.emitted, [Output::SignInFailed(Fault::Unreachable)]);
}

#[test]
fn rs_1_who_has_replaced_a_password_types_it_next_where_the_app_takes_one() {
    let back = |app| Talk::at(Scene::ForgotPassword, app).say(Event::Back).step();
    assert_eq!(back(app()), Step::SignIn);
    let without = json!({"loginTabs": {"list": ["phone-code"]}});
    assert_eq!(
        Talk::at(Scene::SignIn, without.clone()).step(),
        Step::SignInCode
    );
    assert_eq!(back(without), Step::SignInCode);
}

#[test]
fn rg_7_an_address_that_is_not_confirmed_is_written_to_again_on_request() {
    let talk = Talk::at(Scene::By(SignInWay::Password), app())
        .say(Event::SignIn {
            account: "ada@example.com".into(),
            password: Secret::new("pw"),
            agreed: Vec::new(),
        })
        .answer(Err(Fault::Unverified));
    assert_eq!(talk.step(), Step::Unverified);
    let sent = CodeSent {
        resend_in: 60,
        link: None,
    };
    let talk = talk.say(Event::Resend).answer(Ok(Reply::CodeSent(sent)));
    assert!(matches!(
        talk.flow.screen(),
        Screen::Unverified {
            resend_in: Some(60),
            round: 1,
            ..
        }
    ));
    assert_eq!(talk.say(Event::Back).step(), Step::SignIn);
}

#[test]
fn going_back_from_a_code_leads_to_where_it_was_asked_for() {
    let talk = Talk::at(Scene::SignIn, app()).sent(phone());
    assert_eq!(
        talk.say(Event::Back).flow.screen(),
        &Screen::SignIn(SignInWay::Code(CodeWay::Any))
    );
    let talk = Talk::at(Scene::ForgotPassword, app()).sent(phone());
    assert!(matches!(talk.flow.screen(), Screen::Code(it) if it.purpose == Purpose::Reset));
    assert_eq!(talk.say(Event::Back).step(), Step::ForgotPassword);
}

#[test]
fn qr_5_a_ticket_is_handed_to_the_page_and_said_once() {
    let ticket = || {
        Event::Scan(ScanOutput::Ticket {
            ticket: Secret::new("t"),
            user: Secret::new("{}"),
        })
    };
    let talk = Talk::at(Scene::Scan(0), app()).say(ticket());
    assert_eq!(talk.step(), Step::SignedIn);
    assert_eq!(talk.emitted.len(), 2);
    assert!(talk.say(ticket()).emitted.is_empty());
}
