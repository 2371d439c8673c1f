//! How often one address may try to open accounts, taken names included.
use serde_json::json;

use crate::support::TestServer;

crate::cases![
    e06_asking_for_taken_names_by_registering_them_is_limited,
    e11_whoever_is_over_the_limit_costs_no_hash,
    registering_an_address_again_and_again_sends_its_owner_no_mail_each_time,
];

const SENTENCE: &str = "another fine sentence";

async fn e06_asking_for_taken_names_by_registering_them_is_limited(server: TestServer) {
    // In --dev a thousand times as many; the window is filled at once.
    let server = server.restart(&["--attempts-per-address", "1"]).await;
    let open = server.open_client().await;
    let named = open.with("idempotency-key", "key-1");
    open.register_email("ada@example.com", SENTENCE)
        .await
        .refused(2026);
    open.register_username("ada", SENTENCE).await.refused(2026);
    named.register_username("ada", SENTENCE).await.refused(2026);
    let used = "SELECT used FROM address_windows WHERE kind = 'register'";
    assert_eq!(server.database.count(used).await, 3);
    named.register_username("newcomer", SENTENCE).await.done();
    assert_eq!(
        server.database.count(used).await,
        4,
        "the count stays of what was refused, and its key does not"
    );
    server
        .database
        .execute("UPDATE address_windows SET used = 998 WHERE kind = 'register'")
        .await;
    for _ in 0..2 {
        assert_eq!(
            open.register_username("ada", SENTENCE).await.refused(2026),
            &json!({"field": "username"})
        );
    }
    for name in ["ada", "grace", "nobody"] {
        let reply = open.register_username(name, SENTENCE).await;
        assert_eq!((reply.status, reply.code()), (429, 429), "{name}");
    }
    server.clock.advance(60 * 60 * 1000);
    open.register_username("ada", SENTENCE).await.refused(2026);
}

async fn e11_whoever_is_over_the_limit_costs_no_hash(server: TestServer) {
    let server = server.restart(&["--attempts-per-address", "1"]).await;
    let open = server.open_client().await;
    let named = open.with("idempotency-key", "key-1");
    for _ in 0..3 {
        named.register_username("newcomer", SENTENCE).await.done();
    }
    let used = "SELECT used FROM address_windows WHERE kind = 'register'";
    assert_eq!(server.database.count(used).await, 3, "repeating counts too");
    let sealed_wrongly = json!({"username": "other", "password": "AAAA"});
    let path = "/api/v2/register-username";
    let opened = open.post(path, sealed_wrongly.clone()).await;
    assert_ne!(opened.code(), 429);
    server
        .database
        .execute("UPDATE address_windows SET used = 1000 WHERE kind = 'register'")
        .await;
    // Not even opened: what is wrong with it stays unsaid.
    let sent_away = open.post(path, sealed_wrongly).await;
    assert_eq!((sent_away.status, sent_away.code()), (429, 429));
    assert_eq!(
        named.register_username("newcomer", SENTENCE).await.status,
        429
    );
}

async fn registering_an_address_again_and_again_sends_its_owner_no_mail_each_time(
    server: TestServer,
) {
    let client = server.client().await;
    let sent = "SELECT COUNT(*) FROM outbox WHERE state <> 'suppressed'";
    let written = "SELECT COUNT(*) FROM outbox";
    let mut answers = Vec::new();
    for (number, mails) in [1, 1, 2, 3, 4, 5, 5].into_iter().enumerate() {
        let before = server.database.count(written).await;
        let reply = client.register_email("ada@example.com", SENTENCE).await;
        answers.push(reply.shape());
        assert_eq!(server.database.count(sent).await, mails, "{number}");
        let now = server.database.count(written).await;
        assert_eq!(now - before, 2, "as many are written each time");
        if number > 0 {
            server.clock.advance(61_000);
        }
    }
    assert!(answers.iter().all(|it| *it == answers[0]), "{answers:?}");
    server.clock.advance(60 * 60 * 1000);
    client
        .register_email("ada@example.com", SENTENCE)
        .await
        .done();
    assert_eq!(server.database.count(sent).await, 6);
    // Others get theirs.
    client
        .register_email("new@example.com", SENTENCE)
        .await
        .done();
    assert_eq!(server.mails("new@example.com").await.len(), 2);
}
