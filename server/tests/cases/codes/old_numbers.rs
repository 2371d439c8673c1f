//! A number that was given to somebody new, and the account of whoever had it before (J13).
use serde_json::json;

use crate::support::client::PASSWORD;
use crate::support::{Client, TestServer};

crate::cases![
    j13_after_a_long_pause_a_number_alone_neither_signs_in_nor_sets_a_password,
    j13_a_number_opens_an_account_that_has_nothing_else_and_where_the_app_says_so,
];

const DAY: i64 = 24 * 60 * 60 * 1000;
const NUMBER: &str = "13800000001";

async fn code(server: &TestServer, client: &Client, scene: &str) -> String {
    client.send_message(NUMBER, scene).await.done();
    server.message_code("+8613800000001").await
}

async fn j13_after_a_long_pause_a_number_alone_neither_signs_in_nor_sets_a_password(
    server: TestServer,
) {
    let client = server.codes_app("elm", true).await;
    client.sign_in("ada", PASSWORD).await.done();
    server.clock.advance(179 * DAY);
    let right = code(&server, &client, "login").await;
    client.phone_code(NUMBER, &right).await.done();

    server.clock.advance(181 * DAY);
    let right = code(&server, &client, "login").await;
    let reply = client.phone_code(NUMBER, &right).await;
    assert!(reply.refused(2_130_011).is_null(), "{reply:?}");
    let mails = server.mails("ada@example.com").await;
    let subject = mails[0]["subject"].as_str().unwrap();
    assert_eq!(subject, "Somebody used your number at Elm");

    server.clock.advance(60_000);
    let right = code(&server, &client, "reset").await;
    let reset = json!({"phone": NUMBER, "code": right});
    let reply = client
        .post("/api/v2/users/password/forget/check-code", reset)
        .await;
    reply.refused(2_130_011);
    assert_eq!(server.mails("ada@example.com").await.len(), mails.len() + 1);

    // Whoever is the owner in another way is let in, and then the number is good again.
    client.sign_in("ada", PASSWORD).await.done();
    server.clock.advance(60_000);
    let right = code(&server, &client, "login").await;
    client.phone_code(NUMBER, &right).await.done();
}

async fn j13_a_number_opens_an_account_that_has_nothing_else_and_where_the_app_says_so(
    server: TestServer,
) {
    let client = server.codes_app("elm", true).await;
    let own = "13912345678";
    let signs_in = async || {
        client.send_message(own, "login").await.done();
        let right = server.message_code(&format!("+86{own}")).await;
        client.phone_code(own, &right).await.done().clone()
    };
    let id = signs_in().await["id"].clone();
    server.clock.advance(400 * DAY);
    assert_eq!(signs_in().await["id"], id);

    server.set("elm", json!({"phoneIdleDays": 0})).await;
    let right = code(&server, &client, "login").await;
    client.phone_code(NUMBER, &right).await.done();
}
