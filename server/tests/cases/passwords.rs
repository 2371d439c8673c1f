//! Which passwords may be chosen, as told over the wire.
use serde_json::{Value, json};

use crate::support::TestServer;

crate::cases![
    e12_a_password_that_would_be_guessed_is_refused_with_the_reason,
    e12_length_is_all_that_is_asked_for_beyond_that,
    rs_8_each_level_asks_for_what_it_documents,
    rs_8_an_apps_own_rule_speaks_in_its_own_words,
    rs_8_a_new_password_is_checked_when_it_is_reset_and_the_token_stays_good,
    a_password_is_the_same_however_it_was_composed,
];

async fn e12_a_password_that_would_be_guessed_is_refused_with_the_reason(server: TestServer) {
    let client = server.client().await;
    for (password, refusal) in [
        (
            "short",
            json!({"field": "password", "rule": "length", "min": 8}),
        ),
        (
            "password123",
            json!({"field": "password", "rule": "blocklist"}),
        ),
        (
            "PassWord123",
            json!({"field": "password", "rule": "blocklist"}),
        ),
        (
            "lovelace42",
            json!({"field": "password", "rule": "context"}),
        ),
        ("acorn2026", json!({"field": "password", "rule": "context"})),
        (
            &"x".repeat(257),
            json!({"field": "password", "rule": "too-long"}),
        ),
        ("", json!({"field": "password", "rule": "required"})),
    ] {
        let reply = client
            .register_email("lovelace@example.org", password)
            .await;
        assert_eq!(reply.refused(400), &refusal, "{password}");
    }
    assert_eq!(
        client
            .register_username("lovelace", "lovelace42")
            .await
            .refused(400)["rule"],
        "context"
    );
    assert_eq!(
        server
            .database
            .count("SELECT COUNT(*) FROM users WHERE email LIKE 'lovelace%'")
            .await,
        0
    );
}

async fn e12_length_is_all_that_is_asked_for_beyond_that(server: TestServer) {
    let client = server.client().await;
    let long = format!("{}!", "two words ".repeat(25));
    let four_bytes_each = "\u{1f333}\u{1f330}".repeat(128);
    for (index, password) in [
        "wqzmkfpa",
        &"x".repeat(64),
        &"p".repeat(256),
        &long,
        &four_bytes_each,
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("person{index}");
        client.register_username(&name, password).await.done();
        client.sign_in(&name, password).await.done();
        client
            .sign_in(&name, &password[..password.len() - 4])
            .await
            .refused(2333);
    }
}

async fn rs_8_each_level_asks_for_what_it_documents(server: TestServer) {
    let client = server.client().await;
    let level = |level: Value| server.set("guard-demo", json!({"passwordStrength": level}));
    for (strength, password, rule) in [
        (json!(0), "x", None),
        (json!(1), "12345", Some("length")),
        (json!(1), "123456", None),
        (json!(2), "123456", Some("composition")),
        (json!(2), "abc123", None),
        (json!(3), "abc123", Some("composition")),
        (json!(3), "abc12!", None),
        (json!(5), "abc12!", Some("length")),
        (json!(5), "password123", Some("blocklist")),
        (json!(5), "another fine sentence", None),
        (Value::Null, "password123", Some("blocklist")),
    ] {
        level(strength.clone()).await;
        server.database.execute("DELETE FROM sessions").await;
        server
            .database
            .execute("DELETE FROM users WHERE username = 'someone'")
            .await;
        let reply = client.register_username("someone", password).await;
        match rule {
            Some(rule) => assert_eq!(reply.refused(400)["rule"], rule, "{strength} {password}"),
            None => assert_eq!(reply.done()["username"], "someone", "{strength} {password}"),
        }
    }
}

async fn rs_8_an_apps_own_rule_speaks_in_its_own_words(server: TestServer) {
    let client = server.client().await;
    let own = json!({"passwordStrength": 4, "customPasswordStrength": {"enabled": true, "regex": "^[a-z]{4}-[0-9]{4}$", "enMessage": "Four letters, a dash, four digits.", "zhMessage": "四个字母、短横线、四个数字。"}});
    server.set("guard-demo", own).await;
    let refused = client.register_username("someone", "four-four").await;
    assert_eq!(
        refused.refused(400),
        &json!({"field": "password", "rule": "regex"})
    );
    assert_eq!(
        refused.body["message"],
        "Four letters, a dash, four digits."
    );
    let refused = client
        .with("x-authing-lang", "zh-CN")
        .register_username("someone", "four-four")
        .await;
    assert_eq!(refused.body["message"], "四个字母、短横线、四个数字。");
    client
        .register_username("someone", "four-1234")
        .await
        .done();
}

async fn rs_8_a_new_password_is_checked_when_it_is_reset_and_the_token_stays_good(
    server: TestServer,
) {
    let client = server.client().await;
    client.send_code("ada@example.com").await.done();
    let checked = client
        .check_code("ada@example.com", &server.code("ada@example.com").await)
        .await;
    let token = checked.done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned();
    for (password, rule) in [
        ("short", "length"),
        ("password123", "blocklist"),
        ("lovelace-ada", "context"),
    ] {
        let refused = client.reset(&token, password).await;
        assert_eq!(
            (
                refused.refused(400)["field"].as_str(),
                refused.data()["rule"].as_str()
            ),
            (Some("newPassword"), Some(rule)),
            "{password}"
        );
    }
    let body = json!({"resetPasswordToken": token, "newPassword": client.seal("another fine sentence"), "repeatPassword": client.seal("another fine sentense")});
    assert_eq!(
        client
            .post("/api/v2/users/password/password-reset", body)
            .await
            .refused(400)["field"],
        "repeatPassword"
    );
    client.reset(&token, "another fine sentence").await.done();
    client.sign_in("ada", "another fine sentence").await.done();
}

async fn a_password_is_the_same_however_it_was_composed(server: TestServer) {
    let client = server.client().await;
    client
        .register_username("someone", "caf\u{e9} cr\u{e8}me br\u{fb}l\u{e9}e")
        .await
        .done();
    client
        .sign_in("someone", "cafe\u{301} cre\u{300}me bru\u{302}le\u{301}e")
        .await
        .done();
}
