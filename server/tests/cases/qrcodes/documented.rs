//! The requests and answers that the protocol documents, key by key.
use serde_json::{Value, json};

use crate::support::TestServer;
use crate::support::qr::Code;

crate::cases![
    qr_8_the_documented_requests_get_the_documented_answers,
    qr_6_a_mini_programs_code_is_a_picture_and_has_the_same_states,
    a_way_that_is_off_makes_no_codes,
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
