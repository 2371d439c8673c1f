//! Opening accounts: by address, by name, again, at once, and with more in the body than was asked for.
use serde_json::{Value, json};

use crate::support::TestServer;

crate::cases![
    rg_1_an_address_and_a_password_open_an_account,
    rg_4_a_name_and_a_password_open_an_account_that_is_signed_in,
    rg_8_a_closed_app_takes_nobody,
    rg_8_a_whitelist_refuses_whom_it_does_not_name,
    rg_9_a_taken_account_is_said_at_its_field_where_the_app_tells,
    rg_4_names_that_look_alike_are_one_name_and_mixed_scripts_are_refused,
    e14_what_was_not_asked_for_is_not_taken,
    what_is_missing_or_wrong_is_named,
];

const SENTENCE: &str = "another fine sentence";

async fn rg_1_an_address_and_a_password_open_an_account(server: TestServer) {
    let client = server.client().await;
    assert_eq!(
        client
            .register_email("New.Person@Example.com", SENTENCE)
            .await
            .done(),
        &json!({"pending": true})
    );
    let user = client.sign_in("new.person@example.com", SENTENCE).await;
    assert_eq!(
        (
            &user.done()["email"],
            &user.data()["emailVerified"],
            &user.data()["registerSource"]
        ),
        (
            &json!("New.Person@Example.com"),
            &json!(false),
            &json!(["basic:email"])
        )
    );
    let mut subjects: Vec<_> = server
        .mails("New.Person@Example.com")
        .await
        .iter()
        .map(|it| it["subject"].as_str().unwrap().to_owned())
        .collect();
    subjects.sort();
    assert_eq!(
        subjects,
        ["Confirm your address for Acorn", "Welcome to Acorn"]
    );
    // As the protocol's older clients name it.
    client
        .post(
            "/api/v2/register-email",
            json!({"account": "other@example.com", "password": client.seal(SENTENCE)}),
        )
        .await
        .done();
    client.sign_in("other@example.com", SENTENCE).await.done();
}

async fn rg_4_a_name_and_a_password_open_an_account_that_is_signed_in(server: TestServer) {
    let client = server.client().await;
    let user = client.register_username("小明同学", SENTENCE).await;
    assert_eq!(
        (&user.done()["username"], &user.data()["email"]),
        (&json!("小明同学"), &Value::Null)
    );
    client
        .me(user.data()["token"].as_str().unwrap())
        .await
        .done();
    client.sign_in("小明同学", SENTENCE).await.done();
    let plain = client
        .post(
            "/api/v2/register-username",
            json!({"username": "tokenless", "password": client.seal(SENTENCE)}),
        )
        .await;
    assert_eq!(
        plain.done()["token"],
        Value::Null,
        "a token only for those who ask"
    );
    assert!(server.mails("").await.is_empty());
}

async fn rg_8_a_closed_app_takes_nobody(server: TestServer) {
    let client = server.client().await;
    server
        .set("guard-demo", json!({"registerDisabled": true}))
        .await;
    client
        .register_email("new@example.com", SENTENCE)
        .await
        .refused(2029);
    client
        .register_username("newbie", SENTENCE)
        .await
        .refused(2029);
    server.set("guard-demo", json!({"registerDisabled": null, "registerTabs": {"list": ["email"], "default": "email"}})).await;
    client
        .register_username("newbie", SENTENCE)
        .await
        .refused(2029);
    client
        .register_email("new@example.com", SENTENCE)
        .await
        .done();
}

async fn rg_8_a_whitelist_refuses_whom_it_does_not_name(server: TestServer) {
    let client = server.client().await;
    server
        .set(
            "guard-demo",
            json!({"registrationEmailAllowlist": ["Guest@example.com", "example.org"]}),
        )
        .await;
    client
        .register_email("other@example.com", SENTENCE)
        .await
        .refused(2031);
    client
        .register_email("ada@example.com", SENTENCE)
        .await
        .refused(2031);
    client
        .register_email("x@sub.example.org", SENTENCE)
        .await
        .refused(2031);
    client
        .register_username("newbie", SENTENCE)
        .await
        .refused(2031);
    client
        .register_email("guest@example.com", SENTENCE)
        .await
        .done();
    client
        .register_email("anybody@EXAMPLE.org", SENTENCE)
        .await
        .done();
}

async fn rg_9_a_taken_account_is_said_at_its_field_where_the_app_tells(server: TestServer) {
    let open = server.open_client().await;
    assert_eq!(
        open.register_email("ADA@example.com", SENTENCE)
            .await
            .refused(2026),
        &json!({"field": "email"})
    );
    assert_eq!(
        open.register_username("Ada", SENTENCE).await.refused(2026),
        &json!({"field": "username"})
    );
    let user = open.register_email("new@example.com", SENTENCE).await;
    assert_eq!(user.done()["email"], "new@example.com");
    open.me(user.data()["token"].as_str().unwrap()).await.done();
    // A name is public by nature; the other app says so, too.
    assert_eq!(
        server
            .client()
            .await
            .register_username("ada", SENTENCE)
            .await
            .refused(2026),
        &json!({"field": "username"})
    );
}

async fn rg_4_names_that_look_alike_are_one_name_and_mixed_scripts_are_refused(server: TestServer) {
    let client = server.client().await;
    for same in ["ADA", "Ａｄａ", "aDA"] {
        assert_eq!(
            client.register_username(same, SENTENCE).await.refused(2026),
            &json!({"field": "username"}),
            "{same}"
        );
    }
    for (bad, rule) in [
        ("\u{430}da", "format"),
        ("ada@home", "format"),
        ("12345678", "format"),
        ("ad", "length"),
        (&"a".repeat(33), "too-long"),
    ] {
        assert_eq!(
            client.register_username(bad, SENTENCE).await.refused(400)["rule"],
            rule,
            "{bad}"
        );
    }
}

async fn e14_what_was_not_asked_for_is_not_taken(server: TestServer) {
    let client = server.client().await;
    let body = json!({
        "username": "sneaky", "password": client.seal(SENTENCE), "generateToken": true,
        "id": "me", "email": "ada@example.com", "emailVerified": true, "phone": "1", "roles": ["admin"], "userPoolId": "guard-demo-open-pool", "blocked": true,
        "passwordHash": "x", "password_hash": "x", "loginsCount": 99, "status": "Deleted", "profile": {"emailVerified": true, "username": "ada", "nickname": "Sneaky"},
    });
    let user = client.post("/api/v2/register-username", body).await;
    let user = user.done();
    assert_ne!(user["id"], "me");
    assert_eq!(
        (
            &user["email"],
            &user["emailVerified"],
            &user["phone"],
            &user["userPoolId"]
        ),
        (
            &Value::Null,
            &json!(false),
            &Value::Null,
            &json!("guard-demo-pool")
        )
    );
    assert_eq!(
        (
            &user["blocked"],
            &user["loginsCount"],
            &user["status"],
            &user["username"],
            &user["nickname"]
        ),
        (
            &json!(false),
            &json!(0),
            &json!("Activated"),
            &json!("sneaky"),
            &json!("Sneaky")
        )
    );
    assert!(user.get("roles").is_none());
    client.sign_in("sneaky", SENTENCE).await.done();
}

async fn what_is_missing_or_wrong_is_named(server: TestServer) {
    let client = server.client().await;
    let sealed = client.seal(SENTENCE);
    for (path, body, field, rule) in [
        (
            "register-email",
            json!({"password": sealed}),
            "email",
            "required",
        ),
        (
            "register-email",
            json!({"email": "no address", "password": sealed}),
            "email",
            "format",
        ),
        (
            "register-email",
            json!({"email": 7, "password": sealed}),
            "email",
            "format",
        ),
        (
            "register-email",
            json!({"email": "a@example.com"}),
            "password",
            "required",
        ),
        (
            "register-username",
            json!({"password": sealed}),
            "username",
            "required",
        ),
        (
            "register-username",
            json!({"username": "  ", "password": sealed}),
            "username",
            "required",
        ),
    ] {
        let reply = client.post(&format!("/api/v2/{path}"), body.clone()).await;
        assert_eq!(
            reply.refused(400),
            &json!({"field": field, "rule": rule}),
            "{body}"
        );
    }
}
