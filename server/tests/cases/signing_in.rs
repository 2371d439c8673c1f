//! Signing in with a password: who gets in, and that everybody else gets the same answer.
use serde_json::json;

use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    pw_1_pw_2_an_address_or_a_name_and_the_password_sign_in,
    pw_4_an_account_is_taken_only_in_the_ways_that_the_app_allows,
    pw_5_a_wrong_password_says_how_many_tries_are_left_and_a_pause_says_how_long,
    pw_6_a_password_that_cannot_be_opened_is_answered_like_a_wrong_one,
    e02_blocked_and_unverified_people_look_like_nobody_to_a_wrong_password,
    the_right_password_of_an_unconfirmed_address_says_so_where_the_app_asks,
    the_same_person_may_sign_in_on_several_devices_at_once,
    what_is_missing_or_wrong_is_named,
    messages_are_in_the_language_that_was_asked_for,
];

async fn pw_1_pw_2_an_address_or_a_name_and_the_password_sign_in(server: TestServer) {
    let client = server.client().await;
    for account in ["ada@example.com", "ada", "ADA@Example.com", " Ada ", "Ａda"] {
        let reply = client.sign_in(account, PASSWORD).await;
        let user = reply.done();
        assert_eq!(
            (&user["username"], &user["email"], &user["userPoolId"]),
            (
                &json!("ada"),
                &json!("ada@example.com"),
                &json!("guard-demo-pool")
            )
        );
        let keys = [
            "id",
            "arn",
            "status",
            "userPoolId",
            "username",
            "email",
            "emailVerified",
            "phone",
            "phoneVerified",
            "nickname",
            "photo",
            "registerSource",
            "token",
            "tokenExpiredAt",
            "loginsCount",
            "lastLogin",
            "signedUp",
            "blocked",
            "isDeleted",
        ];
        for key in keys {
            assert!(user.get(key).is_some(), "{key} is missing");
        }
        let me = client.me(user["token"].as_str().unwrap()).await;
        assert_eq!(me.done()["id"], user["id"]);
    }
    assert_eq!(
        client.me(&client.token("ada").await).await.done()["loginsCount"],
        6
    );
}

async fn pw_4_an_account_is_taken_only_in_the_ways_that_the_app_allows(server: TestServer) {
    server
        .set(
            "guard-demo",
            json!({"passwordTabConfig": {"validLoginMethods": ["username-password"]}}),
        )
        .await;
    let client = server.client().await;
    assert_eq!(
        client
            .sign_in("ada@example.com", PASSWORD)
            .await
            .refused(2333),
        &json!({"remainCount": 2})
    );
    client.sign_in("ada", PASSWORD).await.done();
}

async fn pw_5_a_wrong_password_says_how_many_tries_are_left_and_a_pause_says_how_long(
    server: TestServer,
) {
    let client = server.client().await;
    for left in [2, 1, 6] {
        assert_eq!(
            client.sign_in("ada", "not this one").await.refused(2333),
            &json!({"remainCount": left})
        );
        server.clock.advance(1000);
    }
    // The third failure began a pause of three seconds, of which one has passed.
    assert_eq!(
        client.sign_in("ada", PASSWORD).await.refused(2057),
        &json!({"retryAfter": 2})
    );
    server.clock.advance(2000);
    client.sign_in("ada", PASSWORD).await.done();
    assert_eq!(
        client.sign_in("ada", "not this one").await.refused(2333),
        &json!({"remainCount": 2}),
        "the right password began a new count"
    );
}

async fn pw_6_a_password_that_cannot_be_opened_is_answered_like_a_wrong_one(server: TestServer) {
    let client = server.client().await;
    let wrong = client.sign_in("grace", "not this one").await.shape();
    let other = server.open_client().await;
    let cut = client.seal(PASSWORD)[..100].to_owned();
    for (account, sealed) in [
        ("ada", PASSWORD.to_owned()),
        ("katherine", other.seal(PASSWORD)),
        ("wangming", cut),
        ("ada@example.com", "!".repeat(512)),
        ("grace@example.com", "A".repeat(512)),
    ] {
        let reply = client
            .post(
                "/api/v2/login/account",
                json!({"account": account, "password": sealed}),
            )
            .await;
        assert_eq!(reply.shape(), wrong, "{sealed}");
    }
}

async fn e02_blocked_and_unverified_people_look_like_nobody_to_a_wrong_password(
    server: TestServer,
) {
    let client = server.client().await;
    server
        .database
        .execute("UPDATE users SET blocked = 1 WHERE username = 'grace'")
        .await;
    server
        .set("guard-demo", json!({"unverifiedMaySignIn": false}))
        .await;
    server
        .database
        .execute("UPDATE users SET email_verified = 0 WHERE username = 'ada'")
        .await;
    let nobody = client.sign_in("nobody", "not this one").await.shape();
    for account in ["grace", "ada", "katherine"] {
        assert_eq!(
            client.sign_in(account, "not this one").await.shape(),
            nobody,
            "{account}"
        );
    }
    assert_eq!(
        client.sign_in("grace@example.com", PASSWORD).await.shape(),
        nobody,
        "a blocked person with the right password"
    );
}

async fn the_right_password_of_an_unconfirmed_address_says_so_where_the_app_asks(
    server: TestServer,
) {
    let client = server.client().await;
    server
        .database
        .execute("UPDATE users SET email_verified = 0 WHERE username = 'ada'")
        .await;
    client.sign_in("ada", PASSWORD).await.done();
    server
        .set("guard-demo", json!({"unverifiedMaySignIn": false}))
        .await;
    client.sign_in("ada", PASSWORD).await.refused(2042);
    client.sign_in("ada", PASSWORD).await.refused(2042);
}

async fn the_same_person_may_sign_in_on_several_devices_at_once(server: TestServer) {
    let client = server.client().await;
    let devices: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.sign_in("ada", PASSWORD).await.code() })
        })
        .collect();
    for device in devices {
        assert_eq!(device.await.unwrap(), 200);
    }
}

async fn what_is_missing_or_wrong_is_named(server: TestServer) {
    let client = server.client().await;
    let long = "a".repeat(300);
    for (body, field, rule) in [
        (json!({"password": "x"}), "account", "required"),
        (
            json!({"account": "", "password": "x"}),
            "account",
            "required",
        ),
        (
            json!({"account": ["ada"], "password": "x"}),
            "account",
            "format",
        ),
        (
            json!({"account": long, "password": "x"}),
            "account",
            "too-long",
        ),
        (json!({"account": "ada"}), "password", "required"),
        (
            json!({"account": "ada", "password": 7}),
            "password",
            "format",
        ),
        (
            json!({"account": "ada", "password": "x".repeat(5000)}),
            "password",
            "too-long",
        ),
    ] {
        let reply = client.post("/api/v2/login/account", body.clone()).await;
        assert_eq!(
            reply.refused(400),
            &json!({"field": field, "rule": rule}),
            "{body}"
        );
    }
}

async fn messages_are_in_the_language_that_was_asked_for(server: TestServer) {
    let client = server.client().await;
    let english = client.sign_in("nobody", "x").await;
    let chinese = client
        .with("x-authing-lang", "zh-CN")
        .sign_in("nobody2", "x")
        .await;
    assert_eq!(
        english.body["message"],
        "The account or the password is wrong."
    );
    assert_eq!(chinese.body["message"], "账号或密码不正确。");
}
