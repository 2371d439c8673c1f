//! Opening an account by showing that an address is one's own.
use serde_json::json;

use super::other_than;
use crate::support::TestServer;
use crate::support::client::PASSWORD;

const SENTENCE: &str = "another fine sentence";

crate::cases![
    rg_2_an_address_and_a_code_open_an_account,
    rg_2_a_wrong_code_opens_none_and_leaves_four_tries,
    rg_3_a_number_and_a_code_open_an_account_with_or_without_a_password,
    rg_3_a_number_and_a_password_need_the_code_as_well,
    rg_3_a_weak_password_is_refused_and_the_code_stays_good,
    rg_9_who_shows_that_a_taken_address_is_theirs_is_told,
    rg_8_a_way_that_is_closed_sends_no_code,
    a_code_can_be_looked_at_before_the_form_is_whole,
    n03_a_repeated_registration_by_code_gets_the_first_answer,
    d04_registrations_of_one_number_at_once_make_one_account,
];

async fn rg_2_an_address_and_a_code_open_an_account(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client
        .send_mail("new@example.com", "REGISTER_VERIFY_CODE")
        .await
        .done();
    let code = server.code("new@example.com").await;
    let body = json!({"email": "new@example.com", "code": code, "password": client.seal(SENTENCE), "generateToken": true});
    let user = client.post("/api/v2/register-email-code", body).await;
    assert_eq!(
        (
            &user.done()["emailVerified"],
            &user.data()["registerSource"]
        ),
        (&json!(true), &json!(["basic:emailCode"]))
    );
    client
        .me(user.data()["token"].as_str().unwrap())
        .await
        .done();
    client.sign_in("new@example.com", SENTENCE).await.done();
    let mails = server.mails("new@example.com").await;
    assert_eq!(mails[0]["subject"], "Welcome to Elm");
    assert_eq!(mails.len(), 2, "no link: the address is confirmed");
}

async fn rg_2_a_wrong_code_opens_none_and_leaves_four_tries(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client
        .send_mail("new@example.com", "REGISTER_VERIFY_CODE")
        .await
        .done();
    let code = server.code("new@example.com").await;
    let body = json!({"email": "new@example.com", "code": other_than(&code, 1)});
    let reply = client.post("/api/v2/register-email-code", body).await;
    assert_eq!(reply.refused(2001), &json!({"remainCount": 4}));
    let body = json!({"email": "new@example.com"});
    let reply = client.post("/api/v2/register-email-code", body).await;
    assert_eq!(
        reply.refused(400),
        &json!({"field": "code", "rule": "required"})
    );
    let people = "SELECT COUNT(*) FROM users WHERE email = 'new@example.com'";
    assert_eq!(server.database.count(people).await, 0);
}

async fn rg_3_a_number_and_a_code_open_an_account_with_or_without_a_password(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13912345678", "register").await.done();
    let code = server.message_code("+8613912345678").await;
    let body = json!({"phone": "139 1234 5678", "phoneCountryCode": "+86", "code": code, "generateToken": true});
    let user = client.post("/api/v2/register-phone-code", body).await;
    assert_eq!(
        (
            &user.done()["phone"],
            &user.data()["phoneVerified"],
            &user.data()["email"]
        ),
        (&json!("+8613912345678"), &json!(true), &json!(null))
    );
    client
        .me(user.data()["token"].as_str().unwrap())
        .await
        .done();

    client.send_message("13912345679", "register").await.done();
    let code = server.message_code("+8613912345679").await;
    let body = json!({"phone": "13912345679", "code": code, "password": client.seal(SENTENCE)});
    let user = client.post("/api/v2/register-phone-code", body).await;
    assert_eq!(user.done()["token"], json!(null), "none was asked for");
    client.sign_in("13912345679", SENTENCE).await.done();
}

async fn rg_3_a_number_and_a_password_need_the_code_as_well(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let sealed = client.seal(SENTENCE);
    let bare = json!({"account": "13912345678", "password": sealed, "phoneCountryCode": "+86"});
    let reply = client.post("/api/v2/register-phone", bare).await;
    assert_eq!(
        reply.refused(400),
        &json!({"field": "code", "rule": "required"})
    );
    client.send_message("13912345678", "register").await.done();
    let code = server.message_code("+8613912345678").await;
    let body = json!({"account": "13912345678", "password": sealed, "phoneCountryCode": "+86", "phoneToken": code, "generateToken": true});
    let user = client.post("/api/v2/register-phone", body).await;
    assert_eq!(user.done()["phoneVerified"], true);
    client.sign_in("13912345678", SENTENCE).await.done();
}

async fn rg_3_a_weak_password_is_refused_and_the_code_stays_good(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13912345678", "register").await.done();
    let code = server.message_code("+8613912345678").await;
    let with = |password: &str| json!({"phone": "13912345678", "code": code, "password": client.seal(password)});
    let reply = client
        .post("/api/v2/register-phone-code", with("short"))
        .await;
    assert_eq!(reply.refused(400)["field"], "password");
    client
        .post("/api/v2/register-phone-code", with(SENTENCE))
        .await
        .done();
}

async fn rg_9_who_shows_that_a_taken_address_is_theirs_is_told(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let taken = client.send_message("13800000001", "register").await;
    let free = client.send_message("13912345678", "register").await;
    assert_eq!(taken.shape(), free.shape());
    let body = json!({"phone": "13800000001", "code": "000000"});
    let other = json!({"phone": "13912345678", "code": "000000"});
    let wrong = client.post("/api/v2/register-phone-code", body).await;
    let same = client.post("/api/v2/register-phone-code", other).await;
    assert_eq!(wrong.shape(), same.shape());
    let code = server.message_code("+8613800000001").await;
    let body = json!({"phone": "13800000001", "code": code});
    let reply = client
        .post("/api/v2/register-phone-code", body.clone())
        .await;
    assert_eq!(reply.refused(2026), &json!({"field": "phone"}));
    client
        .post("/api/v2/register-phone-code", body)
        .await
        .refused(2001);
    let ada =
        "SELECT COUNT(*) FROM users WHERE phone = '+8613800000001' AND pool_id = 'guard-demo-pool'";
    assert_eq!(server.database.count(ada).await, 1);
}

async fn rg_8_a_way_that_is_closed_sends_no_code(server: TestServer) {
    let acorn = server.client().await;
    acorn
        .send_message("13912345678", "register")
        .await
        .refused(2029);
    acorn
        .send_mail("new@example.com", "REGISTER_VERIFY_CODE")
        .await
        .refused(2029);
    let body = json!({"phone": "13912345678", "code": "000000"});
    acorn
        .post("/api/v2/register-phone-code", body)
        .await
        .refused(2029);
    let client = server.codes_app("elm", false).await;
    server
        .set(
            "elm",
            json!({"registrationEmailAllowlist": ["example.org"]}),
        )
        .await;
    client
        .send_mail("new@example.com", "REGISTER_VERIFY_CODE")
        .await
        .refused(2031);
    client
        .send_mail("new@example.org", "REGISTER_VERIFY_CODE")
        .await
        .done();
    assert_eq!(server.mails("").await.len(), 1);
}

async fn a_code_can_be_looked_at_before_the_form_is_whole(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13912345678", "register").await.done();
    let code = server.message_code("+8613912345678").await;
    let look = async |code: &str| {
        let body = json!({"phone": "13912345678", "phoneCode": code});
        let reply = client.post("/api/v2/sms/preCheckCode", body).await;
        reply.done()["valid"].as_bool().unwrap()
    };
    for _ in 0..6 {
        assert!(look(&code).await, "looking does not wear it out");
    }
    for by in 1..=4 {
        assert!(!look(&other_than(&code, by)).await);
    }
    assert!(look(&code).await, "the last try");
    let body = json!({"phone": "13912345678", "code": code});
    client
        .post("/api/v2/register-phone-code", body)
        .await
        .done();
    assert!(!look(&code).await, "used");

    client
        .send_mail("new@example.com", "REGISTER_VERIFY_CODE")
        .await
        .done();
    let code = server.code("new@example.com").await;
    let body = json!({"email": "new@example.com", "emailCode": code});
    let reply = client.post("/api/v2/email/preCheckCode", body).await;
    assert_eq!(reply.done(), &json!({"valid": true, "message": ""}));
}

async fn n03_a_repeated_registration_by_code_gets_the_first_answer(server: TestServer) {
    let client = server
        .codes_app("elm", false)
        .await
        .with("idempotency-key", "one-press");
    client.send_message("13912345678", "register").await.done();
    let code = server.message_code("+8613912345678").await;
    let body = json!({"phone": "13912345678", "code": code, "generateToken": true});
    let path = "/api/v2/register-phone-code";
    let first = client.post(path, body.clone()).await;
    let again = client.post(path, body.clone()).await;
    assert_eq!(first.done()["id"], again.done()["id"]);
    client
        .me(again.data()["token"].as_str().unwrap())
        .await
        .done();
    let guessed =
        json!({"phone": "13912345678", "code": other_than(&code, 1), "generateToken": true});
    let reply = client.post(path, guessed).await;
    assert_eq!(reply.status, 409);
}

async fn d04_registrations_of_one_number_at_once_make_one_account(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    for round in 0..5 {
        let phone = format!("1391234567{round}");
        client.send_message(&phone, "register").await.done();
        let code = server.message_code(&format!("+86{phone}")).await;
        let race: Vec<_> = [
            phone.clone(),
            format!("+86 {phone}"),
            format!("0086{phone}"),
        ]
        .into_iter()
        .map(|typed| {
            let (client, code) = (client.clone(), code.clone());
            tokio::spawn(async move {
                let body = json!({"phone": typed, "code": code});
                client
                    .post("/api/v2/register-phone-code", body)
                    .await
                    .code()
            })
        })
        .collect();
        let mut codes = Vec::new();
        for one in race {
            codes.push(one.await.unwrap());
        }
        codes.sort_unstable();
        assert_eq!(codes, [200, 2001, 2001]);
        let people = format!("SELECT COUNT(*) FROM users WHERE phone = '+86{phone}'");
        assert_eq!(server.database.count(&people).await, 1);
    }
    client.sign_in("13800000001", PASSWORD).await.done();
}
