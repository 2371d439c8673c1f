//! What the page's script passes on: the token that the box got a moment ago, or the ticket of a code that was scanned.
use serde_json::{Value, json};

use super::{ADDRESS, Visitor, exchange, hosted, own_server, page};
use crate::support::qr::{Code, Phone};
use crate::support::{Client, Database, Reply};

crate::process_cases![
    ss_1_the_page_hands_over_whoever_has_signed_in_on_its_box,
    ss_1_failure_no_other_page_and_no_other_token_hands_anybody_over,
    ss_1_the_page_hands_over_whoever_has_agreed_on_their_phone,
    ss_1_failure_a_code_that_another_page_has_shown_is_not_the_pages_to_hand_over,
];

async fn hand_over(client: &Client, path: &str, body: Value) -> Reply {
    let path = path.replace("/login?", "/login/handover?");
    client.post(&path, body).await
}

fn ticket(reply: &Reply) -> String {
    let url = reply.done()["url"].as_str().unwrap();
    let (_, rest) = url.split_once("ticket=").unwrap();
    rest.split('&').next().unwrap().to_owned()
}

async fn ss_1_the_page_hands_over_whoever_has_signed_in_on_its_box(database: Database) {
    let server = hosted(database).await;
    let client = server.client().await;
    let token = client.token("ada").await;
    let own = client
        .with("origin", server.base.clone())
        .with("authorization", format!("Bearer {token}"));
    let reply = hand_over(&own, &page(&[("state", "s3")]), json!({})).await;
    assert!(
        reply.done()["url"]
            .as_str()
            .unwrap()
            .starts_with(&format!("{ADDRESS}?ticket="))
    );
    let app = own_server(&server).await;
    let user = exchange(&app, &ticket(&reply), ADDRESS).await;
    assert_eq!(user.done()["username"], "ada");
    let mut visitor = Visitor::of(&server);
    let cookie = reply.headers["set-cookie"].to_str().unwrap();
    visitor.cookie = cookie.split(';').next().map(str::to_owned);
    visitor.open(&page(&[])).await.given("ticket");
}

async fn ss_1_failure_no_other_page_and_no_other_token_hands_anybody_over(database: Database) {
    let server = hosted(database).await;
    let client = server.client().await;
    let token = client.token("ada").await;
    let own = client
        .with("origin", server.base.clone())
        .with("authorization", format!("Bearer {token}"));
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        let reply = hand_over(&own.with("origin", origin), &page(&[]), json!({})).await;
        assert_eq!((reply.status, reply.code()), (403, 403), "{origin}");
    }
    let bare = client.with("authorization", format!("Bearer {token}"));
    assert_eq!(hand_over(&bare, &page(&[]), json!({})).await.status, 403);
    let other = server.open_client().await.token("ada").await;
    for wrong in ["", "nonsense", &other] {
        let wrong = own.with("authorization", format!("Bearer {wrong}"));
        hand_over(&wrong, &page(&[]), json!({})).await.refused(2020);
    }
    let without = client.with("origin", server.base.clone());
    hand_over(&without, &page(&[]), json!({}))
        .await
        .refused(2020);
    hand_over(&without, &page(&[]), json!({"scanTicket": "x".repeat(64)}))
        .await
        .refused(2021);
    let evil = page(&[("redirect_uri", "https://evil.example/in")]);
    hand_over(&own, &evil, json!({})).await.refused(400);
    server.clock.advance(6 * 60_000);
    hand_over(&own, &page(&[]), json!({})).await.refused(2021);
    let given = "SELECT COUNT(*) FROM handovers";
    assert_eq!(server.database.count(given).await, 0);
}

async fn ss_1_the_page_hands_over_whoever_has_agreed_on_their_phone(database: Database) {
    let server = hosted(database).await;
    // The app leaves the exchange of what was scanned to servers, of which the page has one.
    let settings =
        json!({"qrcodeTabsSettings": {"app-qrcode": []}, "qrcode": {"exchangeInBrowser": false}});
    server.set("guard-demo", settings).await;
    let browser = server.client().await;
    let own = browser.with("origin", server.base.clone());
    let phone = Phone::of(&browser, "ada").await;
    let code = Code::begin(&own).await;
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    let scanned = code.ticket().await;
    let reply = hand_over(&own, &page(&[]), json!({"scanTicket": scanned})).await;
    let app = own_server(&server).await;
    let user = exchange(&app, &ticket(&reply), ADDRESS).await;
    assert_eq!(user.done()["username"], "ada");
    hand_over(&own, &page(&[]), json!({"scanTicket": scanned}))
        .await
        .refused(2021);
}

async fn ss_1_failure_a_code_that_another_page_has_shown_is_not_the_pages_to_hand_over(
    database: Database,
) {
    let server = hosted(database).await;
    let settings =
        json!({"qrcodeTabsSettings": {"app-qrcode": []}, "qrcode": {"exchangeInBrowser": false}});
    server.set("guard-demo", settings).await;
    let client = server.client().await;
    let phone = Phone::of(&client, "ada").await;
    for begun in [
        client.clone(),
        client.with("origin", "http://localhost:3000"),
    ] {
        let code = Code::begin(&begun).await;
        phone.act("scanned", &code).await.done();
        phone.act("confirm", &code).await.done();
        let scanned = code.ticket().await;
        let own = client.with("origin", server.base.clone());
        hand_over(&own, &page(&[]), json!({"scanTicket": scanned}))
            .await
            .refused(2021);
        let app = own_server(&server).await;
        let reply = app
            .post("/api/v2/qrcode/userinfo", json!({"ticket": scanned}))
            .await;
        assert_eq!(reply.done()["username"], "ada", "its own server still may");
    }
}
