//! Codes that are scanned: what the browser, the phone and the app's server each may do.
use serde_json::{Value, json};

use crate::support::qr::{Code, Phone};
use crate::support::{Client, TestServer};

crate::cases![
    qr_8_the_documented_requests_get_the_documented_answers,
    q02_a_code_goes_from_waiting_over_scanned_to_a_ticket,
    q03_a_cancelled_code_says_so_and_an_agreed_one_cannot_be_cancelled,
    q04_a_code_ends_after_its_time_and_says_so,
    q06_the_printed_handle_polls_nothing_and_the_secret_one_scans_nothing,
    q07_a_ticket_is_handed_out_once,
    q08_a_browser_gets_nothing_for_a_code_that_another_one_began,
    q10_only_who_scanned_may_confirm_and_only_after_scanning,
    q10_a_session_that_has_ended_or_a_blocked_person_confirms_nothing,
    q12_the_phone_is_told_who_asks_and_from_where,
    q16_custom_data_comes_back_and_is_bounded,
    qr_6_a_mini_programs_code_is_a_picture_and_has_the_same_states,
    qr_9_an_app_sets_how_long_and_how_freely,
    a_way_that_is_off_makes_no_codes,
    a_further_step_is_state_4_and_gives_no_ticket,
    e19_a_code_is_for_pages_of_its_app,
    g05_handles_and_tickets_are_not_in_the_database,
];

async fn qr_8_the_documented_requests_get_the_documented_answers(server: TestServer) {
    for prefix in ["/api/qrcode", "/api/v2/qrcode"] {
        // As the documentation has it: the pool's header and no other, and the bare token.
        let pool = server
            .client()
            .await
            .without_app()
            .with("x-authing-userpool-id", "guard-demo-pool");
        let token = server.client().await.token("ada").await;
        let phone = pool.with("authorization", token);
        let begun = pool
            .post(
                &format!("{prefix}/gene"),
                json!({"scene": "APP_AUTH", "customeData": "{\"hello\":\"world\"}"}),
            )
            .await;
        let data = begun.done().clone();
        assert_eq!(data["expiresIn"], 120);
        assert!(data["url"].as_str().unwrap().ends_with(".png"), "{data}");
        let printed: Value = serde_json::from_str(data["text"].as_str().unwrap()).unwrap();
        assert_eq!(
            (
                &printed["scene"],
                &printed["userPoolId"],
                &printed["customData"],
                &printed["expiresIn"]
            ),
            (
                &json!("APP_AUTH"),
                &json!("guard-demo-pool"),
                &json!({"hello": "world"}),
                &json!(120)
            )
        );
        assert_eq!(printed["expireAt"], data["expireAt"]);
        let check = format!("{prefix}/check?random={}", data["random"].as_str().unwrap());
        let waiting = pool.get(&check).await;
        assert_eq!(
            waiting.body["message"],
            "Query QR code status successfully!"
        );
        for (key, value) in [
            ("random", data["random"].clone()),
            ("userInfo", json!({})),
            ("status", json!(0)),
            ("ticket", Value::Null),
            ("scannedUserId", Value::Null),
        ] {
            assert_eq!(waiting.done()[key], value, "{key}");
        }
        let random = json!({"random": printed["random"]});
        for (step, message, status) in [
            ("scanned", "QR code scanning confirmed successfully", 0),
            ("confirm", "Authorization login successful", 1),
        ] {
            let reply = phone
                .post(&format!("{prefix}/{step}"), random.clone())
                .await;
            assert_eq!(
                (
                    reply.done()["status"].clone(),
                    &reply.data()["random"],
                    &reply.body["message"],
                    &reply.data()["description"]
                ),
                (
                    json!(status),
                    &printed["random"],
                    &json!(message),
                    &json!(message)
                )
            );
        }
        let other = Code::begin(&server.client().await).await;
        let random = json!({"random": other.printed});
        phone
            .post(&format!("{prefix}/scanned"), random.clone())
            .await
            .done();
        let cancelled = phone.post(&format!("{prefix}/cancel"), random).await;
        assert_eq!(
            (&cancelled.done()["status"], &cancelled.body["message"]),
            (&json!(-1), &json!("Cancel authorization successfully"))
        );
        let ticket = pool.get(&check).await.done()["ticket"].clone();
        let user = pool
            .post(&format!("{prefix}/userinfo"), json!({"ticket": ticket}))
            .await;
        assert_eq!(
            user.body["message"],
            "Exchange for user information successfully"
        );
        assert_eq!(user.done()["username"], "ada");
        assert!(user.data()["token"].is_string());
    }
}

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
            "matchNumber": number,
        })
    );
    let kept = server
        .database
        .count("SELECT COUNT(*) FROM qrcodes WHERE address LIKE '%77%'")
        .await;
    assert_eq!(kept, 0, "the address itself is not written down");
}

async fn q16_custom_data_comes_back_and_is_bounded(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    for (given, read) in [
        (
            json!({"a": [1, {"b": null}]}),
            json!({"a": [1, {"b": null}]}),
        ),
        (json!("{\"a\":1}"), json!({"a": 1})),
        (
            json!("<img src=x onerror=alert(1)>"),
            json!("<img src=x onerror=alert(1)>"),
        ),
        (json!("{not json"), json!("{not json")),
        (json!("\u{0}"), json!("\u{0}")),
        (Value::Null, json!({})),
    ] {
        let code = Code::begin_with(&browser, json!({"customData": given})).await;
        let printed: Value = serde_json::from_str(&code.text).unwrap();
        assert_eq!(printed["customData"], read);
        assert_eq!(code.check().await.done()["customData"], read);
        let told = phone.act("scanned", &code).await;
        assert_eq!(told.done()["customData"], read);
    }
    let most = json!({"customData": {"a": "x".repeat(376)}});
    let code = Code::begin_with(&browser, most).await;
    assert!(code.text.len() <= 666, "{}", code.text.len());
    for long in [
        json!({"a": "x".repeat(377)}),
        json!("x".repeat(383)),
        json!("x".repeat(50_000)),
        json!("ж".repeat(200)),
    ] {
        let reply = browser
            .post(
                "/api/v2/qrcode/gene",
                json!({"scene": "APP_AUTH", "customData": long}),
            )
            .await;
        assert_eq!(
            reply.refused(400),
            &json!({"field": "customData", "rule": "too-long"})
        );
    }
}

async fn qr_6_a_mini_programs_code_is_a_picture_and_has_the_same_states(server: TestServer) {
    let browser = server.open_client().await;
    for (scene, connection) in [
        ("WXAPP_AUTH", "birch-mini"),
        ("WECHATMP_AUTH", "birch-account"),
    ] {
        let body = json!({"scene": scene, "extIdpConnId": connection});
        let code = Code::begin_with(&browser, body).await;
        assert_eq!(code.begun["text"], Value::Null);
        let picture = browser.http.get(&code.url).send().await.unwrap();
        assert_eq!(
            (
                picture.status().as_u16(),
                &picture.headers()["content-type"]
            ),
            (200, &"image/svg+xml".parse().unwrap())
        );
        // As whoever serves the messenger would: by the handle in the picture's address.
        for (action, status) in [("scanned", 1), ("confirm", 2)] {
            let answer = browser
                .http
                .post(format!("{}/dev/api/qrcode", server.base))
                .json(&json!({"random": code.printed, "action": action, "account": "grace"}))
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
            let said = code.check().await.done().clone();
            assert_eq!(said["status"], status);
            if status == 2 {
                let user = code.exchange(&said["ticket"]).await;
                assert_eq!(user.done()["username"], "grace");
            }
        }
        let other = json!({"scene": scene, "extIdpConnId": "elsewhere"});
        let refused = browser.post("/api/v2/qrcode/gene", other).await;
        assert_eq!(
            refused.refused(400),
            &json!({"field": "extIdpConnId", "rule": "format"})
        );
    }
    let own = "https://images.example/code/{random}";
    server
        .set(
            "guard-demo-open",
            json!({"qrcode": {"images": {"WXAPP_AUTH": own}}}),
        )
        .await;
    let begun = browser
        .post("/api/v2/qrcode/gene", json!({"scene": "WXAPP_AUTH"}))
        .await;
    let url = begun.done()["url"].as_str().unwrap().to_owned();
    assert!(
        url.starts_with("https://images.example/code/") && !url.contains("{random}"),
        "{url}"
    );
}

async fn qr_9_an_app_sets_how_long_and_how_freely(server: TestServer) {
    server
        .set(
            "guard-demo",
            json!({"qrcode": {"expiresIn": 30, "ticketExpiresIn": 60, "fullUserInStatus": true}}),
        )
        .await;
    let browser = server.client().await;
    let config = browser
        .get("/api/v2/applications/guard-demo/public-config")
        .await
        .done()
        .clone();
    assert_eq!(
        config["qrcode"],
        json!({"exchangeInBrowser": false}),
        "nothing else of it is told"
    );
    assert!(
        config["loginTabs"]["list"]
            .as_array()
            .unwrap()
            .contains(&json!("app-qrcode"))
    );
    let phone = Phone::of(&browser, "ada").await;
    let code = Code::begin(&browser).await;
    assert_eq!(code.begun["expiresIn"], 30);
    phone.act("scanned", &code).await.done();
    assert_eq!(
        code.check().await.done()["userInfo"]["token"],
        Value::Null,
        "not before the person has agreed"
    );
    phone.act("confirm", &code).await.done();
    browser
        .get(&format!("/api/v2/qrcode/check?random={}", code.printed))
        .await
        .refused(2021);
    let agreed = code.check().await.done().clone();
    let token = agreed["userInfo"]["token"].as_str().unwrap();
    assert_eq!(browser.me(token).await.done()["username"], "ada");
    assert_eq!(agreed["userInfo"]["email"], "ada@example.com");
    assert_eq!(
        code.check().await.done()["userInfo"],
        json!({}),
        "once, like the ticket"
    );

    let short = Code::begin(&browser).await;
    server.clock.advance(30_000);
    assert_eq!(short.status().await, -1);
}

async fn a_way_that_is_off_makes_no_codes(server: TestServer) {
    let browser = server.client().await;
    let gene = async |scene: &str| {
        browser
            .post("/api/v2/qrcode/gene", json!({"scene": scene}))
            .await
            .refused(400)
            .clone()
    };
    let unknown = json!({"field": "scene", "rule": "format"});
    assert_eq!(gene("WXAPP_AUTH").await, unknown);
    assert_eq!(gene("TELEPATHY").await, unknown);
    server
        .set("guard-demo", json!({"qrcodeTabsSettings": null}))
        .await;
    assert_eq!(gene("APP_AUTH").await, unknown);
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
    sibling(&server).await;
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

pub async fn sibling(server: &TestServer) {
    let body = json!({"id": "sibling", "poolId": "guard-demo-pool", "settings": {"qrcodeTabsSettings": {"app-qrcode": []}, "qrcode": {"exchangeInBrowser": true}}});
    let made = reqwest::Client::new()
        .post(format!("{}/dev/api/apps", server.base))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(made.status(), 201);
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
