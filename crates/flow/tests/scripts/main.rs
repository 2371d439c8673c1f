//! The conversations that people have, one a test.
use guard_flow::{Applicant, Call, CodeScreen, Event, Flow, Output, Reply, Scene, Screen, Step};
use guard_protocol::json::Json;
use guard_protocol::{Address, Fault, Purpose, RegisterWay, Registered, Secret, Settings};
use serde_json::json;

mod talk;

use talk::{Talk, ask_for_code, email, enter, sent, session, settings, sign_in};

#[test]
fn a_good_password_signs_in_and_tells_the_page_once() {
    let talk = Talk::loaded()
        .say(sign_in())
        .answer(Ok(Reply::Session(session())));
    assert_eq!(
        talk.emitted,
        [Output::Moved(Step::SignedIn), Output::SignedIn(session())]
    );
}

#[test]
fn a_wrong_password_keeps_the_form_and_says_why() {
    let talk = Talk::loaded()
        .say(sign_in())
        .answer(Err(Fault::WrongPassword {
            tries_left: Some(3),
        }));
    assert_eq!(talk.step(), Step::SignIn);
    assert!(!talk.flow.is_busy());
    assert_eq!(
        talk.flow.notice().unwrap().fault,
        Fault::WrongPassword {
            tries_left: Some(3)
        }
    );
}

#[test]
fn the_same_fault_twice_is_said_twice() {
    let once = Talk::loaded().say(sign_in()).answer(Err(Fault::Offline));
    let first = once.flow.notice().unwrap().serial;
    let twice = once.say(sign_in()).answer(Err(Fault::Offline));
    assert!(twice.flow.notice().unwrap().serial > first);
}

#[test]
fn n04_a_second_press_while_busy_is_ignored() {
    let (mut flow, _) = Flow::new(Scene::SignIn);
    let loaded = Talk::loaded();
    flow.clone_from(&loaded.flow);
    assert_eq!(flow.update(sign_in()).len(), 1);
    assert_eq!(flow.update(sign_in()), []);
}

#[test]
fn leaving_a_screen_abandons_its_request() {
    let talk = Talk::loaded()
        .say(sign_in())
        .say(Event::Open(Scene::ForgotPassword));
    assert!(!talk.flow.awaits(talk.newest.unwrap()));
    let talk = talk.answer(Ok(Reply::Session(session())));
    assert_eq!(talk.step(), Step::ForgotPassword);
    assert_eq!(talk.emitted, []);
}

#[test]
fn registering_signs_in_when_the_backend_does() {
    let created = Registered::Created {
        user: Secret::new("{}"),
        session: Some(session()),
    };
    let talk = Talk::loaded()
        .say(Event::Open(Scene::Register(None)))
        .say(Event::Register {
            applicant: Applicant::Email(email()),
            password: Secret::new("pw"),
            agreed: Vec::new(),
        })
        .answer(Ok(Reply::Registered(created)));
    assert!(matches!(
        talk.emitted[..],
        [
            Output::Registered { user: Some(_) },
            Output::Moved(Step::SignedIn),
            Output::SignedIn(_)
        ]
    ));
}

#[test]
fn a_registration_that_keeps_the_secret_asks_to_look_into_the_mailbox() {
    let talk = Talk::loaded()
        .say(Event::Open(Scene::Register(Some(RegisterWay::Email))))
        .say(Event::Register {
            applicant: Applicant::Email(email()),
            password: Secret::new("pw"),
            agreed: Vec::new(),
        })
        .answer(Ok(Reply::Registered(Registered::Pending)));
    assert_eq!(
        talk.flow.screen(),
        &Screen::Registered {
            account: "ada@example.com".into(),
            mail: true
        }
    );
}

#[test]
fn a_forgotten_password_is_replaced_by_way_of_a_code() {
    let talk = Talk::loaded()
        .say(Event::Open(Scene::ForgotPassword))
        .say(ask_for_code())
        .answer(Ok(Reply::CodeSent(sent(60))))
        .say(enter("123456"))
        .answer(Ok(Reply::ResetToken(Secret::new("t"))))
        .say(Event::ChoosePassword(Secret::new("pw")))
        .answer(Ok(Reply::PasswordReset));
    assert_eq!(
        talk.flow.screen(),
        &Screen::PasswordChanged {
            account: Address::Email(email())
        }
    );
    assert_eq!(
        talk.emitted,
        [Output::Moved(Step::PasswordChanged), Output::PasswordReset]
    );
}

#[test]
fn another_code_begins_a_new_round_of_waiting() {
    let talk = Talk::loaded()
        .say(Event::Open(Scene::ForgotPassword))
        .say(ask_for_code())
        .answer(Ok(Reply::CodeSent(sent(60))))
        .say(Event::Resend)
        .answer(Ok(Reply::CodeSent(sent(90))));
    assert_eq!(
        talk.flow.screen(),
        &Screen::Code(CodeScreen {
            purpose: Purpose::Reset,
            to: Address::Email(email()),
            agreed: Vec::new(),
            link: None,
            resend_in: 90,
            round: 2,
            waits: 2
        })
    );
}

#[test]
fn another_code_that_is_refused_as_too_soon_waits_as_long_as_is_said() {
    let waits = |talk: &Talk| match talk.flow.screen() {
        Screen::Code(it) => (it.round, it.waits, it.resend_in),
        other => panic!("{other:?}"),
    };
    let talk = Talk::loaded()
        .say(Event::Open(Scene::ForgotPassword))
        .say(ask_for_code())
        .answer(Ok(Reply::CodeSent(sent(60))))
        .say(Event::Resend)
        .answer(Err(Fault::TooOften { retry_after: 30 }));
    assert_eq!(waits(&talk), (1, 2, 30));
    assert_eq!(talk.flow.notice().unwrap().waits, None);
    // Refused for another reason, it may be asked for at once.
    let talk = talk.say(Event::Resend).answer(Err(Fault::Offline));
    assert_eq!(waits(&talk), (1, 2, 30));
}

#[test]
fn another_mail_that_is_refused_as_too_soon_waits_as_long_as_the_last_once_more() {
    let waits = |talk: &Talk| match talk.flow.screen() {
        Screen::Unverified {
            round,
            waits,
            resend_in,
            ..
        } => (*round, *waits, *resend_in),
        other => panic!("{other:?}"),
    };
    let talk = Talk::loaded()
        .say(Event::SignIn {
            account: "ada@example.com".into(),
            password: Secret::new("pw"),
            agreed: Vec::new(),
        })
        .answer(Err(Fault::Unverified))
        .say(Event::Resend)
        .answer(Ok(Reply::CodeSent(sent(60))));
    assert_eq!(waits(&talk), (1, 1, Some(60)));
    let talk = talk
        .say(Event::Resend)
        .answer(Err(Fault::TooOften { retry_after: 60 }));
    assert_eq!(waits(&talk), (1, 2, Some(60)));
    assert_eq!(talk.flow.notice().unwrap().waits, None);
}

#[test]
fn a_permission_that_expired_leads_back_to_asking_for_a_code() {
    let talk = Talk::loaded()
        .say(Event::Open(Scene::ForgotPassword))
        .say(ask_for_code())
        .answer(Ok(Reply::CodeSent(sent(60))))
        .say(enter("123456"))
        .answer(Ok(Reply::ResetToken(Secret::new("t"))))
        .say(Event::ChoosePassword(Secret::new("pw")))
        .answer(Err(Fault::WrongCode { tries_left: None }));
    assert_eq!(talk.step(), Step::ForgotPassword);
    assert_eq!(talk.flow.notice().unwrap().fault, Fault::Expired);
}

#[test]
fn a_scene_asked_for_while_loading_is_shown_once_loaded() {
    let talk = Talk::begin(Scene::SignIn)
        .say(Event::Open(Scene::Register(Some(RegisterWay::Username))))
        .answer(Ok(settings()));
    assert_eq!(talk.step(), Step::RegisterUsername);
}

#[test]
fn a_page_opens_nothing_that_the_app_has_closed() {
    let closed = Settings::read(
        &Json::from(&json!({"registerDisabled": true})),
        &Json::Null,
        &mut Vec::new(),
    );
    let talk = Talk::begin(Scene::Register(None)).answer(Ok(Reply::Settings(Box::new(closed))));
    assert_eq!(talk.step(), Step::SignIn);
    assert_eq!(
        talk.say(Event::Open(Scene::Register(None))).step(),
        Step::SignIn
    );
}

#[test]
fn a_box_that_could_not_load_can_try_again() {
    let talk = Talk::begin(Scene::SignIn).answer(Err(Fault::Offline));
    assert_eq!(talk.flow.screen(), &Screen::Broken(Fault::Offline));
    let talk = talk.say(Event::Retry);
    assert_eq!(talk.step(), Step::Loading);
    assert_eq!(talk.answer(Ok(settings())).step(), Step::SignIn);
}

#[test]
fn n01_back_online_the_complaint_goes_and_nothing_is_sent() {
    let talk = Talk::loaded().say(sign_in()).answer(Err(Fault::Offline));
    let talk = talk.say(Event::Online);
    assert!(talk.flow.notice().is_none() && !talk.flow.is_busy());
    let talk = Talk::begin(Scene::SignIn).answer(Err(Fault::Offline));
    assert_eq!(talk.say(Event::Online).step(), Step::Loading);
}

#[test]
fn another_complaint_survives_the_network() {
    let wrong = Fault::WrongPassword { tries_left: None };
    let talk = Talk::loaded().say(sign_in()).answer(Err(wrong));
    assert!(talk.say(Event::Online).flow.notice().is_some());
}

#[test]
fn r14_an_answer_to_another_question_is_not_taken() {
    let talk = Talk::loaded()
        .say(sign_in())
        .answer(Ok(Reply::PasswordReset));
    assert_eq!(talk.flow.notice().unwrap().fault, Fault::Unexpected);
    assert_eq!(talk.step(), Step::SignIn);
}

#[test]
fn no_call_prints_its_password() {
    let call = Call::SignIn {
        account: "ada".into(),
        password: Secret::new("hunter2"),
        agreed: Vec::new(),
    };
    assert!(!format!("{call:?}").contains("hunter2"));
}
