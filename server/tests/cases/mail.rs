//! Mails, from what causes them to what an SMTP server is told.
use std::time::Duration;

use serde_json::json;

use crate::support::TestServer;
use crate::support::smtp::Sink;

crate::cases![
    x16_what_somebody_calls_themselves_is_only_text_in_their_mails,
    x17_links_lead_to_the_configured_address_whatever_the_request_says,
    a_mail_is_delivered_and_its_text_is_not_kept,
    a_mail_that_is_refused_for_now_is_tried_again,
    d14_a_mail_waits_where_the_relay_refuses_everything,
    a_mail_that_is_refused_for_good_is_given_up,
    d14_a_code_that_could_not_be_delivered_in_time_is_not_delivered,
];

async fn x16_what_somebody_calls_themselves_is_only_text_in_their_mails(server: TestServer) {
    let client = server.client().await;
    let payloads = [
        "<img src=x onerror=alert(1)//>",
        "Test <a href=\"https://www.google.co.uk\">Fake link</a>",
        "x\r\nBcc: eve@example.com",
        "{{ 7 * 7 }}",
    ];
    for (index, nickname) in payloads.into_iter().enumerate() {
        let email = format!("person{index}@example.com");
        let body = json!({"email": email, "password": client.seal("another fine sentence"), "profile": {"nickname": nickname}});
        client.post("/api/v2/register-email", body).await.done();
        // A stranger's words go to nobody; those of whoever proved that the mailbox is theirs go to themselves.
        client.send_code(&email).await.done();
        assert!(
            server
                .mails(&email)
                .await
                .iter()
                .all(|it| it["text"].as_str().unwrap().starts_with("Hello,"))
        );
        server
            .database
            .execute("UPDATE users SET email_verified = 1")
            .await;
        server.clock.advance(60_000);
        client.send_code(&email).await.done();
    }
    for html in server.database.texts("SELECT body_html FROM outbox").await {
        assert!(
            !html.contains("<img")
                && !html.contains("<a href=\"https://www.google")
                && !html.contains("Hello 49"),
            "{html}"
        );
    }
    let subjects = server.database.texts("SELECT subject FROM outbox").await;
    assert!(subjects.len() == 16 && subjects.iter().all(|it| !it.contains(['\r', '\n'])));
    assert!(
        server
            .database
            .texts("SELECT body_text FROM outbox")
            .await
            .iter()
            .all(|it| !it.contains("\nBcc"))
    );
}

async fn x17_links_lead_to_the_configured_address_whatever_the_request_says(server: TestServer) {
    let server = server
        .restart(&["--public-url", "https://id.acorn.example"])
        .await;
    let client = server
        .client()
        .await
        .with("host", "evil.example")
        .with("x-forwarded-host", "evil.example")
        .with("forwarded", "host=evil.example")
        .with("x-original-url", "//evil.example/");
    client.send_code("ada@example.com").await.done();
    client
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    client
        .register_email("grace@example.com", "another fine sentence")
        .await
        .done();
    let mails = server
        .database
        .texts("SELECT body_text || body_html FROM outbox")
        .await;
    assert_eq!(mails.len(), 5);
    for mail in mails {
        assert!(
            mail.contains("https://id.acorn.example") && !mail.contains("evil"),
            "{mail}"
        );
    }
}

async fn with_smtp(server: TestServer) -> (TestServer, Sink) {
    let (sink, url) = Sink::start();
    (
        server
            .restart(&[
                "--smtp-url",
                &url,
                "--mail-from",
                "Acorn <id@acorn.example>",
            ])
            .await,
        sink,
    )
}

/// Until the only mail that is meant for anybody has come to `state`.
async fn settles(server: &TestServer, state: &str) {
    for _ in 0..100 {
        let states = server
            .database
            .texts("SELECT state FROM outbox WHERE state <> 'suppressed'")
            .await;
        if states.iter().all(|it| it == state) && !states.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never {state}: {:?}", server.mails("").await);
}

async fn a_mail_is_delivered_and_its_text_is_not_kept(server: TestServer) {
    let (server, sink) = with_smtp(server).await;
    let client = server.client().await.with("x-authing-lang", "zh-CN");
    client.send_code("nobody@example.com").await.done();
    client.send_code("ada@example.com").await.done();
    settles(&server, "sent").await;
    let letters = sink.letters();
    assert_eq!(letters.len(), 1, "and none for nobody");
    let letter = &letters[0];
    assert_eq!(
        (letter.from.as_str(), &letter.to),
        ("id@acorn.example", &vec!["ada@example.com".to_owned()])
    );
    let head = letter.data.split("\r\n\r\n").next().unwrap();
    for line in [
        "From: Acorn <id@acorn.example>",
        "To: ada@example.com",
        "Subject: Acorn =?utf-8?",
        "MIME-Version: 1.0",
        "Message-ID: <",
        "Content-Type: multipart/alternative",
    ] {
        assert!(head.contains(line), "{line} in {head}");
    }
    assert!(
        letter.data.contains("text/plain; charset=utf-8")
            && letter.data.contains("text/html; charset=utf-8")
    );
    assert_eq!(
        server
            .database
            .texts("SELECT body_text || body_html FROM outbox WHERE state = 'sent'")
            .await,
        [""]
    );
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(sink.letters().len(), 1, "once");
}

async fn a_mail_that_is_refused_for_now_is_tried_again(server: TestServer) {
    refused_and_tried_again(server, 451).await;
}

async fn d14_a_mail_waits_where_the_relay_refuses_everything(server: TestServer) {
    // As one does that does not take this server's password.
    refused_and_tried_again(server, 535).await;
}

async fn refused_and_tried_again(server: TestServer, refusal: u16) {
    let (server, sink) = with_smtp(server).await;
    sink.refuse(Some(refusal));
    server
        .client()
        .await
        .send_code("ada@example.com")
        .await
        .done();
    for _ in 0..100 {
        if server
            .database
            .count("SELECT COUNT(*) FROM outbox WHERE tries = 1 AND next_at < expires_at")
            .await
            == 1
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(server.mails("ada@example.com").await[0]["state"], "queued");
    sink.refuse(None);
    server.clock.advance(5_000);
    settles(&server, "sent").await;
    assert_eq!(sink.letters().len(), 1);
}

async fn a_mail_that_is_refused_for_good_is_given_up(server: TestServer) {
    let (server, sink) = with_smtp(server).await;
    sink.refuse(Some(550));
    server
        .client()
        .await
        .send_code("ada@example.com")
        .await
        .done();
    settles(&server, "failed").await;
    assert_eq!(
        server.database.texts("SELECT body_text FROM outbox").await,
        [""]
    );
    sink.refuse(None);
    server
        .client()
        .await
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    for _ in 0..100 {
        if !sink.letters().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(
        sink.letters()[0].to,
        ["new@example.com"],
        "one that fails holds up no other"
    );
}

async fn d14_a_code_that_could_not_be_delivered_in_time_is_not_delivered(server: TestServer) {
    let (server, sink) = with_smtp(server).await;
    sink.refuse(Some(451));
    server
        .client()
        .await
        .send_code("ada@example.com")
        .await
        .done();
    tokio::time::sleep(Duration::from_millis(800)).await;
    // In this order: a first try that a busy machine has put off until now must find the time over.
    server.clock.advance(5 * 60_000);
    sink.refuse(None);
    settles(&server, "expired").await;
    assert!(sink.letters().is_empty());
    assert_eq!(
        server.database.texts("SELECT body_text FROM outbox").await,
        [""]
    );
}
