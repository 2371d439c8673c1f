//! A ticket is good for one use, by its own app, for its time; and by default for servers only.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::qr::{Code, Phone};
use crate::support::{Client, Reply, TestServer};

crate::cases![
    q09_a_ticket_is_good_once_and_a_second_use_ends_what_the_first_began,
    q09_a_ticket_has_its_time_which_the_app_sets,
    q09_a_ticket_is_no_ticket_of_another_app_or_pool_and_survives_their_tries,
    q09_a_page_exchanges_no_ticket_unless_the_app_allows_it_and_a_secret_always_does,
    d06_of_many_exchanges_of_one_ticket_one_succeeds,
];

/// Agreed to, and fetched.
async fn ticket(browser: &Client) -> Value {
    let phone = Phone::of(browser, "ada").await;
    let code = Code::begin(browser).await;
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    code.ticket().await
}

async fn exchange(client: &Client, ticket: &Value) -> Reply {
    client
        .post("/api/v2/qrcode/userinfo", json!({"ticket": ticket}))
        .await
}

fn token(reply: &Reply) -> String {
    reply.done()["token"].as_str().unwrap().to_owned()
}

async fn q09_a_ticket_is_good_once_and_a_second_use_ends_what_the_first_began(server: TestServer) {
    let browser = server.client().await;
    let (used, other) = (ticket(&browser).await, ticket(&browser).await);
    let (first, bystander) = (
        token(&exchange(&browser, &used).await),
        token(&exchange(&browser, &other).await),
    );
    browser.me(&first).await.done();
    exchange(&browser, &used).await.refused(2021);
    browser.me(&first).await.refused(2020);
    exchange(&browser, &used).await.refused(2021);
    browser.me(&bystander).await.done();
}

async fn q09_a_ticket_has_its_time_which_the_app_sets(server: TestServer) {
    let browser = server.client().await;
    let (early, late) = (ticket(&browser).await, ticket(&browser).await);
    server.clock.advance(295_000);
    exchange(&browser, &early).await.done();
    server.clock.advance(5_000);
    exchange(&browser, &late).await.refused(2021);
    server
        .set(
            "guard-demo",
            json!({"qrcode": {"ticketExpiresIn": 60, "exchangeInBrowser": true}}),
        )
        .await;
    let short = ticket(&browser).await;
    server.clock.advance(61_000);
    exchange(&browser, &short).await.refused(2021);
}

async fn q09_a_ticket_is_no_ticket_of_another_app_or_pool_and_survives_their_tries(
    server: TestServer,
) {
    let browser = server.client().await;
    super::sibling(&server).await;
    let ticket = ticket(&browser).await;
    let unknown = exchange(&browser, &json!("x".repeat(64))).await.shape();
    for other in [
        browser.with("x-authing-app-id", "sibling"),
        server.open_client().await,
    ] {
        let reply = exchange(&other, &ticket).await;
        assert_eq!(reply.shape(), unknown);
        reply.refused(2021);
    }
    let text = ticket.as_str().unwrap();
    for tampered in [
        text.to_uppercase(),
        text[1..].to_owned(),
        format!("{text}0"),
        format!("{text} "),
    ] {
        exchange(&browser, &json!(tampered)).await.refused(2021);
    }
    for (malformed, rule) in [(json!(""), "required"), (json!(1), "format")] {
        let reply = exchange(&browser, &malformed).await;
        assert_eq!(
            reply.refused(400),
            &json!({"field": "ticket", "rule": rule})
        );
    }
    exchange(&browser, &ticket).await.done();
}

async fn q09_a_page_exchanges_no_ticket_unless_the_app_allows_it_and_a_secret_always_does(
    server: TestServer,
) {
    let browser = server.client().await;
    server.set("guard-demo", json!({"qrcode": {}})).await;
    let ticket = ticket(&browser).await;
    let refused = exchange(&browser, &ticket).await;
    refused.refused(2_130_010);
    let secret = async |app: &str| {
        let answer = browser
            .http
            .post(format!("{}/dev/api/apps/{app}/secret", server.base))
            .send()
            .await
            .unwrap();
        let answer: Value = answer.json().await.unwrap();
        answer["secret"].as_str().unwrap().to_owned()
    };
    let (own, foreign) = (secret("guard-demo").await, secret("guard-demo-open").await);
    let basic = |name: &str, secret: &str| {
        let text = STANDARD.encode(format!("{name}:{secret}"));
        browser.with("authorization", format!("Basic {text}"))
    };
    for wrong in [
        browser.with("x-authing-app-secret", foreign.clone()),
        browser.with("x-authing-app-secret", "nonsense"),
        browser.with("authorization", format!("Bearer {own}")),
        basic("guard-demo", &foreign),
        basic("guard-demo-open", &own),
        basic("guard-demo", ""),
        browser.with("authorization", "Basic !"),
    ] {
        assert_eq!(exchange(&wrong, &ticket).await.shape(), refused.shape());
    }
    let user = exchange(&basic("guard-demo", &own), &ticket).await;
    browser.me(&token(&user)).await.done();
    for right in [
        browser.with("x-authing-app-secret", own.clone()),
        basic("guard-demo-pool", &own),
    ] {
        let another = self::ticket(&browser).await;
        exchange(&right, &another).await.done();
    }
    let kept = server
        .database
        .texts("SELECT secret_hash FROM app_secrets")
        .await;
    assert!(!kept.contains(&own), "only its fingerprint is kept");
    // Where pages may, a wrong secret is still wrong.
    server
        .set("guard-demo", json!({"qrcode": {"exchangeInBrowser": true}}))
        .await;
    let last = self::ticket(&browser).await;
    let wrong = browser.with("x-authing-app-secret", foreign);
    exchange(&wrong, &last).await.refused(2_130_010);
    exchange(&browser, &last).await.done();
}

async fn d06_of_many_exchanges_of_one_ticket_one_succeeds(server: TestServer) {
    let browser = server.client().await;
    for _ in 0..10 {
        let ticket = ticket(&browser).await;
        let race: Vec<_> = (0..8)
            .map(|_| {
                let (browser, ticket) = (browser.clone(), ticket.clone());
                tokio::spawn(async move { exchange(&browser, &ticket).await.code() })
            })
            .collect();
        let mut codes = Vec::new();
        for one in race {
            codes.push(one.await.unwrap());
        }
        codes.sort_unstable();
        assert_eq!(codes[..2], [200, 2021], "{codes:?}");
    }
    let live = "SELECT COUNT(*) FROM qrcodes JOIN sessions ON sessions.id = qrcodes.session_id WHERE revoked_at IS NULL";
    assert_eq!(
        server.database.count(live).await,
        0,
        "whoever was first among several stays in none of them"
    );
}
