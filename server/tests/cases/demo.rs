//! The pages of `--dev`: there for this machine's own pages and for nobody else.
use serde_json::{Value, json};

use crate::support::{Client, TestServer};

crate::cases![
    the_pages_hold_to_the_strictest_policy,
    the_pages_are_not_there_without_dev,
    a_foreign_name_or_page_reads_no_mails_and_changes_nothing,
    an_app_made_for_a_test_has_a_pool_of_its_own,
    people_made_for_a_test_can_sign_in,
];

async fn the_pages_hold_to_the_strictest_policy(server: TestServer) {
    for path in ["/", "/?app=guard-demo-open", "/dev/outbox", "/dev/settings"] {
        let answer = reqwest::get(format!("{}{path}", server.base))
            .await
            .unwrap();
        let policy = answer.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned();
        for part in [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ] {
            assert!(policy.split("; ").any(|it| it == part), "{path}: {part}");
        }
        let html = answer.text().await.unwrap();
        assert!(
            !html.contains("<style")
                && !html.contains(" style=")
                && !html.contains("<script>")
                && !html.contains(" onclick"),
            "{path}"
        );
        for file in html.split('"').filter(|it| it.starts_with("/dev/files/")) {
            assert_eq!(
                reqwest::get(format!("{}{file}", server.base))
                    .await
                    .unwrap()
                    .status(),
                200,
                "{file}"
            );
        }
    }
    let host_page = reqwest::get(format!("{}/", server.base))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        host_page.contains(&format!(
            "<guard-login app-id=\"guard-demo\" host=\"{}\">",
            server.base
        )),
        "{host_page}"
    );
    let payload = reqwest::get(format!(
        "{}/?app=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        server.base
    ))
    .await
    .unwrap()
    .text()
    .await
    .unwrap();
    assert!(!payload.contains("<script>alert"), "{payload}");
}

async fn the_pages_are_not_there_without_dev(server: TestServer) {
    // Kept: it stops when nobody has it any more.
    let earnest = server.in_earnest(&[]).await;
    let base = &earnest.base;
    for path in [
        "/",
        "/dev/outbox",
        "/dev/settings",
        "/dev/api/outbox",
        "/dev/api/apps",
        "/dev/api/apps/guard-demo/settings",
        "/dev/files/page.css",
    ] {
        assert_eq!(
            reqwest::get(format!("{base}{path}"))
                .await
                .unwrap()
                .status(),
            404,
            "{path}"
        );
    }
    Client::of(base, "guard-demo").await.token("ada").await;
}

async fn a_foreign_name_or_page_reads_no_mails_and_changes_nothing(server: TestServer) {
    let http = reqwest::Client::new();
    let get = async |path: &str, name: &'static str, value: &str| {
        http.get(format!("{}{path}", server.base))
            .header(name, value)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    for path in [
        "/",
        "/dev/outbox",
        "/dev/api/outbox",
        "/dev/api/apps/guard-demo/settings",
    ] {
        for host in [
            "evil.example",
            "localhost.evil.example",
            "evil.example:8080",
            "127.0.0.1.evil.example",
            "",
        ] {
            assert_eq!(get(path, "host", host).await, 404, "{path} {host}");
        }
        for host in [
            "localhost",
            "localhost:8080",
            "127.0.0.1:1",
            "[::1]:8080",
            "[::1]",
        ] {
            assert_eq!(get(path, "host", host).await, 200, "{path} {host}");
        }
    }
    for origin in ["http://localhost:1", "https://evil.example", "null"] {
        assert_eq!(
            get("/dev/api/outbox", "origin", origin).await,
            403,
            "{origin}"
        );
    }
    assert_eq!(
        get("/dev/api/outbox", "sec-fetch-site", "same-site").await,
        403
    );
    assert_eq!(get("/dev/api/outbox", "origin", &server.base).await, 200);
    let change = http
        .put(format!("{}/dev/api/apps/guard-demo/settings", server.base))
        .header("origin", "https://evil.example")
        .json(&json!({"name": "Evil"}))
        .send()
        .await
        .unwrap();
    assert_eq!(change.status(), 403);
}

async fn an_app_made_for_a_test_has_a_pool_of_its_own(server: TestServer) {
    let http = reqwest::Client::new();
    let make = async |body: Value| {
        http.post(format!("{}/dev/api/apps", server.base))
            .json(&body)
            .send()
            .await
            .unwrap()
    };
    let made =
        make(json!({"id": "trial", "settings": {"name": "Trial", "passwordMinLength": 12}})).await;
    assert_eq!(
        (made.status().as_u16(), made.json::<Value>().await.unwrap()),
        (201, json!({"id": "trial", "poolId": "trial-pool"}))
    );
    let client = Client::of(&server.base, "trial").await;
    assert_eq!(
        client
            .register_username("someone", "shortish")
            .await
            .refused(400)["min"],
        12
    );
    client
        .sign_in("ada", crate::support::client::PASSWORD)
        .await
        .refused(2333);
    let again: Value = make(json!({"id": "trial"})).await.json().await.unwrap();
    assert_eq!(again["code"], 2026);
    assert_eq!(
        make(json!({"id": "../trial"}))
            .await
            .json::<Value>()
            .await
            .unwrap()["data"]["field"],
        "id"
    );
    assert_eq!(
        make(json!({"id": "other", "settings": {"nmae": 1}}))
            .await
            .json::<Value>()
            .await
            .unwrap()["data"]["path"],
        "nmae"
    );
}

async fn people_made_for_a_test_can_sign_in(server: TestServer) {
    let user = server.add_user("guard-demo", "dorothy").await;
    assert_eq!(
        (&user["username"], &user["emailVerified"]),
        (&json!("dorothy"), &json!(true))
    );
    server.client().await.token("dorothy@example.com").await;
    let weak = server
        .add_user_as(json!({"appId": "guard-demo", "email": "weak@example.com", "password": "1"}))
        .await;
    assert_eq!(
        (&weak["username"], &weak["emailVerified"]),
        (&Value::Null, &json!(false))
    );
    server
        .client()
        .await
        .sign_in("weak@example.com", "1")
        .await
        .done();
}
