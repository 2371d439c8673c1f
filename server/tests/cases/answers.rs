//! What every answer has: its headers, its envelope, and nothing that a statement in a name could change.
use std::time::{Duration, Instant};

use reqwest::Method;

use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    e13_quotes_and_statements_are_only_text,
    e18_every_answer_carries_the_security_headers,
    an_unknown_path_or_method_is_answered_in_the_envelope,
    the_health_check_asks_the_database,
    settings_travel_compressed_and_what_may_hold_a_secret_does_not,
];

const LOGIN: &str = "/api/v2/login/account";

async fn e13_quotes_and_statements_are_only_text(server: TestServer) {
    let client = server.client().await;
    for text in [
        "' OR '1'='1",
        "'; DROP TABLE users; --",
        "ada' --",
        "ada\" OR \"\"=\"",
        "\\",
        "%",
        "_d",
        "$1",
        "ada\u{0}",
        "1; SELECT pg_sleep(5)",
    ] {
        let began = Instant::now();
        assert!(
            matches!(client.sign_in(text, PASSWORD).await.code(), 2333 | 400),
            "{text}"
        );
        assert!(
            matches!(
                client
                    .send_code(&format!("{text}@example.com"))
                    .await
                    .code(),
                200 | 400
            ),
            "{text}"
        );
        assert!(
            matches!(
                client
                    .check_code(&format!("{text}@example.com"), text)
                    .await
                    .code(),
                2001 | 400
            ),
            "{text}"
        );
        assert!(
            matches!(
                client.reset(text, "another fine sentence").await.code(),
                2021 | 400
            ),
            "{text}"
        );
        assert_eq!(
            client
                .register_username(text, "another fine sentence")
                .await
                .code(),
            400,
            "{text}"
        );
        client.me(&text.replace('\u{0}', "")).await.refused(2020);
        let app = client
            .with("x-authing-app-id", text.replace('\u{0}', ""))
            .get("/api/v2/users/me")
            .await;
        assert_eq!(app.status, 404, "{text}");
        let request = server
            .open_client()
            .await
            .request(Method::GET, "/api/v2/users/find")
            .query(&[("key", text), ("type", "username")]);
        assert!(client.send(request).await.data().is_null(), "{text}");
        assert!(began.elapsed() < Duration::from_secs(3), "{text}");
    }
    assert_eq!(server.database.count("SELECT COUNT(*) FROM users").await, 8);
    client.sign_in("ada", PASSWORD).await.done();
}

async fn e18_every_answer_carries_the_security_headers(server: TestServer) {
    let client = server.client().await;
    for path in [
        "/",
        "/dev/outbox",
        "/dev/api/outbox",
        "/healthz",
        "/nowhere",
        "/api/v2/users/me",
        "/api/v2/login/account",
        "/api/v2/applications/guard-demo/public-config",
        "/oidc/.well-known/jwks.json",
        "/guard/nowhere.js",
    ] {
        let headers = client.get(path).await.headers;
        let value = |name: &str| {
            headers
                .get(name)
                .map(|it| it.to_str().unwrap())
                .unwrap_or_default()
        };
        assert_eq!(value("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(value("referrer-policy"), "no-referrer", "{path}");
        assert!(
            value("content-security-policy").contains("frame-ancestors 'none'")
                && value("content-security-policy").starts_with("default-src 'none'"),
            "{path}"
        );
        assert_eq!(value("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(
            value("strict-transport-security").starts_with("max-age="),
            "{path}"
        );
        assert!(
            matches!(value("cache-control"), "no-store" | "no-cache"),
            "{path}"
        );
        assert!(
            headers.get("server").is_none() && headers.get("set-cookie").is_none(),
            "{path}"
        );
    }
    assert_eq!(
        client.sign_in("ada", PASSWORD).await.headers["cache-control"],
        "no-store"
    );
}

async fn an_unknown_path_or_method_is_answered_in_the_envelope(server: TestServer) {
    let client = server.client().await;
    for (method, path, status) in [
        (Method::GET, "/nowhere", 404),
        (Method::POST, "/api/v2/nowhere", 404),
        (
            Method::GET,
            "/api/v2/applications/no-such-app/public-config",
            404,
        ),
        (
            Method::GET,
            "/api/v2/applications/..%2f..%2fetc/public-config",
            404,
        ),
        (Method::GET, LOGIN, 405),
        (Method::DELETE, "/api/v2/users/me", 405),
        (
            Method::POST,
            "/api/v2/applications/guard-demo/public-config",
            405,
        ),
        (Method::POST, "/healthz", 405),
        (Method::GET, "/guard/../../etc/passwd", 404),
    ] {
        let reply = client.send(client.request(method.clone(), path)).await;
        assert_eq!(
            (reply.status, reply.code()),
            (status, u64::from(status)),
            "{method} {path}"
        );
        assert_eq!(reply.body["requestId"].as_str().unwrap().len(), 32);
    }
}

async fn the_health_check_asks_the_database(server: TestServer) {
    let client = server.client().await;
    let answer = reqwest::get(format!("{}/healthz", server.base))
        .await
        .unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.text().await.unwrap().as_str()
        ),
        (200, "ok")
    );
    assert_eq!(
        client
            .get("/api/v2/applications/guard-demo/components-public-config/guard")
            .await
            .done()["global"]["showChangeLanguage"],
        true
    );
}

async fn settings_travel_compressed_and_what_may_hold_a_secret_does_not(server: TestServer) {
    let client = server.client().await;
    let encoding = async |request: reqwest::RequestBuilder| {
        let request = request.header("accept-encoding", "br");
        let answer = request.send().await.unwrap();
        let encoding = answer.headers().get("content-encoding").cloned();
        (answer.status().as_u16(), encoding)
    };
    let path = "/api/v2/applications/guard-demo/public-config";
    let (status, settings) = encoding(client.request(Method::GET, path)).await;
    assert_eq!((status, settings.unwrap().as_bytes()), (200, &b"br"[..]));
    let body = serde_json::json!({"account": "ada", "password": client.seal(PASSWORD)});
    let (status, session) = encoding(client.request(Method::POST, LOGIN).json(&body)).await;
    assert_eq!((status, session), (200, None));
}
