//! A ticket is good for one use, at one address of one app, for a minute, and for nobody but that app.
use serde_json::json;

use super::{
    ADDRESS, CHALLENGE, OTHER, VERIFIER, Visitor, exchange, exchange_with, hosted, own_server,
    page, token,
};
use crate::support::Database;
use crate::support::client::PASSWORD;

crate::process_cases![
    ss_1_whoever_signs_in_is_sent_to_the_apps_address_and_its_server_gets_the_person_for_the_ticket,
    s04_a_ticket_is_good_once_and_a_second_use_ends_what_the_first_began,
    ss_1_failure_a_ticket_of_another_app_or_address_is_none_and_survives_their_tries,
    ss_1_failure_a_ticket_has_a_minute_and_the_session_it_comes_from,
    p11_a_ticket_that_a_browser_asked_for_needs_what_only_that_browser_knows,
    ss_1_failure_without_a_secret_and_without_a_verifier_nobody_gets_anything,
    d06_of_many_exchanges_of_one_ticket_one_succeeds_and_nobody_stays,
];

async fn ss_1_whoever_signs_in_is_sent_to_the_apps_address_and_its_server_gets_the_person_for_the_ticket(
    database: Database,
) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let path = page(&[("redirect_uri", OTHER), ("state", "a&b=c#d")]);
    assert!(visitor.open(&path).await.has_form());
    let sent = visitor.sign_in(&path, "ada@example.com", PASSWORD).await;
    let ticket = sent.given("ticket");
    assert_eq!(ticket.len(), 64);
    assert_eq!(
        sent.header("location"),
        format!("{OTHER}&ticket={ticket}&state=a%26b%3Dc%23d")
    );
    assert_eq!(sent.header("cache-control"), "no-store");
    let app = own_server(&server).await;
    let reply = exchange(&app, &ticket, OTHER).await;
    assert_eq!(reply.done()["username"], "ada");
    server.client().await.me(&token(&reply)).await.done();
    let kept = server
        .database
        .texts("SELECT ticket_hash FROM handovers")
        .await;
    assert!(!kept.contains(&ticket), "only its fingerprint is kept");
    // Without a wish the first of the app's addresses is meant.
    let sent = visitor.sign_in(&page(&[]), "ada", PASSWORD).await;
    let ticket = sent.given("ticket");
    assert_eq!(
        sent.header("location"),
        format!("{ADDRESS}?ticket={ticket}")
    );
    exchange(&app, &ticket, ADDRESS).await.done();
}

async fn s04_a_ticket_is_good_once_and_a_second_use_ends_what_the_first_began(database: Database) {
    let server = hosted(database).await;
    let (app, browser) = (own_server(&server).await, server.client().await);
    let mut visitor = Visitor::of(&server);
    let (used, other) = (visitor.ticket(&[]).await, visitor.ticket(&[]).await);
    let first = token(&exchange(&app, &used, ADDRESS).await);
    let bystander = token(&exchange(&app, &other, ADDRESS).await);
    browser.me(&first).await.done();
    // Whoever is not the app ends nothing.
    exchange(&browser, &used, ADDRESS).await.refused(2_130_010);
    exchange(&app, &used, OTHER).await.refused(2021);
    browser.me(&first).await.done();
    exchange(&app, &used, ADDRESS).await.refused(2021);
    browser.me(&first).await.refused(2020);
    browser.me(&bystander).await.done();
}

async fn ss_1_failure_a_ticket_of_another_app_or_address_is_none_and_survives_their_tries(
    database: Database,
) {
    let server = hosted(database).await;
    let app = own_server(&server).await;
    let ticket = Visitor::of(&server).ticket(&[]).await;
    let unknown = exchange(&app, &"x".repeat(64), ADDRESS).await;
    unknown.refused(2021);
    let answer = app
        .http
        .post(format!(
            "{}/dev/api/apps/guard-demo-codes/secret",
            server.base
        ))
        .send();
    let answer: serde_json::Value = answer.await.unwrap().json().await.unwrap();
    let sibling = app
        .with("x-authing-app-id", "guard-demo-codes")
        .with("x-authing-app-secret", answer["secret"].as_str().unwrap());
    for reply in [
        exchange(&sibling, &ticket, ADDRESS).await,
        exchange(&app, &ticket, OTHER).await,
        exchange(&app, &ticket, "https://shop.example/in/").await,
        exchange(&app, &ticket.to_uppercase(), ADDRESS).await,
        exchange(&app, &format!("{ticket} "), ADDRESS).await,
    ] {
        assert_eq!(reply.shape(), unknown.shape());
    }
    let wrong = app.with("x-authing-app-secret", "nonsense");
    exchange(&wrong, &ticket, ADDRESS).await.refused(2_130_010);
    let without = json!({"ticket": ticket});
    let reply = app.post("/api/v2/login/ticket", without).await;
    assert_eq!(
        reply.refused(400),
        &json!({"field": "redirectUri", "rule": "required"})
    );
    exchange(&app, &ticket, ADDRESS).await.done();
}

async fn ss_1_failure_a_ticket_has_a_minute_and_the_session_it_comes_from(database: Database) {
    let server = hosted(database).await;
    let app = own_server(&server).await;
    let mut visitor = Visitor::of(&server);
    let (early, late) = (visitor.ticket(&[]).await, visitor.ticket(&[]).await);
    server.clock.advance(55_000);
    exchange(&app, &early, ADDRESS).await.done();
    server.clock.advance(5_000);
    exchange(&app, &late, ADDRESS).await.refused(2021);
    let left = visitor.ticket(&[]).await;
    let origin = visitor.origin.clone();
    let path = page(&[]).replace("/login?", "/login/leave?");
    let gone = visitor.post(&path, &[], &[("origin", &origin)]).await;
    assert_eq!(gone.status, 303);
    exchange(&app, &left, ADDRESS).await.refused(2021);
}

async fn p11_a_ticket_that_a_browser_asked_for_needs_what_only_that_browser_knows(
    database: Database,
) {
    let server = hosted(database).await;
    let (app, browser) = (own_server(&server).await, server.client().await);
    let mut visitor = Visitor::of(&server);
    let asked = [
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let ticket = visitor.ticket(&asked).await;
    exchange(&app, &ticket, ADDRESS).await.refused(2021);
    exchange(&browser, &ticket, ADDRESS)
        .await
        .refused(2_130_010);
    for wrong in [CHALLENGE, "x", &VERIFIER[1..]] {
        exchange_with(&app, &ticket, wrong).await.refused(2021);
        exchange_with(&browser, &ticket, wrong).await.refused(2021);
    }
    let reply = exchange_with(&browser, &ticket, VERIFIER).await;
    browser.me(&token(&reply)).await.done();
    let another = visitor.ticket(&asked).await;
    exchange_with(&app, &another, VERIFIER).await.done();
}

async fn ss_1_failure_without_a_secret_and_without_a_verifier_nobody_gets_anything(
    database: Database,
) {
    let server = hosted(database).await;
    let browser = server.client().await;
    let ticket = Visitor::of(&server).ticket(&[]).await;
    exchange(&browser, &ticket, ADDRESS)
        .await
        .refused(2_130_010);
    // A verifier for a ticket that nobody promised one for.
    exchange_with(&browser, &ticket, VERIFIER)
        .await
        .refused(2021);
    exchange(&own_server(&server).await, &ticket, ADDRESS)
        .await
        .done();
}

async fn d06_of_many_exchanges_of_one_ticket_one_succeeds_and_nobody_stays(database: Database) {
    let server = hosted(database).await;
    let app = own_server(&server).await;
    let mut visitor = Visitor::of(&server);
    for _ in 0..5 {
        let ticket = visitor.ticket(&[]).await;
        let race: Vec<_> = (0..8)
            .map(|_| {
                let (app, ticket) = (app.clone(), ticket.clone());
                tokio::spawn(async move { exchange(&app, &ticket, ADDRESS).await.code() })
            })
            .collect();
        let mut codes = Vec::new();
        for one in race {
            codes.push(one.await.unwrap());
        }
        codes.sort_unstable();
        assert_eq!(codes[..2], [200, 2021], "{codes:?}");
    }
    let live = "SELECT COUNT(*) FROM handovers JOIN sessions ON sessions.id = handovers.session_id WHERE revoked_at IS NULL";
    assert_eq!(server.database.count(live).await, 0);
}
