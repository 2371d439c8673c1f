//! The page's cookie: who comes back is sent on, and what the cookie opens ends with its session.
use serde_json::json;

use super::{ADDRESS, Visitor, exchange, hosted, hosted_with, own_server, page};
use crate::support::Database;
use crate::support::client::PASSWORD;

crate::process_cases![
    ss_1_whoever_is_signed_in_is_sent_on_at_once_unless_the_app_asks_for_more,
    ss_1_failure_no_script_frame_or_other_app_is_given_a_ticket_for_a_cookie,
    ss_1_an_app_without_addresses_says_who_is_signed_in_and_lets_them_out,
    ss_1_failure_nobody_else_signs_a_visitor_out,
    ss_1_failure_a_cookie_ends_with_its_session_and_a_planted_one_is_given_up,
    ss_1_the_cookie_belongs_to_this_host_alone_where_there_is_tls,
];

async fn ss_1_whoever_is_signed_in_is_sent_on_at_once_unless_the_app_asks_for_more(
    database: Database,
) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    visitor.ticket(&[]).await;
    let path = page(&[("state", "s2")]);
    let again = visitor.open(&path).await;
    assert_eq!(again.given("state"), "s2");
    let app = own_server(&server).await;
    let reply = exchange(&app, &again.given("ticket"), ADDRESS).await;
    assert_eq!(reply.done()["username"], "ada");
    let navigation = [
        ("sec-fetch-dest", "document"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-site", "cross-site"),
    ];
    visitor.open_with(&path, &navigation).await.given("ticket");
    assert!(visitor.open(&page(&[("prompt", "login")])).await.has_form());
    assert!(Visitor::of(&server).open(&path).await.has_form());
}

async fn ss_1_failure_no_script_frame_or_other_app_is_given_a_ticket_for_a_cookie(
    database: Database,
) {
    let server = hosted(database).await;
    server
        .set("guard-demo-open", json!({"redirectUris": [ADDRESS]}))
        .await;
    let mut visitor = Visitor::of(&server);
    visitor.ticket(&[]).await;
    for (dest, mode) in [
        ("empty", "cors"),
        ("iframe", "navigate"),
        ("image", "no-cors"),
        ("document", "no-cors"),
    ] {
        let headers = [("sec-fetch-dest", dest), ("sec-fetch-mode", mode)];
        let said = visitor.open_with(&page(&[]), &headers).await;
        assert!(said.status == 200 && said.has_form(), "{dest} {mode}");
    }
    assert!(
        visitor
            .open("/login?app_id=guard-demo-open")
            .await
            .has_form()
    );
    let cookie = visitor
        .cookie
        .replace(format!("guard_session={}", "0".repeat(64)));
    assert!(visitor.open(&page(&[])).await.has_form());
    visitor.cookie = cookie;
    visitor.open(&page(&[])).await.given("ticket");
}

async fn ss_1_an_app_without_addresses_says_who_is_signed_in_and_lets_them_out(database: Database) {
    let server = hosted(database).await;
    server.set("guard-demo", json!({"redirectUris": []})).await;
    let mut visitor = Visitor::of(&server);
    let sent = visitor
        .sign_in(&page(&[("prompt", "login")]), "ada", PASSWORD)
        .await;
    let home = sent.header("location").to_owned();
    assert_eq!(
        home,
        format!("{}/login?app_id=guard-demo&ui_locales=en-US", server.base)
    );
    let path = home.strip_prefix(&server.base).unwrap();
    let said = visitor.open(path).await;
    assert!(said.text.contains("You are signed in") && said.text.contains("Ada Lovelace"));
    assert!(
        said.text
            .contains("action=\"login/leave?app_id=guard-demo&#38;ui_locales=en-US\""),
        "{}",
        said.text
    );
    let origin = visitor.origin.clone();
    let left = visitor
        .post(
            "/login/leave?app_id=guard-demo",
            &[],
            &[("origin", &origin)],
        )
        .await;
    assert_eq!((left.status, left.header("location")), (303, home.as_str()));
    assert!(visitor.open(path).await.has_form());
    let live = "SELECT COUNT(*) FROM sessions WHERE revoked_at IS NULL";
    assert_eq!(server.database.count(live).await, 0);
}

async fn ss_1_failure_nobody_else_signs_a_visitor_out(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    visitor.ticket(&[]).await;
    for headers in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[],
    ] {
        let said = visitor
            .post("/login/leave?app_id=guard-demo", &[], headers)
            .await;
        assert_eq!(said.status, 403, "{headers:?}");
    }
    assert_eq!(
        visitor.open("/login/leave?app_id=guard-demo").await.status,
        405
    );
    visitor.open(&page(&[])).await.given("ticket");
}

async fn ss_1_failure_a_cookie_ends_with_its_session_and_a_planted_one_is_given_up(
    database: Database,
) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    visitor.ticket(&[]).await;
    let before = visitor.cookie.clone().unwrap();
    let kept = server
        .database
        .texts("SELECT browser_hash FROM hosted_sessions")
        .await;
    assert!(
        !kept.iter().any(|it| before.contains(it.as_str())),
        "only its fingerprint is kept"
    );
    // Signing in again gives another secret, and the one before opens nothing.
    visitor.ticket(&[]).await;
    let after = visitor.cookie.replace(before.clone()).unwrap();
    assert_ne!(before, after);
    assert!(visitor.open(&page(&[])).await.has_form());
    visitor.cookie = Some(after.clone());
    visitor.open(&page(&[])).await.given("ticket");
    server.clock.advance(31 * 60_000);
    assert!(visitor.open(&page(&[])).await.has_form());
    visitor.ticket(&[]).await;
    let client = server.client().await;
    client.send_code("ada@example.com").await.done();
    let code = server.code("ada@example.com").await;
    let reset = client.check_code("ada@example.com", &code).await;
    let token = reset.done()["resetPasswordToken"].as_str().unwrap();
    client.reset(token, "another wooden lamp").await.done();
    assert!(
        visitor.open(&page(&[])).await.has_form(),
        "a new password ends every session"
    );
}

async fn ss_1_the_cookie_belongs_to_this_host_alone_where_there_is_tls(database: Database) {
    let server = hosted_with(database, &["--public-url", "https://id.example.com"]).await;
    let mut visitor = Visitor::of(&server);
    let form = [("username", "ada"), ("password", PASSWORD)];
    let headers = [
        ("host", "id.example.com"),
        ("origin", "https://id.example.com"),
    ];
    let sent = visitor.post(&page(&[]), &form, &headers).await;
    sent.given("ticket");
    let all = sent.headers.get_all("set-cookie").iter();
    let cookie = all
        .map(|it| it.to_str().unwrap())
        .find(|it| it.contains("session"));
    let cookie = cookie.unwrap();
    assert!(cookie.starts_with("__Host-guard_session="), "{cookie}");
    for part in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure"] {
        assert!(cookie.split("; ").any(|it| it == part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    visitor
        .open_with(&page(&[]), &[("host", "id.example.com")])
        .await
        .given("ticket");
    let own = [("host", "id.example.com"), ("origin", server.base.as_str())];
    let said = visitor.post(&page(&[]), &form, &own).await;
    assert_eq!(
        said.status, 200,
        "the address of the connection is not the server's name"
    );
}
