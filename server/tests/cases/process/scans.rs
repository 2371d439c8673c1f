//! What the log says of codes that are scanned: who did what, and no handle, ticket or secret.
use serde_json::{Value, json};

use super::logs::log_of;
use super::program::Program;
use crate::support::Database;
use crate::support::qr::{Code, Phone};

crate::process_cases![g01_g04_scanning_is_logged_without_handles_and_tickets];

async fn g01_g04_scanning_is_logged_without_handles_and_tickets(database: Database) {
    let program = Program::start(&database);
    let browser = program.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let (code, cancelled) = (
        Code::begin_with(&browser, json!({"customData": "canary-data"})).await,
        Code::begin(&browser).await,
    );
    code.status().await;
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    phone.act("cancel", &code).await.refused(2021);
    phone.act("scanned", &cancelled).await.done();
    phone.act("cancel", &cancelled).await.done();
    browser.http.get(&code.url).send().await.unwrap();
    let ticket = code.ticket().await;
    let secret = browser.with("x-authing-app-secret", "canary-secret");
    secret
        .post("/api/v2/qrcode/userinfo", json!({"ticket": ticket}))
        .await
        .refused(2_130_010);
    let user = code.exchange(&ticket).await.done().clone();
    browser
        .get(&format!("/api/v2/qrcode/check?random={}", code.printed))
        .await
        .refused(2021);
    let log = log_of(&program).await;
    for (index, canary) in [
        &code.secret,
        &code.printed,
        &cancelled.secret,
        &phone.token,
        "canary-data",
        "canary-secret",
        ticket.as_str().unwrap(),
        user["token"].as_str().unwrap(),
        user["id"].as_str().unwrap(),
    ]
    .into_iter()
    .enumerate()
    {
        assert!(!log.contains(canary), "number {index} stands in {log}");
    }
    let events: Vec<Value> = log
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .filter(|it: &Value| it["event"].is_string())
        .collect();
    for (name, code, known) in [
        ("qr_begin", 200, false),
        ("qr_scanned", 200, true),
        ("qr_confirm", 200, true),
        ("qr_cancel", 2021, true),
        ("qr_cancel", 200, true),
        ("qr_ticket", 200, true),
        ("qr_exchange", 2_130_010, false),
        ("qr_exchange", 200, true),
    ] {
        let event = events
            .iter()
            .find(|it| it["event"] == name && it["code"] == code)
            .unwrap_or_else(|| panic!("no {name} {code} in {log}"));
        assert_eq!(event["who"].is_string(), known, "{event}");
    }
}
