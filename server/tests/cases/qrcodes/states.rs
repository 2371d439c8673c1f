//! What a browser sees of its code, from waiting to the ticket.
use serde_json::{Value, json};

use crate::support::TestServer;
use crate::support::qr::{Code, Phone};

crate::cases![
    q02_a_code_goes_from_waiting_over_scanned_to_a_ticket,
    q03_a_cancelled_code_says_so_and_an_agreed_one_cannot_be_cancelled,
    q04_a_code_ends_after_its_time_and_says_so,
    q07_a_ticket_is_handed_out_once,
    a_further_step_is_state_4_and_gives_no_ticket,
];

async fn q02_a_code_goes_from_waiting_over_scanned_to_a_ticket(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let code = Code::begin(&browser).await;
    assert_eq!(code.status().await, 0);
    phone.act("scanned", &code).await.done();
    let scanned = code.check().await.done().clone();
    assert_eq!(
        (&scanned["status"], &scanned["userInfo"], &scanned["ticket"]),
        (
            &json!(1),
            &json!({"nickname": "Ada Lovelace", "photo": null}),
            &Value::Null
        )
    );
    phone.act("confirm", &code).await.done();
    let agreed = code.check().await.done().clone();
    assert_eq!(agreed["status"], 2);
    assert_eq!(agreed["scannedUserId"], scanned["scannedUserId"]);
    assert_eq!(
        agreed["userInfo"], scanned["userInfo"],
        "no more than that before the ticket is exchanged"
    );
    let user = code.exchange(&agreed["ticket"]).await.done().clone();
    assert_eq!(user["id"], agreed["scannedUserId"]);
    assert_eq!(user["loginsCount"], 2, "the phone's sign-in and this one");
    browser.me(user["token"].as_str().unwrap()).await.done();
}

async fn q03_a_cancelled_code_says_so_and_an_agreed_one_cannot_be_cancelled(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let code = Code::begin(&browser).await;
    phone.act("scanned", &code).await.done();
    phone.act("cancel", &code).await.done();
    assert_eq!(code.status().await, 3);
    phone.act("confirm", &code).await.refused(2021);
    phone.act("scanned", &code).await.refused(2021);
    let again = phone.act("cancel", &code).await;
    assert_eq!(again.done()["status"], -1, "said twice, the same");
    assert_eq!(code.status().await, 3);

    let code = Code::begin(&browser).await;
    phone.act("scanned", &code).await.done();
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    phone.act("confirm", &code).await.done();
    phone.act("cancel", &code).await.refused(2021);
    assert_eq!(code.status().await, 2);
}

async fn q04_a_code_ends_after_its_time_and_says_so(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let (unseen, scanned, agreed, cancelled) = (
        Code::begin(&browser).await,
        Code::begin(&browser).await,
        Code::begin(&browser).await,
        Code::begin(&browser).await,
    );
    for code in [&scanned, &agreed, &cancelled] {
        phone.act("scanned", code).await.done();
    }
    server.clock.advance(118_000);
    assert_eq!(unseen.status().await, 0);
    phone.act("confirm", &agreed).await.done();
    phone.act("cancel", &cancelled).await.done();
    server.clock.advance(2_000);
    for code in [&unseen, &scanned] {
        let over = code.check().await.done().clone();
        assert_eq!(
            (
                &over["status"],
                &over["expiresIn"],
                &over["userInfo"],
                &over["used"]
            ),
            (&json!(-1), &json!(0), &json!({}), &json!(false))
        );
    }
    phone.act("scanned", &unseen).await.refused(2021);
    phone.act("confirm", &scanned).await.refused(2021);
    phone.act("cancel", &scanned).await.refused(2021);
    let picture = browser.http.get(&unseen.url).send().await.unwrap();
    assert_eq!(picture.status(), 404);
    assert_eq!(cancelled.status().await, 3);
    let ticket = agreed.ticket().await;
    agreed.exchange(&ticket).await.done();
    // Nobody fetched it while a ticket would have been good.
    let code = Code::begin(&browser).await;
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    server.clock.advance(300_000);
    assert_eq!(code.status().await, -1);
}

async fn q07_a_ticket_is_handed_out_once(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    for _ in 0..10 {
        let code = Code::begin(&browser).await;
        phone.act("scanned", &code).await.done();
        phone.act("confirm", &code).await.done();
        let polls: Vec<_> = (0..8)
            .map(|_| {
                let code = code.clone();
                tokio::spawn(async move { code.check().await.done().clone() })
            })
            .collect();
        let mut answers = Vec::new();
        for poll in polls {
            answers.push(poll.await.unwrap());
        }
        let (got, missed): (Vec<_>, Vec<_>) =
            answers.iter().partition(|it| it["ticket"].is_string());
        assert_eq!(got.len(), 1, "{answers:?}");
        assert_eq!(got[0]["status"], 2);
        assert!(
            missed
                .iter()
                .all(|it| it["status"] == -1 && it["used"] == true),
            "{missed:?}"
        );
    }
}

async fn a_further_step_is_state_4_and_gives_no_ticket(server: TestServer) {
    let browser = server.client().await;
    server
        .add_user_as(json!({"appId": "guard-demo", "username": "newcomer", "email": "newcomer@example.com", "password": crate::support::client::PASSWORD}))
        .await;
    let phone = Phone::of(&browser, "newcomer").await;
    let code = Code::begin(&browser).await;
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    server
        .set("guard-demo", json!({"unverifiedMaySignIn": false}))
        .await;
    let said = code.check().await.done().clone();
    assert_eq!(
        (
            &said["status"],
            &said["ticket"],
            &said["scannedResult"]["code"]
        ),
        (&json!(4), &Value::Null, &json!(2042))
    );
    server
        .set("guard-demo", json!({"unverifiedMaySignIn": true}))
        .await;
    code.ticket().await;
}
