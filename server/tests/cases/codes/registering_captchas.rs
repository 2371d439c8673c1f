//! Captchas before an account is opened with a password.
use serde_json::{Value, json};

use crate::support::{Client, Reply, TestServer};

crate::cases![
    pw_7_registering_with_a_password_wants_a_captcha_always_after_some_or_never,
    pw_7_attempts_at_names_that_are_taken_count_towards_the_captcha,
    pw_7_where_a_code_was_asked_for_registering_wants_no_second_captcha,
    n03_a_repeated_registration_needs_no_second_captcha,
];

const SECRET: &str = "a-secret-of-this-box-1234";

fn switch(switch: &str) -> Value {
    json!({"robotAfter": 2, "registerSmsConfig": {"robot": {"switch": switch}}})
}

/// What a new picture shows.
async fn letters(client: &Client) -> String {
    let picture = format!("{}/api/v2/security/captcha?r={SECRET}", client.base);
    reqwest::get(picture).await.unwrap();
    let url = format!("{}/dev/api/captcha?r={SECRET}", client.base);
    let answer: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    answer["letters"].as_str().unwrap().to_owned()
}

async fn register(client: &Client, way: &str, account: Value, letters: Option<&str>) -> Reply {
    let mut body = account;
    body["password"] = json!(client.seal("a fine new sentence"));
    if let Some(letters) = letters {
        body["captchaId"] = json!(SECRET);
        body["captchaCode"] = json!(letters);
    }
    client.post(&format!("/api/v2/register-{way}"), body).await
}

async fn pw_7_registering_with_a_password_wants_a_captcha_always_after_some_or_never(
    server: TestServer,
) {
    let client = server.client().await;
    server.set("guard-demo", switch("ON")).await;
    for (way, account) in [
        ("email", json!({"email": "new@example.com"})),
        // Taken: asked alike.
        ("email", json!({"email": "ada@example.com"})),
        ("username", json!({"username": "newcomer"})),
    ] {
        let lacking = register(&client, way, account.clone(), None).await;
        assert_eq!(lacking.refused(2000), &json!({"reason": "wanted"}));
        letters(&client).await;
        let wrong = register(&client, way, account.clone(), Some("WRONG")).await;
        assert_eq!(wrong.refused(2000), &json!({"reason": "wrong"}));
        let seen = letters(&client).await;
        register(&client, way, account, Some(&seen)).await.done();
    }
    server.set("guard-demo", switch("CONDON")).await;
    server.clock.advance(3_600_000);
    for name in ["one", "two"] {
        let account = json!({"username": format!("name-{name}")});
        register(&client, "username", account, None).await.done();
    }
    let third = json!({"username": "name-three"});
    register(&client, "username", third.clone(), None)
        .await
        .refused(2000);
    server.set("guard-demo", switch("OFF")).await;
    register(&client, "username", third, None).await.done();
}

async fn pw_7_attempts_at_names_that_are_taken_count_towards_the_captcha(server: TestServer) {
    let client = server.client().await;
    server.set("guard-demo", switch("CONDON")).await;
    for name in ["ada", "grace"] {
        let account = json!({"username": name});
        let taken = register(&client, "username", account, None).await;
        assert_eq!(taken.refused(2026), &json!({"field": "username"}));
    }
    let third = json!({"username": "katherine"});
    let lacking = register(&client, "username", third, None).await;
    assert_eq!(lacking.refused(2000), &json!({"reason": "wanted"}));
}

async fn pw_7_where_a_code_was_asked_for_registering_wants_no_second_captcha(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    server.set("elm", switch("ON")).await;
    let phone = "13912345678";
    client.send_message(phone, "register").await.refused(2000);
    let seen = letters(&client).await;
    let asked =
        json!({"phone": phone, "scene": "register", "captchaCode": seen, "captchaId": SECRET});
    client.post("/api/v2/sms/send", asked).await.done();
    let code = server.message_code("+8613912345678").await;
    let account = json!({"phone": phone, "code": code});
    register(&client, "phone", account, None).await.done();
}

async fn n03_a_repeated_registration_needs_no_second_captcha(server: TestServer) {
    let client = server.client().await.with("idempotency-key", "key-1");
    server.set("guard-demo", switch("ON")).await;
    let account = json!({"username": "newcomer"});
    let seen = letters(&client).await;
    let first = register(&client, "username", account.clone(), Some(&seen)).await;
    // The answer was lost; the letters are used up.
    let again = register(&client, "username", account, Some(&seen)).await;
    assert_eq!(again.done()["id"], first.done()["id"]);
}
