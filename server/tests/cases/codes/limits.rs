//! How often codes are sent, and what the database shows of them.
use serde_json::json;

use crate::support::browser::link;
use crate::support::{Client, TestServer};

crate::cases![
    o06_codes_for_whatever_purpose_are_five_an_hour_to_a_target,
    e06_codes_asked_for_and_tried_by_one_network_address_are_limited,
    g05_no_code_or_token_can_be_read_in_the_database,
];

async fn o06_codes_for_whatever_purpose_are_five_an_hour_to_a_target(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    let scenes = ["login", "register", "reset", "login", "register"];
    for (sent, scene) in (1..).zip(scenes) {
        client.send_message("13800000001", scene).await.done();
        let wait = client.send_message("13800000001", "reset").await;
        let wait = wait.refused(2080)["retryAfter"].as_i64().unwrap();
        // The fifth is told at once how long the sixth has to wait.
        let expected = if sent < 5 { 59..=60 } else { 3350..=3360 };
        assert!(expected.contains(&wait), "{scene}: {wait}");
        server.clock.advance(60_000);
    }
    for scene in ["login", "register", "reset"] {
        let wait = client.send_message("13800000001", scene).await;
        let wait = wait.refused(2080)["retryAfter"].as_i64().unwrap();
        assert!((3290..=3300).contains(&wait), "{scene}: {wait}");
    }
    // 5 codes of 5 tries an hour, of a million: 24 hours leave 600 of a million.
    assert_eq!(server.mails("+8613800000001").await.len(), 5);
}

async fn e06_codes_asked_for_and_tried_by_one_network_address_are_limited(server: TestServer) {
    let server = server
        .restart(&[
            "--codes-per-address",
            "1",
            "--trusted-proxy-header",
            "x-real-ip",
        ])
        .await;
    // In --dev a thousand times as many; the window is filled at once.
    let client = server.codes_app("elm", true).await;
    let from = |address: &str| client.with("x-real-ip", address);
    from("192.0.2.1")
        .send_message("13800000001", "login")
        .await
        .done();
    server
        .database
        .execute("UPDATE address_windows SET used = 1000 WHERE kind = 'code'")
        .await;
    let reply = from("192.0.2.1").send_message("13800000002", "login").await;
    assert_eq!((reply.status, reply.code()), (429, 429));
    let reply = from("192.0.2.1")
        .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
        .await;
    assert_eq!(reply.status, 429);
    from("192.0.2.2")
        .send_message("13800000002", "login")
        .await
        .done();
}

async fn g05_no_code_or_token_can_be_read_in_the_database(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    client.send_message("13800000001", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    let reply = client
        .post(
            "/api/v2/email/send-link",
            json!({"email": "ada@example.com"}),
        )
        .await;
    let poll = reply.done()["pollToken"].as_str().unwrap().to_owned();
    let link = link(&server, "ada@example.com").await;
    let token = link.rsplit('/').next().unwrap().to_owned();
    for sql in [
        "SELECT id || pool_id || target || salt || code_hash FROM codes",
        "SELECT token_hash || COALESCE(browser_hash, '') || COALESCE(poll_hash, '') FROM links",
    ] {
        for row in server.database.texts(sql).await {
            assert!(![&poll, &token].iter().any(|it| row.contains(*it)), "{row}");
            assert!(
                !row.split(|it: char| !it.is_ascii_digit())
                    .any(|it| it == code),
                "{row}"
            );
        }
    }
    let other = Client::of(&server.base, "guard-demo").await;
    let stolen = other
        .post("/api/v2/login/email-link", json!({"pollToken": poll}))
        .await;
    stolen.refused(2021);
}
