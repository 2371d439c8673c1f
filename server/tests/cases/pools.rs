//! A user pool knows nothing of another one, whatever a request names.
use serde_json::{Value, json};

use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    e15_a_token_of_one_pool_is_no_token_in_another,
    e15_an_app_named_with_another_pool_does_not_exist,
    e15_people_codes_and_lookups_stay_in_their_pool,
    s12_a_token_of_one_app_is_no_token_in_another_of_the_same_pool,
];

async fn e15_a_token_of_one_pool_is_no_token_in_another(server: TestServer) {
    let (acorn, birch) = (server.client().await, server.open_client().await);
    let token = acorn.token("ada").await;
    let nonsense = birch.me("nonsense").await.shape();
    assert_eq!(birch.me(&token).await.shape(), nonsense);
    let status = birch
        .post("/api/v2/users/login/check-status", json!({"token": token}))
        .await;
    assert_eq!(
        (&status.done()["status"], &status.data()["data"]),
        (&json!(false), &Value::Null)
    );
    birch
        .with("authorization", format!("Bearer {token}"))
        .get("/api/v2/logout?app_id=guard-demo")
        .await
        .done();
    acorn.me(&token).await.done();
}

async fn e15_an_app_named_with_another_pool_does_not_exist(server: TestServer) {
    let client = server.client().await;
    let token = client.token("ada").await;
    let mixed = client.with("x-authing-userpool-id", "guard-demo-open-pool");
    let unknown = client.with("x-authing-app-id", "no-such-app");
    let sealed = client.seal(PASSWORD);
    for (path, body) in [
        (
            "/api/v2/login/account",
            json!({"account": "ada", "password": sealed}),
        ),
        (
            "/api/v2/register-email",
            json!({"email": "x@example.com", "password": sealed}),
        ),
        (
            "/api/v2/register-username",
            json!({"username": "xxx", "password": sealed}),
        ),
        (
            "/api/v2/email/send",
            json!({"email": "ada@example.com", "scene": "RESET_PASSWORD_VERIFY_CODE"}),
        ),
        (
            "/api/v2/users/password/forget/check-code",
            json!({"email": "ada@example.com", "code": "000000"}),
        ),
        (
            "/api/v2/users/password/password-reset",
            json!({"resetPasswordToken": "x", "newPassword": sealed, "repeatPassword": sealed}),
        ),
        ("/api/v2/users/login/check-status", json!({"token": token})),
        (
            "/api/v2/sms/send",
            json!({"phone": "13800000001", "scene": "login"}),
        ),
        (
            "/api/v2/login/phone-code",
            json!({"phone": "13800000001", "code": "000000"}),
        ),
        (
            "/api/v2/login/email-code",
            json!({"email": "ada@example.com", "code": "000000"}),
        ),
        ("/api/v2/login/email-link", json!({"pollToken": "x"})),
        (
            "/api/v2/email/send-link",
            json!({"email": "ada@example.com"}),
        ),
        (
            "/api/v2/register-phone-code",
            json!({"phone": "13912345678", "code": "000000"}),
        ),
        (
            "/api/v2/register-phone",
            json!({"phone": "13912345678", "code": "000000", "password": sealed}),
        ),
        (
            "/api/v2/register-email-code",
            json!({"email": "x@example.com", "code": "000000"}),
        ),
        (
            "/api/v2/sms/preCheckCode",
            json!({"phone": "13912345678", "phoneCode": "000000"}),
        ),
        (
            "/api/v2/email/preCheckCode",
            json!({"email": "x@example.com", "emailCode": "000000"}),
        ),
    ] {
        let refused = unknown.post(path, body.clone()).await;
        assert_eq!((refused.status, refused.code()), (404, 404), "{path}");
        assert_eq!(
            mixed.post(path, body).await.shape(),
            refused.shape(),
            "{path}"
        );
    }
    for path in [
        "/api/v2/users/me",
        "/api/v2/logout",
        "/api/v2/users/find?key=ada&type=username",
        "/api/v2/users/is-user-exists?username=ada",
    ] {
        let refused = unknown
            .with("authorization", format!("Bearer {token}"))
            .get(path)
            .await;
        assert_eq!((refused.status, refused.code()), (404, 404), "{path}");
        assert_eq!(
            mixed
                .with("authorization", format!("Bearer {token}"))
                .get(path)
                .await
                .shape(),
            refused.shape(),
            "{path}"
        );
    }
    client
        .with("x-authing-userpool-id", "guard-demo-pool")
        .me(&token)
        .await
        .done();
}

async fn e15_people_codes_and_lookups_stay_in_their_pool(server: TestServer) {
    let (acorn, birch) = (server.client().await, server.open_client().await);
    acorn
        .register_username("onlyhere", "another fine sentence")
        .await
        .done();
    birch
        .sign_in("onlyhere", "another fine sentence")
        .await
        .refused(2333);
    birch
        .register_username("onlyhere", "a different sentence")
        .await
        .done();
    acorn
        .sign_in("onlyhere", "another fine sentence")
        .await
        .done();

    acorn.send_code("ada@example.com").await.done();
    let code = server.code("ada@example.com").await;
    birch
        .check_code("ada@example.com", &code)
        .await
        .refused(2001);
    let token = acorn.check_code("ada@example.com", &code).await.done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned();
    birch
        .reset(&token, "another fine sentence")
        .await
        .refused(2021);
    birch.sign_in("ada", PASSWORD).await.done();
    // Failures in one pool are no failures in another.
    acorn.sign_in("grace", "x").await.refused(2333);
    birch.sign_in("grace", PASSWORD).await.done();
}

async fn s12_a_token_of_one_app_is_no_token_in_another_of_the_same_pool(server: TestServer) {
    let body = json!({"id": "sibling", "poolId": "guard-demo-pool"});
    assert_eq!(
        reqwest::Client::new()
            .post(format!("{}/dev/api/apps", server.base))
            .json(&body)
            .send()
            .await
            .unwrap()
            .status(),
        201
    );
    let client = server.client().await;
    let token = client.token("ada").await;
    client
        .with("x-authing-app-id", "sibling")
        .me(&token)
        .await
        .refused(2020);
    client
        .with("x-authing-app-id", "sibling")
        .sign_in("ada", PASSWORD)
        .await
        .done();
}
