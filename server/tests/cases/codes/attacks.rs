//! Codes in wrong hands: guessed, replayed, carried elsewhere, or asked for to lie in wait.
use serde_json::json;

use super::other_than;
use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    o04_five_wrong_tries_end_a_code_even_if_the_right_one_follows,
    o05_ten_attackers_at_once_have_five_tries_together,
    o07_a_code_is_good_for_its_purpose_target_and_app_alone,
    o08_a_used_code_and_one_before_the_newest_open_nothing,
    d05_a_code_that_is_used_at_once_from_everywhere_signs_in_once,
    j08_whoever_opened_an_account_with_somebody_elses_address_loses_it_to_the_owner,
    j08_a_code_sent_before_somebody_took_the_address_opens_nothing,
    j12_a_number_that_is_several_is_none,
];

async fn o04_five_wrong_tries_end_a_code_even_if_the_right_one_follows(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13800000001", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    for by in 1..=5 {
        let wrong = client
            .phone_code("13800000001", &other_than(&code, by))
            .await;
        assert_eq!(wrong.refused(2001), &json!({"remainCount": 5 - by}));
    }
    assert_eq!(
        client.phone_code("13800000001", &code).await.refused(2001),
        &json!(null)
    );
}

async fn o05_ten_attackers_at_once_have_five_tries_together(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13800000001", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    let attackers: Vec<_> = (0..10)
        .map(|attacker| {
            let (client, code) = (client.clone(), code.clone());
            tokio::spawn(async move {
                let mut evaluated = 0;
                for guess in 0..10 {
                    let wrong = other_than(&code, 1 + attacker * 10 + guess);
                    let reply = client.phone_code("13800000001", &wrong).await;
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
    client.phone_code("13800000001", &code).await.refused(2001);
}

async fn o07_a_code_is_good_for_its_purpose_target_and_app_alone(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    let sibling = server.codes_app("fir", true).await;
    client.send_message("13800000001", "login").await.done();
    client.send_message("13800000002", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    let other = server.message_code("+8613800000002").await;
    if code != other {
        client.phone_code("13800000001", &other).await.refused(2001);
    }
    sibling.phone_code("13800000001", &code).await.refused(2001);
    let reset = json!({"phone": "13800000001", "code": code});
    client
        .post("/api/v2/users/password/forget/check-code", reset)
        .await
        .refused(2001);
    let register = json!({"phone": "13800000001", "code": code});
    client
        .post("/api/v2/register-phone-code", register)
        .await
        .refused(2001);
    client.phone_code("13800000001", &code).await.done();
}

async fn o08_a_used_code_and_one_before_the_newest_open_nothing(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13800000001", "login").await.done();
    let first = server.message_code("+8613800000001").await;
    server.clock.advance(60_000);
    client.send_message("13800000001", "login").await.done();
    let second = server.message_code("+8613800000001").await;
    if first != second {
        client.phone_code("13800000001", &first).await.refused(2001);
    }
    client.phone_code("13800000001", &second).await.done();
    client
        .phone_code("13800000001", &second)
        .await
        .refused(2001);
    server.clock.advance(60_000);
    client.send_message("13800000001", "login").await.done();
    let third = server.message_code("+8613800000001").await;
    server.clock.advance(5 * 60_000);
    client.phone_code("13800000001", &third).await.refused(2001);
}

async fn d05_a_code_that_is_used_at_once_from_everywhere_signs_in_once(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    // Somebody who has an account, and somebody who gets one by it.
    for phone in ["13800000001", "13912345678"] {
        client.send_message(phone, "login").await.done();
        let code = server.message_code(&format!("+86{phone}")).await;
        let uses: Vec<_> = (0..30)
            .map(|_| {
                let (client, code) = (client.clone(), code.clone());
                tokio::spawn(async move { client.phone_code(phone, &code).await.code() })
            })
            .collect();
        let mut opened = 0;
        for one in uses {
            opened += u32::from(one.await.unwrap() == 200);
        }
        assert_eq!(opened, 1, "{phone}");
        let people = format!(
            "SELECT COUNT(*) FROM users WHERE phone = '+86{phone}' AND pool_id = 'guard-demo-pool'"
        );
        assert_eq!(server.database.count(&people).await, 1);
    }
    let sessions = "SELECT COUNT(*) FROM sessions";
    assert_eq!(server.database.count(sessions).await, 2);
}

async fn j08_whoever_opened_an_account_with_somebody_elses_address_loses_it_to_the_owner(
    server: TestServer,
) {
    let client = server.codes_app("elm", true).await;
    // The attacker registers the victim's address and stays signed in.
    let sentence = "an attacker's fine sentence";
    client
        .register_email("victim@example.com", sentence)
        .await
        .done();
    let session = client.sign_in("victim@example.com", sentence).await;
    let token = session.done()["token"].as_str().unwrap().to_owned();
    client.me(&token).await.done();
    server.clock.advance(60_000);

    client
        .send_mail("victim@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let code = server.code("victim@example.com").await;
    let victim = client.email_code("victim@example.com", &code).await;
    assert_eq!(victim.done()["emailVerified"], true);
    client.me(&token).await.refused(2020);
    client
        .sign_in("victim@example.com", sentence)
        .await
        .refused(2333);
    client
        .me(victim.data()["token"].as_str().unwrap())
        .await
        .done();
    // Whose address was confirmed before keeps both.
    client
        .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let token = client.token("ada@example.com").await;
    let code = server.code("ada@example.com").await;
    client.email_code("ada@example.com", &code).await.done();
    client.me(&token).await.done();
    client.sign_in("ada@example.com", PASSWORD).await.done();
}

async fn j08_a_code_sent_before_somebody_took_the_address_opens_nothing(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    client
        .send_mail("victim@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let code = server.code("victim@example.com").await;
    let sentence = "an attacker's fine sentence";
    client
        .register_email("victim@example.com", sentence)
        .await
        .done();
    client
        .email_code("victim@example.com", &code)
        .await
        .refused(2001);
    let verified =
        "SELECT COUNT(*) FROM users WHERE email = 'victim@example.com' AND email_verified = 1";
    assert_eq!(server.database.count(verified).await, 0);
}

async fn j12_a_number_that_is_several_is_none(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    for poisoned in [
        json!(["13800000001", "13800000002"]),
        json!({"$ne": ""}),
        json!(13_800_000_001_i64),
        json!("13800000001,13800000002"),
        json!("13800000001 13800000002"),
        json!("13800000001\n13800000002"),
        json!("13800000001;ext=2"),
    ] {
        let body = json!({"phone": poisoned, "scene": "login"});
        let reply = client.post("/api/v2/sms/send", body).await;
        assert_eq!(
            reply.refused(400),
            &json!({"field": "phone", "rule": "format"}),
            "{poisoned}"
        );
    }
    assert!(server.mails("").await.is_empty());
}
