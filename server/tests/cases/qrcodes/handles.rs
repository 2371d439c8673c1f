//! Neither handle opens what the other is for, and neither is kept.
use serde_json::{Value, json};

use crate::support::qr::{Code, Phone};
use crate::support::{Client, TestServer};

crate::cases![
    q06_the_printed_handle_polls_nothing_and_the_secret_one_scans_nothing,
    q08_a_browser_gets_nothing_for_a_code_that_another_one_began,
    e19_a_code_is_for_pages_of_its_app,
    g05_handles_and_tickets_are_not_in_the_database,
];

async fn q06_the_printed_handle_polls_nothing_and_the_secret_one_scans_nothing(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let code = Code::begin(&browser).await;
    assert_ne!(code.secret, code.printed);
    assert!(!code.url.contains(&code.secret));
    let check = async |random: &str| {
        browser
            .get(&format!("/api/v2/qrcode/check?random={random}"))
            .await
    };
    let unknown = check(&"0".repeat(32)).await.shape();
    assert_eq!(check("x").await.shape(), unknown);
    assert_eq!(check(&code.printed).await.shape(), unknown);
    phone.act("scanned", &code).await.done();
    assert_eq!(check(&code.printed).await.shape(), unknown);
    phone.act("confirm", &code).await.done();
    let seen = check(&code.printed).await;
    assert_eq!(seen.shape(), unknown);
    seen.refused(2021);
    assert_eq!(seen.data(), &Value::Null);
    browser
        .post("/api/v2/qrcode/userinfo", json!({"ticket": code.printed}))
        .await
        .refused(2021);
    let wrong_way = Code {
        printed: Code::begin(&browser).await.secret,
        ..Code::begin(&browser).await
    };
    phone.act("scanned", &wrong_way).await.refused(2021);
    code.ticket().await;
}

async fn q08_a_browser_gets_nothing_for_a_code_that_another_one_began(server: TestServer) {
    let (attacker, victim) = (server.client().await, server.client().await);
    let phone = Phone::of(&attacker, "ada").await;
    let (theirs, own) = (Code::begin(&attacker).await, Code::begin(&victim).await);
    phone.act("scanned", &theirs).await.done();
    phone.act("confirm", &theirs).await.done();
    assert_eq!(
        own.status().await,
        0,
        "the victim's browser polls what it began"
    );
    victim
        .get(&format!("/api/v2/qrcode/check?random={}", theirs.printed))
        .await
        .refused(2021);
}

async fn e19_a_code_is_for_pages_of_its_app(server: TestServer) {
    let browser = server.client().await;
    let code = Code::begin(&browser).await;
    let foreign = browser.with("origin", "https://evil.example");
    for reply in [
        foreign
            .post("/api/v2/qrcode/gene", json!({"scene": "APP_AUTH"}))
            .await,
        foreign
            .get(&format!("/api/v2/qrcode/check?random={}", code.secret))
            .await,
        foreign
            .post("/api/v2/qrcode/userinfo", json!({"ticket": "x"}))
            .await,
    ] {
        assert_eq!((reply.status, reply.code()), (403, 403));
        assert!(!reply.headers.contains_key("access-control-allow-origin"));
    }
    // Another app of the same pool polls nothing of this one.
    super::sibling(&server).await;
    browser
        .with("x-authing-app-id", "sibling")
        .get(&format!("/api/v2/qrcode/check?random={}", code.secret))
        .await
        .refused(2021);
    assert_eq!(code.status().await, 0);
    // And the phone's app is one of that pool, whichever.
    let phone = browser.with("x-authing-app-id", "sibling");
    let phone = Phone::with(&phone, &phone.token("ada").await);
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    code.ticket().await;
}

async fn g05_handles_and_tickets_are_not_in_the_database(server: TestServer) {
    let browser: Client = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let code = Code::begin(&browser).await;
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    let ticket = code.ticket().await.as_str().unwrap().to_owned();
    let rows = server
        .database
        .texts("SELECT poll_hash || ' ' || scan_hash || ' ' || ticket_hash || ' ' || custom_data FROM qrcodes")
        .await;
    let dump = rows.join("\n");
    assert_eq!(rows.len(), 1);
    for secret in [&code.secret, &code.printed, &ticket] {
        assert!(!dump.contains(secret.as_str()), "{dump}");
    }
}
