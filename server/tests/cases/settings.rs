//! What `public-config` says, and what it keeps to itself.
use guard_protocol::json::{self, ANSWER, Json};
use guard_protocol::{Policy, RegisterWay, Settings};
use serde_json::{Value, json};

use crate::support::TestServer;

crate::cases![
    the_settings_are_what_the_box_reads,
    what_an_app_keeps_to_itself_is_not_published,
    a_wrong_setting_is_refused_by_its_name_and_nothing_changes,
    a_setting_set_to_null_is_the_default_again,
    the_asking_origin_is_named_where_a_pattern_covers_it,
    the_public_key_of_a_pool_is_found_by_app_by_pool_or_by_default,
];

async fn published(server: &TestServer, app: &str) -> Value {
    let answer: Value = reqwest::get(format!(
        "{}/api/v2/applications/{app}/public-config",
        server.base
    ))
    .await
    .unwrap()
    .json()
    .await
    .unwrap();
    answer["data"].clone()
}

/// As the box reads them.
async fn read(server: &TestServer, app: &str) -> Settings {
    let mut warnings = Vec::new();
    let config = json::read(&published(server, app).await.to_string(), ANSWER).unwrap();
    let settings = Settings::read(&config, &Json::Null, &mut warnings);
    assert!(warnings.is_empty(), "{warnings:?}");
    settings
}

async fn the_settings_are_what_the_box_reads(server: TestServer) {
    let (acorn, birch) = (
        read(&server, "guard-demo").await,
        read(&server, "guard-demo-open").await,
    );
    assert_eq!(
        (acorn.name.as_str(), acorn.pool.as_str(), acorn.policy()),
        ("Acorn", "guard-demo-pool", Policy::Length(8))
    );
    assert_eq!(acorn.register, [RegisterWay::Email, RegisterWay::Username]);
    assert_eq!(
        (birch.name.as_str(), birch.register),
        ("Birch", vec![RegisterWay::Username, RegisterWay::Email])
    );
    assert_eq!(
        (acorn.code_length(), acorn.idempotency_header().as_deref()),
        (6, Some("idempotency-key"))
    );
    assert!(
        acorn
            .public_key
            .unwrap()
            .starts_with("-----BEGIN PUBLIC KEY-----\n")
    );

    let changes = serde_json::json!({"passwordStrength": 3, "registerDisabled": true, "ssoPageComponentDisplay": {"forgetPasswordBtn": false}, "logo": "/acorn.svg"});
    server.set("guard-demo", changes).await;
    let changed = read(&server, "guard-demo").await;
    assert_eq!(
        (
            changed.policy(),
            changed.register.len(),
            changed.forgot,
            changed.logo.as_deref()
        ),
        (Policy::Kinds(3), 0, false, Some("/acorn.svg"))
    );
}

async fn what_an_app_keeps_to_itself_is_not_published(server: TestServer) {
    server.set("guard-demo", json!({"registrationEmailAllowlist": ["vip@example.com"], "tellsWhetherTaken": true, "unverifiedMaySignIn": false})).await;
    let text = published(&server, "guard-demo").await.to_string();
    for secret in [
        "vip@",
        "llowlist",
        "tellsWhetherTaken",
        "unverified",
        "PRIVATE",
    ] {
        assert!(!text.contains(secret), "{secret}");
    }
}

async fn a_wrong_setting_is_refused_by_its_name_and_nothing_changes(server: TestServer) {
    let before = published(&server, "guard-demo").await;
    for (settings, path) in [
        (json!({"name": "New", "nmae": "x"}), "nmae"),
        (
            json!({"name": "New", "passwordStrength": 9}),
            "passwordStrength",
        ),
        (
            json!({"name": "New", "global": {"defaultLanguage": 7}}),
            "global.defaultLanguage",
        ),
        (
            json!({"name": "New", "registerTabs": {"list": ["email"], "default": "email", "extra": 1}}),
            "registerTabs.extra",
        ),
        (
            json!({"name": "New", "allowedOrigins": ["https://a.example", "https://b.example/path"]}),
            "allowedOrigins[1]",
        ),
    ] {
        let answer = reqwest::Client::new()
            .put(format!("{}/dev/api/apps/guard-demo/settings", server.base))
            .json(&settings)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 400);
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["data"]["path"], path, "{body}");
        assert!(
            body["message"].as_str().unwrap().starts_with(path),
            "{body}"
        );
    }
    assert_eq!(published(&server, "guard-demo").await, before);
}

async fn a_setting_set_to_null_is_the_default_again(server: TestServer) {
    server
        .set("guard-demo", json!({"passwordMinLength": 15}))
        .await;
    assert_eq!(
        published(&server, "guard-demo").await["passwordMinLength"],
        15
    );
    server
        .set("guard-demo", json!({"passwordMinLength": null}))
        .await;
    let now = published(&server, "guard-demo").await;
    assert_eq!(
        (&now["passwordMinLength"], &now["name"]),
        (&json!(8), &json!("Acorn")),
        "other settings stay"
    );
}

async fn the_asking_origin_is_named_where_a_pattern_covers_it(server: TestServer) {
    let asked = async |origin: &str| {
        let request = reqwest::Client::new()
            .get(format!(
                "{}/api/v2/applications/guard-demo/public-config",
                server.base
            ))
            .header("origin", origin);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["data"]["allowedOrigins"].as_array().unwrap().clone()
    };
    assert!(
        asked("http://localhost:5173")
            .await
            .contains(&json!("http://localhost:5173"))
    );
    assert!(
        asked("https://evil.example")
            .await
            .contains(&json!(server.base)),
        "a page of this server sends no origin"
    );
    assert!(
        !asked("https://evil.example")
            .await
            .contains(&json!("https://evil.example"))
    );
}

async fn the_public_key_of_a_pool_is_found_by_app_by_pool_or_by_default(server: TestServer) {
    let key = async |name: &'static str, value: &str| {
        let request = reqwest::Client::new()
            .get(format!("{}/api/v2/.well-known", server.base))
            .header(name, value);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer
    };
    let (acorn, birch) = (
        published(&server, "guard-demo").await,
        published(&server, "guard-demo-open").await,
    );
    assert_ne!(acorn["publicKey"], birch["publicKey"]);
    assert_eq!(
        key("x-authing-app-id", "guard-demo-open").await["data"]["publicKey"],
        birch["publicKey"]
    );
    assert_eq!(
        key("x-authing-userpool-id", "guard-demo-open-pool").await["data"]["publicKey"],
        birch["publicKey"]
    );
    assert_eq!(
        key("x-unrelated", "x").await["data"]["publicKey"],
        acorn["publicKey"]
    );
    assert_eq!(key("x-authing-app-id", "no-such-app").await["code"], 404);
    assert_eq!(
        key("x-authing-userpool-id", "no-such-pool").await["code"],
        404
    );
}
