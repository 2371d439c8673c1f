//! Who may answer a code, and what they are told of whoever asks.
use serde_json::json;

use crate::support::TestServer;
use crate::support::qr::{Code, Phone};

crate::cases![
    q10_only_who_scanned_may_confirm_and_only_after_scanning,
    q10_a_session_that_has_ended_or_a_blocked_person_confirms_nothing,
    q12_the_phone_is_told_who_asks_and_from_where,
    q12_who_agrees_has_to_choose_the_number_beside_the_code,
];

async fn q10_only_who_scanned_may_confirm_and_only_after_scanning(server: TestServer) {
    let browser = server.client().await;
    let (ada, grace) = (
        Phone::of(&browser, "ada").await,
        Phone::of(&browser, "grace").await,
    );
    let code = Code::begin(&browser).await;
    let refused = ada.act("confirm", &code).await;
    refused.refused(2021);
    ada.act("cancel", &code).await.refused(2021);
    ada.act("scanned", &code).await.done();
    let others = [
        grace.act("scanned", &code).await,
        grace.act("confirm", &code).await,
        grace.act("cancel", &code).await,
        // A person of another pool, with either pool's name on the request.
        Phone::of(&server.open_client().await, "ada")
            .await
            .act("confirm", &code)
            .await,
    ];
    for reply in &others {
        assert_eq!(reply.shape(), refused.shape());
    }
    let stranger = server.open_client().await.token("ada").await;
    for token in ["", "nonsense", &stranger] {
        Phone::with(&browser, token)
            .act("confirm", &code)
            .await
            .refused(2020);
    }
    browser
        .post("/api/v2/qrcode/confirm", json!({"random": code.printed}))
        .await
        .refused(2020);
    assert_eq!(code.status().await, 1);
    ada.act("confirm", &code).await.done();
    assert_eq!(code.status().await, 2);
}

async fn q10_a_session_that_has_ended_or_a_blocked_person_confirms_nothing(server: TestServer) {
    let browser = server.client().await;
    let begin = async |name: &str| {
        let (phone, code) = (Phone::of(&browser, name).await, Code::begin(&browser).await);
        phone.act("scanned", &code).await.done();
        (phone, code)
    };
    let (phone, code) = begin("ada").await;
    browser
        .with("authorization", format!("Bearer {}", phone.token))
        .get("/api/v2/logout")
        .await
        .done();
    phone.act("confirm", &code).await.refused(2020);
    assert_eq!(code.status().await, 1);

    let (phone, code) = begin("grace").await;
    server
        .database
        .execute("UPDATE users SET blocked = 1 WHERE username = 'grace'")
        .await;
    phone.act("confirm", &code).await.refused(2020);
    // Blocked after agreeing, before the browser came for the ticket; and after that.
    let (phone, code) = begin("katherine").await;
    let late = Code::begin(&browser).await;
    phone.act("scanned", &late).await.done();
    phone.act("confirm", &code).await.done();
    phone.act("confirm", &late).await.done();
    let ticket = late.ticket().await;
    server
        .database
        .execute("UPDATE users SET blocked = 1 WHERE username = 'katherine'")
        .await;
    assert_eq!(code.status().await, -1);
    late.exchange(&ticket).await.refused(2021);

    let (phone, code) = begin("wangming").await;
    server.clock.advance(31 * 60 * 1000);
    phone.act("confirm", &code).await.refused(2020);
}

async fn q12_the_phone_is_told_who_asks_and_from_where(server: TestServer) {
    let server = server
        .restart(&["--trusted-proxy-header", "x-forwarded-for"])
        .await;
    server
        .set(
            "guard-demo",
            json!({"name": "Acorn", "qrcode": {"matchNumber": true}}),
        )
        .await;
    let browser = server
        .client()
        .await
        .with("origin", "http://localhost:5173")
        .with("x-forwarded-for", "203.0.113.77")
        .with("user-agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36");
    let phone = Phone::of(&server.client().await, "ada").await;
    let code = Code::begin(&browser).await;
    let number = code.begun["matchNumber"].as_str().unwrap();
    assert!(number.len() == 2 && number.bytes().all(|it| it.is_ascii_digit()));
    let told = phone.act("scanned", &code).await.done().clone();
    let numbers = told["request"]["matchNumbers"].as_array().unwrap();
    assert!(numbers.len() == 3 && numbers.contains(&code.begun["matchNumber"]));
    assert_eq!(
        told["request"],
        json!({
            "app": {"id": "guard-demo", "name": "Acorn", "logo": null},
            "origin": "http://localhost:5173",
            "browser": "Chrome",
            "os": "Windows",
            "address": "203.0.113.0/24",
            "place": null,
            "createdAt": code.begun["createdAt"],
            "matchNumbers": numbers,
        })
    );
    let kept = server
        .database
        .count("SELECT COUNT(*) FROM qrcodes WHERE address LIKE '%77%'")
        .await;
    assert_eq!(kept, 0, "the address itself is not written down");
}

async fn q12_who_agrees_has_to_choose_the_number_beside_the_code(server: TestServer) {
    server
        .set("guard-demo", json!({"qrcode": {"matchNumber": true}}))
        .await;
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let scanned = async || {
        let code = Code::begin(&browser).await;
        let told = phone.act("scanned", &code).await.done().clone();
        let own = code.begun["matchNumber"].clone();
        let numbers = told["request"]["matchNumbers"].as_array().unwrap().clone();
        let other = numbers.into_iter().find(|it| *it != own).unwrap();
        (
            code,
            json!({"matchNumber": own}),
            json!({"matchNumber": other}),
        )
    };
    // A phone that chooses none changes nothing, and may still choose.
    let (code, own, _) = scanned().await;
    phone.act("confirm", &code).await.refused(2021);
    assert_eq!(code.status().await, 1);
    phone.act_with("confirm", &code, own.clone()).await.done();
    phone.act_with("confirm", &code, own).await.done();
    assert_eq!(code.status().await, 2);
    // One wrong choice is the last, and somebody else's is none.
    let (code, own, other) = scanned().await;
    let grace = Phone::of(&browser, "grace").await;
    grace
        .act_with("confirm", &code, other.clone())
        .await
        .refused(2021);
    assert_eq!(code.status().await, 1);
    phone.act_with("confirm", &code, other).await.refused(2021);
    assert_eq!(code.status().await, 3);
    phone.act_with("confirm", &code, own).await.refused(2021);
    assert_eq!(code.status().await, 3);
}
