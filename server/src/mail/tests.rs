//! What stands in mails, and what does not.
use super::*;
use crate::auth::codes::Purpose;

fn written(name: &str, app: &str, occasion: &Occasion) -> Mail {
    write(
        &Addressee {
            name: Some(name),
            app,
            public_url: "https://id.example.com",
            chinese: false,
            own: None,
        },
        occasion,
    )
    .unwrap()
}

fn code(purpose: Purpose, code: &str) -> Occasion {
    Occasion::Code {
        purpose,
        code: code.into(),
        minutes: 5,
        link: None,
    }
}

#[test]
fn cd_7_a_link_stands_in_both_parts_beside_its_code() {
    let mail = written(
        "Ada",
        "Acorn",
        &Occasion::Code {
            purpose: Purpose::Login,
            code: "012345".into(),
            minutes: 5,
            link: Some("https://id.example.com/link/abc".into()),
        },
    );
    for part in [&mail.text, &mail.html] {
        assert!(part.contains("https://id.example.com/link/abc") && part.contains("012345"));
    }
}

#[test]
fn x16_what_people_typed_is_text_in_a_mail_and_never_markup_or_a_header() {
    for payload in [
        "<img src=x onerror=alert(1)//>",
        "<p>abc<iframe//src=jAva&Tab;script:alert(3)>def</p>",
        "Test <a href=\"https://www.google.co.uk\">Fake link</a>",
        "x\r\nBcc: eve@example.com",
        "\u{202e}evil",
    ] {
        let mail = written(payload, payload, &Occasion::Welcome);
        assert!(
            !mail.html.contains("<img")
                && !mail.html.contains("<iframe")
                && !mail.html.contains("<a href=\"https://www"),
            "{}",
            mail.html
        );
        assert!(
            !mail.subject.contains(['\r', '\n', '\u{202e}']),
            "{}",
            mail.subject
        );
        assert!(
            !mail.text.contains('\r') && !mail.text.contains("\nBcc"),
            "{}",
            mail.text
        );
    }
}

#[test]
fn a_code_stands_in_both_parts_and_in_no_subject() {
    for chinese in [false, true] {
        let to = Addressee {
            name: None,
            app: "Acorn",
            public_url: "https://id.example.com",
            chinese,
            own: None,
        };
        let mail = write(&to, &code(Purpose::Reset, "012345")).unwrap();
        assert!(
            mail.text.contains("012345")
                && mail.html.contains("012345")
                && !mail.subject.contains("012345")
        );
        assert!(mail.text.contains("https://id.example.com") && mail.subject.contains("Acorn"));
    }
}

#[test]
fn qr_1_the_notice_of_a_scan_says_where_and_when_and_leads_nowhere() {
    let occasion = Occasion::SignedInByScan {
        browser: Some("Firefox, Linux".into()),
        at: "2026-11-28T14:40:01.123Z".into(),
    };
    let mail = written("Ada", "Acorn", &occasion);
    assert!(mail.text.contains("Firefox, Linux, 2026-11-28 14:40 UTC"));
    assert!(!mail.text.contains("/link/") && !mail.html.contains("/link/"));
}

#[test]
fn every_mail_is_written_in_both_languages() {
    for occasion in [
        Occasion::Welcome,
        Occasion::AlreadyRegistered,
        Occasion::Verify {
            link: "https://x.example/link/1".into(),
        },
        code(Purpose::Login, "1"),
        code(Purpose::Register, "1"),
        code(Purpose::Reset, "1"),
        Occasion::PasswordChanged,
        Occasion::Held,
        Occasion::SignedInByScan {
            browser: Some("Firefox, Linux".into()),
            at: "2026-11-28T14:40:01Z".into(),
        },
        Occasion::OldNumber,
    ] {
        let in_language = |chinese| {
            write(
                &Addressee {
                    name: Some("Ada"),
                    app: "Acorn",
                    public_url: "https://x.example",
                    chinese,
                    own: None,
                },
                &occasion,
            )
            .unwrap()
        };
        let (english, chinese) = (in_language(false), in_language(true));
        assert_ne!(english.subject, chinese.subject);
        assert!(
            chinese
                .text
                .chars()
                .any(|it| ('\u{4e00}'..'\u{9fff}').contains(&it))
                && english.text.is_ascii(),
            "{}",
            english.text
        );
    }
}
