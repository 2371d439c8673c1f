//! A forgotten password: codes by mail, what they open, and how little can be done with them otherwise.
use serde_json::json;

use crate::support::client::PASSWORD;
use crate::support::{Client, TestServer};

crate::cases![
    rs_1_a_code_from_the_mail_sets_a_new_password,
    rs_1_a_code_expires_after_five_minutes,
    rs_1_a_code_is_worn_out_after_five_tries_even_by_ten_at_once,
    d05_a_code_that_is_used_at_once_from_everywhere_opens_once,
    rs_1_a_code_is_sent_once_a_minute_and_five_times_an_hour,
    rs_1_only_the_newest_code_counts,
    rs_1_a_code_of_another_app_opens_nothing,
    j12_a_code_goes_to_the_stored_address_only,
    a_code_for_another_purpose_is_refused,
];

async fn rs_1_a_code_from_the_mail_sets_a_new_password(server: TestServer) {
    let client = server.client().await;
    assert_eq!(
        client.send_code("ADA@example.com").await.done(),
        &json!({"resendIn": 60})
    );
    let code = server.code("ada@example.com").await;
    let checked = client.check_code("ada@example.com ", &code).await;
    assert_eq!(checked.done()["userId"], json!(null));
    assert!(
        checked.data().get("passwordStrength").is_some()
            && checked.data().get("customPasswordStrength").is_some()
    );
    let token = checked.data()["resetPasswordToken"].as_str().unwrap();
    assert_eq!(
        client.reset(token, "another fine sentence").await.done(),
        &json!(null)
    );
    client.sign_in("ada", PASSWORD).await.refused(2333);
    server.clock.advance(1000);
    client.sign_in("ada", "another fine sentence").await.done();
    assert!(
        server.mails("ada@example.com").await[0]["subject"]
            .as_str()
            .unwrap()
            .contains("was changed")
    );
}

async fn rs_1_a_code_expires_after_five_minutes(server: TestServer) {
    let client = server.client().await;
    client.send_code("ada@example.com").await.done();
    client.send_code("grace@example.com").await.done();
    let (ada, grace) = (
        server.code("ada@example.com").await,
        server.code("grace@example.com").await,
    );
    server.clock.advance(5 * 60 * 1000 - 2000);
    client.check_code("ada@example.com", &ada).await.done();
    server.clock.advance(2000);
    client
        .check_code("grace@example.com", &grace)
        .await
        .refused(2001);
}

async fn rs_1_a_code_is_worn_out_after_five_tries_even_by_ten_at_once(server: TestServer) {
    let client = server.client().await;
    client.send_code("ada@example.com").await.done();
    let code = server.code("ada@example.com").await;
    let attackers: Vec<_> = (0..10)
        .map(|attacker| {
            let (client, code) = (client.clone(), code.clone());
            tokio::spawn(async move {
                let mut evaluated = 0;
                for guess in 0..5 {
                    let wrong = format!(
                        "{:06}",
                        (code.parse::<u32>().unwrap() + 1 + attacker * 5 + guess) % 1_000_000
                    );
                    let reply = client.check_code("ada@example.com", &wrong).await;
                    evaluated += i64::from(reply.refused(2001).get("remainCount").is_some());
                }
                evaluated
            })
        })
        .collect();
    let mut evaluated = 0;
    for attacker in attackers {
        evaluated += attacker.await.unwrap();
    }
    assert_eq!(evaluated, 5);
    client
        .check_code("ada@example.com", &code)
        .await
        .refused(2001);
}

async fn d05_a_code_that_is_used_at_once_from_everywhere_opens_once(server: TestServer) {
    let client = server.client().await;
    for email in [
        "ada@example.com",
        "grace@example.com",
        "katherine@example.com",
    ] {
        client.send_code(email).await.done();
        let code = server.code(email).await;
        let uses: Vec<_> = (0..50)
            .map(|_| {
                let (client, code) = (client.clone(), code.clone());
                tokio::spawn(async move { client.check_code(email, &code).await.code() })
            })
            .collect();
        let mut opened = 0;
        for one in uses {
            opened += u32::from(one.await.unwrap() == 200);
        }
        assert_eq!(opened, 1, "{email}");
    }
}

async fn rs_1_a_code_is_sent_once_a_minute_and_five_times_an_hour(server: TestServer) {
    let client = server.client().await;
    for sent in 1..=5 {
        client.send_code("ada@example.com").await.done();
        if sent < 5 {
            server.clock.advance(20_000);
            assert_eq!(
                client.send_code("ada@example.com").await.refused(2080),
                &json!({"retryAfter": 40})
            );
            server.clock.advance(40_000);
        }
    }
    server.clock.advance(60_000);
    let wait = client.send_code("ada@example.com").await.refused(2080)["retryAfter"]
        .as_i64()
        .unwrap();
    assert!(
        (3290..=3300).contains(&wait),
        "an hour after the first, not {wait} s"
    );
    server.clock.advance(wait * 1000);
    client.send_code("ada@example.com").await.done();
    assert_eq!(server.mails("ada@example.com").await.len(), 6);

    // Two presses at the same moment are one code.
    server.clock.advance(3_600_000);
    let presses: Vec<_> = (0..10)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send_code("grace@example.com").await.code() })
        })
        .collect();
    let mut sent = 0;
    for press in presses {
        sent += u32::from(press.await.unwrap() == 200);
    }
    assert_eq!(
        (sent, server.mails("grace@example.com").await.len()),
        (1, 1)
    );
}

async fn rs_1_only_the_newest_code_counts(server: TestServer) {
    let client = server.client().await;
    client.send_code("ada@example.com").await.done();
    let first = server.code("ada@example.com").await;
    server.clock.advance(60_000);
    client.send_code("ada@example.com").await.done();
    let second = server.code("ada@example.com").await;
    if first != second {
        client
            .check_code("ada@example.com", &first)
            .await
            .refused(2001);
    }
    client.check_code("ada@example.com", &second).await.done();
}

async fn rs_1_a_code_of_another_app_opens_nothing(server: TestServer) {
    let body = json!({"id": "sibling", "poolId": "guard-demo-pool"});
    assert_eq!(
        reqwest::Client::new()
            .post(format!("{}/dev/api/apps", server.base))
            .json(&body)
            .send()
            .await
            .unwrap()
            .status(),
        201
    );
    let client = server.client().await;
    let sibling = Client::of(&server.base, "sibling").await;
    client.send_code("ada@example.com").await.done();
    let code = server.code("ada@example.com").await;
    sibling
        .check_code("ada@example.com", &code)
        .await
        .refused(2001);
    client
        .check_code("grace@example.com", &code)
        .await
        .refused(2001);
    let token = client.check_code("ada@example.com", &code).await.done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned();
    sibling
        .reset(&token, "another fine sentence")
        .await
        .refused(2021);
    client.reset(&token, "another fine sentence").await.done();
}

async fn j12_a_code_goes_to_the_stored_address_only(server: TestServer) {
    let client = server.client().await;
    for poisoned in [
        json!(["ada@example.com", "eve@example.com"]),
        json!({"$ne": ""}),
        json!("ada@example.com,eve@example.com"),
        json!("ada@example.com\nBcc: eve@example.com"),
        json!("ada@example.com eve@example.com"),
        json!("<ada@example.com>"),
    ] {
        let reply = client
            .post(
                "/api/v2/email/send",
                json!({"email": poisoned, "scene": "RESET_PASSWORD_VERIFY_CODE"}),
            )
            .await;
        assert_eq!(
            reply.refused(400),
            &json!({"field": "email", "rule": "format"}),
            "{poisoned}"
        );
    }
    assert!(server.mails("").await.is_empty());
    // Upper case, and a letter that lower-cases to an ASCII one (KELVIN SIGN), reach whoever is stored or nobody.
    client.send_code("ADA@EXAMPLE.COM").await.done();
    client
        .send_code("\u{212a}atherine@example.com")
        .await
        .done();
    let to: Vec<_> = server
        .mails("")
        .await
        .iter()
        .map(|it| it["to"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(to, ["katherine@example.com", "ada@example.com"]);
}

async fn a_code_for_another_purpose_is_refused(server: TestServer) {
    let client = server.client().await;
    for (body, field) in [
        (json!({"email": "ada@example.com"}), "scene"),
        (
            json!({"email": "ada@example.com", "scene": "MFA_VERIFY_CODE"}),
            "scene",
        ),
        (json!({"scene": "RESET_PASSWORD_VERIFY_CODE"}), "email"),
    ] {
        assert_eq!(
            client.post("/api/v2/email/send", body).await.refused(400)["field"],
            field
        );
    }
}
