//! What the page is served with, and where it does not lead.
use super::{ADDRESS, CHALLENGE, OTHER, Visitor, hosted, page};
use crate::support::{Database, TestServer};

crate::process_cases![
    h10_the_page_stands_in_no_frame_and_under_the_strictest_policy,
    p13_the_page_leads_to_no_address_but_those_of_the_app,
    ss_1_failure_what_cannot_be_read_is_said_and_nobody_is_sent_on,
    ss_1_failure_without_a_built_widget_there_is_no_page,
];

async fn h10_the_page_stands_in_no_frame_and_under_the_strictest_policy(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let logo = serde_json::json!({"logo": "https://pictures.example:8443/a.svg"});
    server.set("guard-demo", logo).await;
    let form = visitor.open(&page(&[("redirect_uri", OTHER)])).await;
    let policy = form.header("content-security-policy");
    let parts: Vec<_> = policy.split("; ").collect();
    assert_eq!(
        parts,
        [
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "connect-src 'self'",
            "img-src 'self' data: https://pictures.example:8443",
            "form-action 'self' https://shop.example",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        ]
    );
    visitor.ticket(&[]).await;
    for path in [
        page(&[("prompt", "login")]),
        "/login?app_id=nobody".to_owned(),
        page(&[]),
    ] {
        let said = visitor.open(&path).await;
        assert_eq!(said.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(said.header("cache-control"), "no-store", "{path}");
        assert!(
            said.header("content-security-policy")
                .contains("frame-ancestors 'none'")
        );
        assert!(matches!(
            said.header("referrer-policy"),
            "same-origin" | "no-referrer"
        ));
        assert!(
            !said.text.contains("<style")
                && !said.text.contains(" style=")
                && !said.text.contains("<script>")
        );
    }
    for file in ["/login/page.css", "/login/page.js"] {
        assert_eq!(visitor.open(file).await.status, 200, "{file}");
    }
}

async fn p13_the_page_leads_to_no_address_but_those_of_the_app(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    visitor.ticket(&[]).await;
    for evil in [
        "//evil.example",
        "/\\evil.example",
        "https:evil.example",
        "https://evil.example/in",
        "%0d%0aset-cookie:a=b",
        "https://shop.example/in\r\nset-cookie: a=b",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        "/in",
        "https://shop.example/in/",
        "https://shop.example/in?",
        "https://shop.example/in#x",
        "https://SHOP.example/in",
        "https://shop.example:443/in",
        "https://shop.example/x/../in",
        "https://shop.example/%69n",
        "https://shop.example@evil.example/in",
        "http://shop.example/in",
        " https://shop.example/in",
    ] {
        let path = page(&[("redirect_uri", evil)]);
        let leave = path.replace("/login?", "/login/leave?");
        let origin = visitor.origin.clone();
        for said in [
            visitor.open(&path).await,
            visitor.sign_in(&path, "ada", super::PASSWORD).await,
            visitor.post(&leave, &[], &[("origin", &origin)]).await,
        ] {
            assert!(matches!(said.status, 400 | 404), "{evil:?}");
            assert!(
                said.headers.get("location").is_none() && said.headers.get("set-cookie").is_none()
            );
            assert!(
                !said.text.contains("evil") && !said.text.contains("href=\"h"),
                "{}",
                said.text
            );
        }
    }
    visitor
        .open(&page(&[("redirect_uri", ADDRESS)]))
        .await
        .given("ticket");
}

async fn ss_1_failure_what_cannot_be_read_is_said_and_nobody_is_sent_on(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let long = "s".repeat(1025);
    for path in [
        "/login".to_owned(),
        "/login?app_id=nobody".to_owned(),
        "/login?app_id=../x".to_owned(),
        "/login?app_id=guard-demo&app_id=guard-demo-open".to_owned(),
        page(&[("state", &long)]),
        page(&[("code_challenge", CHALLENGE)]),
        page(&[
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "plain"),
        ]),
        page(&[
            ("code_challenge", &CHALLENGE[1..]),
            ("code_challenge_method", "S256"),
        ]),
        page(&[("code_challenge_method", "S256")]),
    ] {
        let said = visitor.open(&path).await;
        assert_eq!(said.status, 400, "{path}");
        assert!(said.text.contains("<h1>") && said.headers.get("location").is_none());
        let said = visitor.sign_in(&path, "ada", super::PASSWORD).await;
        assert_eq!(said.status, 400, "{path}");
    }
    let chinese = [("accept-language", "zh-CN,zh;q=0.9")];
    let said = visitor.open_with("/login", &chinese).await;
    assert!(said.text.contains("应用不存在"));
}

async fn ss_1_failure_without_a_built_widget_there_is_no_page(database: Database) {
    let server = TestServer::start(database).await;
    let mut visitor = Visitor::of(&server);
    assert_eq!(visitor.open(&page(&[])).await.status, 404);
    let prerender = "/api/v2/applications/guard-demo/prerender";
    assert_eq!(visitor.open(prerender).await.status, 404);
}
