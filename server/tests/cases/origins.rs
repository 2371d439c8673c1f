//! Which pages may use an app.
use reqwest::Method;
use serde_json::json;

use crate::support::client::PASSWORD;
use crate::support::{Client, Reply, TestServer};

crate::cases![
    e19_a_foreign_origin_is_refused_and_may_not_even_read_that,
    e19_an_allowed_origin_reads_answers_and_refusals,
    e19_a_preflight_is_answered_for_origins_of_any_app_and_the_request_by_its_own,
    e20_a_page_of_another_site_cannot_sign_anybody_in,
    ss_1_the_servers_own_page_signs_in_whatever_origins_an_app_lists,
    any_page_may_read_the_settings_without_a_preflight,
    an_app_whose_settings_cannot_be_read_keeps_no_other_from_working,
];

fn header<'a>(reply: &'a Reply, name: &str) -> Option<&'a str> {
    reply.headers.get(name).map(|it| it.to_str().unwrap())
}

async fn preflight(client: &Client, origin: &str, path: &str) -> Reply {
    let request = client
        .http
        .request(Method::OPTIONS, format!("{}{path}", client.base));
    client
        .send(
            request
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header(
                    "access-control-request-headers",
                    "content-type,x-authing-app-id",
                ),
        )
        .await
}

const LOGIN: &str = "/api/v2/login/account";
const SHOP: &str = "https://shop.example";

async fn e19_a_foreign_origin_is_refused_and_may_not_even_read_that(server: TestServer) {
    server
        .set(
            "guard-demo",
            json!({"allowedOrigins": [SHOP, "https://*.shop.example"]}),
        )
        .await;
    let client = server.client().await;
    for origin in [
        "https://evil.example",
        "null",
        "http://shop.example",
        "https://shop.example.evil",
        "https://evilshop.example",
        "https://shop.example:8443",
        "http://localhost:3000",
    ] {
        let reply = client.with("origin", origin).sign_in("ada", PASSWORD).await;
        assert_eq!((reply.status, reply.code()), (403, 403), "{origin}");
        assert_eq!(
            header(&reply, "access-control-allow-origin"),
            None,
            "{origin}"
        );
    }
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM sessions").await,
        0
    );
}

async fn e19_an_allowed_origin_reads_answers_and_refusals(server: TestServer) {
    server
        .set(
            "guard-demo",
            json!({"allowedOrigins": [SHOP, "https://*.shop.example"]}),
        )
        .await;
    let client = server.client().await;
    for origin in [SHOP, "https://a.shop.example", "https://a.b.shop.example"] {
        let page = client.with("origin", origin);
        let not_json = page.send(page.request(Method::POST, LOGIN).body("x")).await;
        assert_eq!(not_json.status, 415);
        for reply in [
            page.sign_in("ada", PASSWORD).await,
            page.get("/api/v2/users/me").await,
            not_json,
            page.get(LOGIN).await,
            page.get("/api/v2/nowhere").await,
        ] {
            assert_eq!(header(&reply, "access-control-allow-origin"), Some(origin));
            assert_eq!(
                header(&reply, "access-control-allow-credentials"),
                Some("true")
            );
            assert_eq!(
                header(&reply, "access-control-expose-headers"),
                Some("retry-after")
            );
            assert_eq!(header(&reply, "vary"), Some("origin"));
        }
    }
    // No browser, no origin: the app's own server, which the rule is not about.
    assert_eq!(
        header(
            &client.sign_in("ada", PASSWORD).await,
            "access-control-allow-origin"
        ),
        None
    );
}

async fn e19_a_preflight_is_answered_for_origins_of_any_app_and_the_request_by_its_own(
    server: TestServer,
) {
    server
        .set("guard-demo", json!({"allowedOrigins": [SHOP]}))
        .await;
    server
        .set(
            "guard-demo-open",
            json!({"allowedOrigins": ["https://other.example"]}),
        )
        .await;
    let client = server.client().await;
    for origin in [SHOP, "https://other.example"] {
        let reply = preflight(&client, origin, LOGIN).await;
        assert_eq!(
            (reply.status, header(&reply, "access-control-allow-origin")),
            (204, Some(origin))
        );
        assert_eq!(header(&reply, "access-control-max-age"), Some("7200"));
        assert!(
            header(&reply, "access-control-allow-methods")
                .unwrap()
                .contains("POST")
        );
        for name in [
            "content-type",
            "authorization",
            "idempotency-key",
            "x-authing-app-id",
            "x-authing-userpool-id",
            "x-authing-lang",
            "x-authing-request-from",
            "x-authing-sdk-version",
            "x-authing-device-id",
        ] {
            assert!(
                header(&reply, "access-control-allow-headers")
                    .unwrap()
                    .split(", ")
                    .any(|it| it == name),
                "{name}"
            );
        }
    }
    assert_eq!(
        client
            .with("origin", "https://other.example")
            .sign_in("ada", PASSWORD)
            .await
            .status,
        403
    );
    for origin in ["https://evil.example", "null", "https://evil-shop.example"] {
        let reply = preflight(&client, origin, LOGIN).await;
        assert_eq!(
            (reply.status, header(&reply, "access-control-allow-origin")),
            (403, None),
            "{origin}"
        );
    }
}

async fn e20_a_page_of_another_site_cannot_sign_anybody_in(server: TestServer) {
    let client = server.client().await;
    let body = json!({"account": "ada", "password": client.seal(PASSWORD)}).to_string();
    // What a form can send without a preflight: no header of ours, one of three kinds of body.
    for kind in ["text/plain", "application/x-www-form-urlencoded"] {
        let request = client
            .http
            .post(format!("{}{LOGIN}", client.base))
            .header("origin", "https://evil.example")
            .header("content-type", kind)
            .body(body.clone());
        let reply = client.send(request).await;
        assert!(matches!(reply.status, 403 | 404 | 415), "{reply:?}");
        assert!(header(&reply, "set-cookie").is_none());
    }
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM sessions").await,
        0
    );
}

async fn any_page_may_read_the_settings_without_a_preflight(server: TestServer) {
    server
        .set("guard-demo", json!({"allowedOrigins": [SHOP]}))
        .await;
    for path in [
        "/api/v2/applications/guard-demo/public-config",
        "/api/v2/applications/guard-demo/components-public-config/guard",
        "/api/v2/.well-known",
        "/oidc/.well-known/jwks.json",
        "/api/v2/applications/no-such-app/public-config",
    ] {
        let request = reqwest::Client::new()
            .get(format!("{}{path}", server.base))
            .header("origin", "https://anywhere.example");
        let answer = request.send().await.unwrap();
        assert_eq!(
            answer.headers()["access-control-allow-origin"],
            "*",
            "{path}"
        );
        assert!(
            answer
                .headers()
                .get("access-control-allow-credentials")
                .is_none(),
            "{path}"
        );
        assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
    }
    let reply = preflight(
        &server.client().await,
        "https://anywhere.example",
        "/api/v2/applications/guard-demo/public-config",
    )
    .await;
    assert_eq!(
        (reply.status, header(&reply, "access-control-allow-origin")),
        (204, Some("*"))
    );
}

async fn ss_1_the_servers_own_page_signs_in_whatever_origins_an_app_lists(server: TestServer) {
    let own = "https://id.example.com";
    for (listed, told) in [(json!([]), json!([])), (json!([SHOP]), json!([SHOP, own]))] {
        server
            .set("guard-demo", json!({"allowedOrigins": listed}))
            .await;
        let earnest = server.in_earnest(&["--public-url", own]).await;
        let client = earnest.client().await;
        let page = client.with("origin", own);
        page.sign_in("ada", PASSWORD).await.done();
        let near = client.with("origin", "https://id.example.com.evil");
        assert_eq!(near.sign_in("ada", PASSWORD).await.status, 403);
        let config = client
            .get("/api/v2/applications/guard-demo/public-config")
            .await;
        assert_eq!(config.done()["allowedOrigins"], told);
    }
}

async fn an_app_whose_settings_cannot_be_read_keeps_no_other_from_working(server: TestServer) {
    server
        .set("guard-demo", json!({"allowedOrigins": [SHOP]}))
        .await;
    server
        .database
        .execute("UPDATE apps SET settings = '{\"nmae\":1}' WHERE id = 'guard-demo-open'")
        .await;
    let client = server.client().await;
    assert_eq!(preflight(&client, SHOP, LOGIN).await.status, 204);
    let page = client.with("origin", SHOP);
    page.sign_in("ada", PASSWORD).await.done();
    let broken = client.with("x-authing-app-id", "guard-demo-open");
    assert_eq!(broken.sign_in("ada", PASSWORD).await.status, 500);
}
