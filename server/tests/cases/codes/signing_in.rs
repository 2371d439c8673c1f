//! Signing in by a code, and registering with it where the app merges the two.
use serde_json::json;

use super::other_than;
use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    cd_1_a_code_by_message_signs_in,
    cd_1_an_unknown_number_opens_an_account_where_the_app_merges,
    cd_1_an_unknown_number_opens_nothing_where_the_app_does_not,
    cd_2_a_code_by_mail_signs_in,
    cd_2_an_unknown_address_opens_an_account_and_is_welcomed,
    cd_2_a_wrong_code_says_how_many_tries_are_left,
    o01_a_code_is_read_however_it_was_pasted,
    rg_5_registration_that_is_closed_or_declined_opens_nothing,
    e03_asking_to_sign_in_by_code_answers_the_same_for_everybody,
    o13_a_block_between_code_and_use_counts,
    e05_a_code_signs_in_while_the_password_is_paused,
    a_code_may_have_another_length,
];

async fn cd_1_a_code_by_message_signs_in(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let sent = client.send_message("138 0000 0002", "login").await;
    assert_eq!(sent.done(), &json!({"resendIn": 60}));
    let code = server.message_code("+8613800000002").await;
    let body = json!({"phone": "13800000002", "phoneCountryCode": "+86", "code": code});
    let user = client.post("/api/v2/login/phone-code", body).await;
    assert_eq!(
        (
            &user.done()["username"],
            &user.data()["phone"],
            &user.data()["phoneCountryCode"],
            &user.data()["phoneVerified"],
            &user.data()["loginsCount"],
        ),
        (
            &json!("grace"),
            &json!("+8613800000002"),
            &json!("+86"),
            &json!(true),
            &json!(1),
        )
    );
    let token = user.data()["token"].as_str().unwrap();
    client.me(token).await.done();
}

async fn cd_1_an_unknown_number_opens_an_account_where_the_app_merges(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    client.send_message("13912345678", "login").await.done();
    let code = server.message_code("+8613912345678").await;
    let first = client.phone_code("13912345678", &code).await;
    assert_eq!(
        (&first.done()["phone"], &first.data()["phoneVerified"]),
        (&json!("+8613912345678"), &json!(true))
    );
    assert!(first.data()["token"].is_string());
    // The next time it is the same account.
    server.clock.advance(60_000);
    client
        .send_message("+86 139 1234 5678", "login")
        .await
        .done();
    let code = server.message_code("+8613912345678").await;
    let second = client.phone_code("13912345678", &code).await;
    assert_eq!(second.done()["id"], first.data()["id"]);
    // It has no password, and none works.
    for guess in [" ", PASSWORD] {
        let body = json!({"account": "13912345678", "password": client.seal(guess)});
        client
            .post("/api/v2/login/account", body)
            .await
            .refused(2333);
        server.clock.advance(10_000);
    }
}

async fn cd_1_an_unknown_number_opens_nothing_where_the_app_does_not(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13912345678", "login").await.done();
    assert!(server.mails("").await.is_empty(), "nobody gets a message");
    let reply = client.phone_code("13912345678", "000000").await;
    reply.refused(2001);
    let people = "SELECT COUNT(*) FROM users WHERE phone = '+8613912345678'";
    assert_eq!(server.database.count(people).await, 0);
}

async fn cd_2_a_code_by_mail_signs_in(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let sent = client
        .send_mail("ADA@example.com", "LOGIN_VERIFY_CODE")
        .await;
    assert_eq!(sent.done(), &json!({"resendIn": 60}));
    let code = server.code("ada@example.com").await;
    let user = client.email_code("ada@example.com", &code).await;
    assert_eq!(user.done()["username"], "ada");
    client
        .me(user.data()["token"].as_str().unwrap())
        .await
        .done();
    client
        .email_code("ada@example.com", &code)
        .await
        .refused(2001);
}

async fn cd_2_an_unknown_address_opens_an_account_and_is_welcomed(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    client
        .send_mail("New@Example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let code = server.code("New@Example.com").await;
    let user = client.email_code("new@example.com", &code).await;
    assert_eq!(
        (
            &user.done()["emailVerified"],
            &user.data()["registerSource"]
        ),
        (&json!(true), &json!(["basic:email-code"]))
    );
    let mails = server.mails("new@example.com").await;
    assert_eq!(mails[0]["subject"], "Welcome to Elm");
}

async fn cd_2_a_wrong_code_says_how_many_tries_are_left(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client
        .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let code = server.code("ada@example.com").await;
    for left in [4, 3, 2, 1, 0] {
        let wrong = client
            .email_code("ada@example.com", &other_than(&code, 1))
            .await;
        assert_eq!(wrong.refused(2001), &json!({"remainCount": left}));
    }
    client
        .email_code("ada@example.com", &code)
        .await
        .refused(2001);
}

async fn o01_a_code_is_read_however_it_was_pasted(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    for dress in [
        |it: &str| format!(" {} {} ", &it[..3], &it[3..]),
        |it: &str| format!("{}-{}", &it[..3], &it[3..]),
        |it: &str| {
            it.chars()
                .map(|it| char::from_u32(it as u32 + 0xfee0).unwrap())
                .collect()
        },
        |it: &str| format!("code: {it}"),
    ] {
        client
            .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
            .await
            .done();
        let code = server.code("ada@example.com").await;
        client
            .email_code("ada@example.com", &dress(&code))
            .await
            .done();
        server.clock.advance(20 * 60_000);
    }
}

async fn rg_5_registration_that_is_closed_or_declined_opens_nothing(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    client
        .send_mail("new@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let code = server.code("new@example.com").await;
    let body = json!({"email": "new@example.com", "code": code, "autoRegister": false});
    client
        .post("/api/v2/login/email-code", body)
        .await
        .refused(2004);
    server.clock.advance(60_000);
    server.set("elm", json!({"registerDisabled": true})).await;
    client
        .send_mail("new@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    assert_eq!(
        server.mails("new@example.com").await.len(),
        1,
        "no second code"
    );
    server.clock.advance(60_000);
    let lists = json!({"registerDisabled": null, "registrationEmailAllowlist": ["example.org"]});
    server.set("elm", lists).await;
    client
        .send_mail("new@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    assert_eq!(
        server.mails("new@example.com").await.len(),
        1,
        "not on the list"
    );
    let people = "SELECT COUNT(*) FROM users WHERE email = 'new@example.com'";
    assert_eq!(server.database.count(people).await, 0);
}

async fn e03_asking_to_sign_in_by_code_answers_the_same_for_everybody(server: TestServer) {
    for (id, merges) in [("elm", false), ("fir", true)] {
        let client = server.codes_app(id, merges).await;
        let known = client.send_message("13800000001", "login").await;
        let unknown = client.send_message("13912345678", "login").await;
        assert_eq!(known.shape(), unknown.shape());
        let known = client
            .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
            .await;
        let unknown = client
            .send_mail("nobody@example.com", "LOGIN_VERIFY_CODE")
            .await;
        assert_eq!(known.shape(), unknown.shape());
        for wrong in ["000000", "000001", "000002", "000003", "000004", "000005"] {
            // A code that happens to be one of these would open: once in 200,000 runs.
            let known = client.phone_code("13800000001", wrong).await;
            let unknown = client.phone_code("13912345678", wrong).await;
            assert_eq!(known.shape(), unknown.shape(), "{wrong}");
            known.refused(2001);
        }
        server.clock.advance(3_600_000);
    }
}

async fn o13_a_block_between_code_and_use_counts(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    client.send_message("13800000001", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    server
        .database
        .execute("UPDATE users SET blocked = 1 WHERE username = 'ada'")
        .await;
    client.phone_code("13800000001", &code).await.refused(2001);
    server.clock.advance(60_000);
    // And nothing is sent to who is blocked, nor a second account opened.
    client.send_message("13800000001", "login").await.done();
    assert_eq!(server.mails("+8613800000001").await.len(), 1);
}

async fn e05_a_code_signs_in_while_the_password_is_paused(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    for _ in 0..3 {
        client
            .sign_in("ada@example.com", "wrong")
            .await
            .refused(2333);
        server.clock.advance(3_000);
    }
    client
        .sign_in("ada@example.com", "wrong")
        .await
        .refused(2333);
    client
        .sign_in("ada@example.com", PASSWORD)
        .await
        .refused(2057);
    client
        .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let code = server.code("ada@example.com").await;
    client.email_code("ada@example.com", &code).await.done();
    // Which ends the pause as well.
    client.sign_in("ada@example.com", PASSWORD).await.done();
}

async fn a_code_may_have_another_length(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    server.set("elm", json!({"verifyCodeLength": 8})).await;
    client.send_message("13800000001", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    assert_eq!(code.len(), 8);
    client.phone_code("13800000001", &code).await.done();
}
