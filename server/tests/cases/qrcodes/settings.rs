//! What an app and a page may set.
use serde_json::{Value, json};

use crate::support::TestServer;
use crate::support::qr::{Code, Phone};

crate::cases![
    q05_an_address_that_begins_too_many_codes_is_told_to_wait,
    q16_custom_data_comes_back_and_is_bounded,
    qr_9_an_app_sets_how_long_and_how_freely,
];

async fn q16_custom_data_comes_back_and_is_bounded(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    for (given, read) in [
        (
            json!({"a": [1, {"b": null}]}),
            json!({"a": [1, {"b": null}]}),
        ),
        (json!("{\"a\":1}"), json!({"a": 1})),
        (
            json!("<img src=x onerror=alert(1)>"),
            json!("<img src=x onerror=alert(1)>"),
        ),
        (json!("{not json"), json!("{not json")),
        (json!("\u{0}"), json!("\u{0}")),
        (Value::Null, json!({})),
    ] {
        let code = Code::begin_with(&browser, json!({"customData": given})).await;
        let printed: Value = serde_json::from_str(&code.text).unwrap();
        assert_eq!(printed["customData"], read);
        assert_eq!(code.check().await.done()["customData"], read);
        let told = phone.act("scanned", &code).await;
        assert_eq!(told.done()["customData"], read);
    }
    let most = json!({"customData": {"a": "x".repeat(376)}});
    let code = Code::begin_with(&browser, most).await;
    assert!(code.text.len() <= 666, "{}", code.text.len());
    for long in [
        json!({"a": "x".repeat(377)}),
        json!("x".repeat(383)),
        json!("x".repeat(50_000)),
        json!("ж".repeat(200)),
    ] {
        let reply = browser
            .post(
                "/api/v2/qrcode/gene",
                json!({"scene": "APP_AUTH", "customData": long}),
            )
            .await;
        assert_eq!(
            reply.refused(400),
            &json!({"field": "customData", "rule": "too-long"})
        );
    }
}

async fn qr_9_an_app_sets_how_long_and_how_freely(server: TestServer) {
    server
        .set(
            "guard-demo",
            json!({"qrcode": {"expiresIn": 30, "ticketExpiresIn": 60, "fullUserInStatus": true}}),
        )
        .await;
    let browser = server.client().await;
    let config = browser
        .get("/api/v2/applications/guard-demo/public-config")
        .await
        .done()
        .clone();
    assert_eq!(
        config["qrcode"],
        json!({"exchangeInBrowser": false}),
        "nothing else of it is told"
    );
    assert!(
        config["loginTabs"]["list"]
            .as_array()
            .unwrap()
            .contains(&json!("app-qrcode"))
    );
    let phone = Phone::of(&browser, "ada").await;
    let code = Code::begin(&browser).await;
    assert_eq!(code.begun["expiresIn"], 30);
    phone.act("scanned", &code).await.done();
    assert_eq!(
        code.check().await.done()["userInfo"]["token"],
        Value::Null,
        "not before the person has agreed"
    );
    phone.act("confirm", &code).await.done();
    browser
        .get(&format!("/api/v2/qrcode/check?random={}", code.printed))
        .await
        .refused(2021);
    let agreed = code.check().await.done().clone();
    let token = agreed["userInfo"]["token"].as_str().unwrap();
    assert_eq!(browser.me(token).await.done()["username"], "ada");
    assert_eq!(agreed["userInfo"]["email"], "ada@example.com");
    assert_eq!(
        code.check().await.done()["userInfo"],
        json!({}),
        "once, like the ticket"
    );

    let short = Code::begin(&browser).await;
    server.clock.advance(30_000);
    assert_eq!(short.status().await, -1);
}

async fn q05_an_address_that_begins_too_many_codes_is_told_to_wait(server: TestServer) {
    let server = server.restart(&["--attempts-per-address", "1"]).await;
    let browser = server.client().await;
    let code = Code::begin(&browser).await;
    // `--dev` multiplies by a thousand.
    server
        .database
        .execute("UPDATE address_windows SET used = 1000 WHERE kind = 'qrcode'")
        .await;
    let reply = browser
        .post("/api/v2/qrcode/gene", json!({"scene": "APP_AUTH"}))
        .await;
    assert_eq!((reply.status, reply.code()), (429, 429));
    let wait = reply.headers["retry-after"].to_str().unwrap();
    let wait: i64 = wait.parse().unwrap();
    assert!((590..=600).contains(&wait), "{wait}");
    assert_eq!(code.status().await, 0, "what is there goes on");
    server.clock.advance(wait * 1000);
    Code::begin(&browser).await;
}
