//! The same registration again, and many at once: one account, one mail, one answer.
use serde_json::Value;

use crate::support::TestServer;

crate::cases![
    n03_a_repeated_registration_gets_the_first_answer_and_makes_one_account_and_one_mail,
    d10_an_idempotency_key_opens_nothing_without_its_password_and_serves_one_request_only,
    d04_registrations_of_one_name_at_once_make_one_account,
];

const SENTENCE: &str = "another fine sentence";

async fn n03_a_repeated_registration_gets_the_first_answer_and_makes_one_account_and_one_mail(
    server: TestServer,
) {
    for (client, email) in [
        (server.client().await, "quiet@example.com"),
        (server.open_client().await, "open@example.com"),
    ] {
        let client = client.with("idempotency-key", "key-1");
        let mut answers = Vec::new();
        for _ in 0..3 {
            answers.push(client.register_email(email, SENTENCE).await.done().clone());
        }
        let id = |it: &Value| {
            (
                it["id"].clone(),
                it["pending"].clone(),
                it["tokenExpiredAt"].clone(),
            )
        };
        assert!(
            answers.iter().all(|it| id(it) == id(&answers[0])),
            "{answers:?}"
        );
        assert_eq!(server.mails(email).await.len(), 2, "one welcome, one link");
        if let Some(token) = answers[2]["token"].as_str() {
            client.me(token).await.done();
        }
        assert_eq!(
            server
                .database
                .count(&format!(
                    "SELECT COUNT(*) FROM users WHERE email = '{email}'"
                ))
                .await,
            1
        );
    }
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM sessions").await,
        1,
        "a repetition begins no second session"
    );

    // The same request five times at once.
    let client = server.open_client().await.with("idempotency-key", "key-2");
    let presses: Vec<_> = (0..5)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.register_username("pressed", SENTENCE).await })
        })
        .collect();
    let mut ids = Vec::new();
    for press in presses {
        ids.push(press.await.unwrap().done()["id"].clone());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

async fn d10_an_idempotency_key_opens_nothing_without_its_password_and_serves_one_request_only(
    server: TestServer,
) {
    let client = server.client().await.with("idempotency-key", "key-1");
    let first = client.register_username("someone", SENTENCE).await.done()["id"].clone();
    for reply in [
        client
            .register_username("someone", "a guess at the password")
            .await,
        client.register_username("another", SENTENCE).await,
    ] {
        assert_eq!(
            (reply.status, reply.code(), reply.data()),
            (409, 409, &Value::Null)
        );
    }
    // The same where the answer names nobody, whether the address is free or taken.
    for (key, email) in [("key-2", "new@example.com"), ("key-3", "ada@example.com")] {
        let quiet = server.client().await.with("idempotency-key", key);
        quiet.register_email(email, SENTENCE).await.done();
        quiet.register_email(email, SENTENCE).await.done();
        let reply = quiet.register_email(email, "another password").await;
        assert_eq!((reply.status, reply.code()), (409, 409), "{email}");
    }
    let server = server.restart(&[]).await;
    let client = server.client().await.with("idempotency-key", "key-1");
    assert_eq!(
        client.register_username("someone", SENTENCE).await.done()["id"],
        first,
        "after a restart as well"
    );
    server.clock.advance(24 * 60 * 60 * 1000);
    client
        .register_username("someone", SENTENCE)
        .await
        .refused(2026);
    client.register_username("another", SENTENCE).await.done();
    for bad in ["", "a b", &"x".repeat(65)] {
        let reply = client
            .with("idempotency-key", bad)
            .register_username("third", SENTENCE)
            .await;
        assert_eq!(reply.refused(400)["field"], "idempotency-key", "{bad}");
    }
}

async fn d04_registrations_of_one_name_at_once_make_one_account(server: TestServer) {
    let quiet = server.client().await;
    let open = server.open_client().await;
    for round in 0..10 {
        let race: Vec<_> = [
            format!("racer{round}"),
            format!("RACER{round}"),
            format!("Racer{round}"),
            format!("rａcer{round}"),
        ]
        .into_iter()
        .map(|name| {
            let open = open.clone();
            tokio::spawn(async move { open.register_username(&name, SENTENCE).await.code() })
        })
        .collect();
        let mut codes = Vec::new();
        for one in race {
            codes.push(one.await.unwrap());
        }
        codes.sort_unstable();
        assert_eq!(codes, [200, 2026, 2026, 2026]);
        let email = format!("racer{round}@example.com");
        let (one, two) = tokio::join!(
            quiet.register_email(&email, SENTENCE),
            quiet.register_email(&email, SENTENCE)
        );
        assert_eq!(one.shape(), two.shape());
        let subjects: Vec<_> = server
            .mails(&email)
            .await
            .iter()
            .map(|it| it["subject"].as_str().unwrap().contains("Welcome"))
            .collect();
        assert_eq!(
            subjects.iter().filter(|it| **it).count(),
            1,
            "one of the two was first"
        );
        assert_eq!(subjects.len(), 3, "the first one's link, too");
    }
}
