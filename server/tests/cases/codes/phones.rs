//! Phone numbers: as accounts, written in any way, of one country or of all, and on a list or not.
use serde_json::json;

use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    pw_3_a_number_and_a_password_sign_in,
    pw_3_a_wrong_password_of_a_number_says_what_it_says_of_others,
    o20_a_number_is_one_account_however_it_is_written,
    cd_6_numbers_of_other_countries_are_taken_where_the_app_takes_them,
    cd_5_a_whitelist_refuses_every_other_number_alike,
    cd_6_the_list_of_countries_is_there_for_everybody,
    rs_2_a_code_by_message_sets_a_new_password,
    rs_2_a_wrong_code_sets_nothing,
    users_can_be_looked_up_by_number_where_the_app_tells,
];

async fn pw_3_a_number_and_a_password_sign_in(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    for (account, code) in [
        ("13800000002", Some("+86")),
        ("138 0000 0002", None),
        ("+86 138 0000 0002", None),
    ] {
        let body = json!({"account": account, "phoneCountryCode": code, "password": client.seal(PASSWORD)});
        let user = client.post("/api/v2/login/account", body).await;
        assert_eq!(user.done()["username"], "grace", "{account}");
    }
    // Where numbers are no accounts they are like anything else that is none.
    let acorn = server.client().await;
    acorn.sign_in("13800000002", PASSWORD).await.refused(2333);
}

async fn pw_3_a_wrong_password_of_a_number_says_what_it_says_of_others(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let known = client.sign_in("13800000002", "wrong").await;
    let unknown = client.sign_in("13912345678", "wrong").await;
    assert_eq!(known.shape(), unknown.shape());
    assert_eq!(known.refused(2333), &json!({"remainCount": 2}));
    // One ladder, however the number is written.
    let other = client.sign_in("+86 138 0000 0002", PASSWORD).await;
    other.refused(2057);
}

async fn o20_a_number_is_one_account_however_it_is_written(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    let mut ids = Vec::new();
    for typed in [
        "139 1234 5678",
        "+8613912345678",
        "008613912345678",
        "１３９１２３４５６７８",
    ] {
        client.send_message(typed, "login").await.done();
        let code = server.message_code("+8613912345678").await;
        ids.push(client.phone_code(typed, &code).await.done()["id"].clone());
        server.clock.advance(20 * 60_000);
    }
    assert!(ids.iter().all(|it| *it == ids[0]));
}

async fn cd_6_numbers_of_other_countries_are_taken_where_the_app_takes_them(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    let american = json!({"phone": "(415) 555-2671", "phoneCountryCode": "+1", "scene": "login"});
    let refused = client.post("/api/v2/sms/send", american.clone()).await;
    assert_eq!(
        refused.refused(400),
        &json!({"field": "phone", "rule": "format"})
    );
    let international =
        json!({"internationalSmsConfig": {"enabled": true, "defaultISOType": "CN"}});
    server.set("elm", international).await;
    client.post("/api/v2/sms/send", american).await.done();
    let code = server.message_code("+14155552671").await;
    let body = json!({"phone": "4155552671", "phoneCountryCode": "1", "code": code});
    let user = client.post("/api/v2/login/phone-code", body).await;
    assert_eq!(
        (&user.done()["phone"], &user.data()["phoneCountryCode"]),
        (&json!("+14155552671"), &json!("+1"))
    );
    for (typed, country) in [("12345", "+1"), ("415 555 2671", "+999"), ("abc", "+86")] {
        let body = json!({"phone": typed, "phoneCountryCode": country, "scene": "login"});
        client.post("/api/v2/sms/send", body).await.refused(400);
    }
}

async fn cd_5_a_whitelist_refuses_every_other_number_alike(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    let list = json!({"phoneAllowlist": ["+8613800000002", "+86139*"]});
    server.set_pool("guard-demo-pool", list).await;
    client.send_message("13800000002", "login").await.done();
    client.send_message("13912345678", "login").await.done();
    // Ada has an account and this one has none: both hear the same.
    let known = client.send_message("13800000001", "login").await;
    let unknown = client.send_message("13712345678", "login").await;
    known.refused(2031);
    assert_eq!(known.shape(), unknown.shape());
    client
        .phone_code("13800000001", "000000")
        .await
        .refused(2031);
    let body = json!({"phone": "13712345678", "code": "000000"});
    client
        .post("/api/v2/register-phone-code", body)
        .await
        .refused(2031);
    // Another pool has its own.
    server
        .set_pool("guard-demo-pool", json!({"phoneAllowlist": null}))
        .await;
    client.send_message("13712345678", "login").await.done();
}

async fn cd_6_the_list_of_countries_is_there_for_everybody(server: TestServer) {
    let answer = reqwest::get(format!("{}/api/v2/country-list", server.base))
        .await
        .unwrap();
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    let list: serde_json::Value = answer.json().await.unwrap();
    let data = &list["data"];
    assert_eq!(
        (
            &data["zh"]["CN"],
            &data["en"]["JP"],
            &data["callingCodes"]["GB"]
        ),
        (&json!("中国"), &json!("Japan"), &json!("44"))
    );
}

async fn rs_2_a_code_by_message_sets_a_new_password(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let token = client.token("grace").await;
    client.send_message("13800000002", "reset").await.done();
    let code = server.message_code("+8613800000002").await;
    let body = json!({"phone": "13800000002", "phoneCountryCode": "+86", "code": code});
    let checked = client
        .post("/api/v2/users/password/forget/check-code", body)
        .await;
    let reset = checked.done()["resetPasswordToken"].as_str().unwrap();
    client.reset(reset, "another fine sentence").await.done();
    client.me(&token).await.refused(2020);
    client
        .sign_in("13800000002", "another fine sentence")
        .await
        .done();
    let mails = server.mails("grace@example.com").await;
    assert_eq!(mails[0]["subject"], "Your Elm password was changed");

    // Who has only a number hears of it there, and has shown that the number is theirs.
    server
        .add_user_as(json!({"appId": "elm", "phone": "13912345678", "password": PASSWORD}))
        .await;
    client.send_message("13912345678", "reset").await.done();
    let code = server.message_code("+8613912345678").await;
    let body = json!({"phone": "13912345678", "code": code});
    let checked = client
        .post("/api/v2/users/password/forget/check-code", body)
        .await;
    let reset = checked.done()["resetPasswordToken"].as_str().unwrap();
    client.reset(reset, "another fine sentence").await.done();
    let told = &server.mails("+8613912345678").await[0]["text"];
    assert!(told.as_str().unwrap().contains("password was changed"));
    let user = client.sign_in("13912345678", "another fine sentence").await;
    assert_eq!(user.done()["phoneVerified"], true);
}

async fn rs_2_a_wrong_code_sets_nothing(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let known = client.send_message("13800000002", "reset").await;
    let unknown = client.send_message("13912345678", "reset").await;
    assert_eq!(known.shape(), unknown.shape());
    assert_eq!(server.mails("").await.len(), 1, "nobody gets none");
    let code = server.message_code("+8613800000002").await;
    let body = json!({"phone": "13800000002", "code": super::other_than(&code, 1)});
    let reply = client
        .post("/api/v2/users/password/forget/check-code", body)
        .await;
    assert_eq!(reply.refused(2001), &json!({"remainCount": 4}));
    client.sign_in("grace", PASSWORD).await.done();
}

async fn users_can_be_looked_up_by_number_where_the_app_tells(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let path = "/api/v2/users/is-user-exists?phone=13800000002";
    assert_eq!(client.get(path).await.done(), &json!(false));
    server.set("elm", json!({"tellsWhetherTaken": true})).await;
    assert_eq!(client.get(path).await.done(), &json!(true));
    let found = client
        .get("/api/v2/users/find?type=phone&key=%2B8613800000002")
        .await;
    assert!(found.done()["id"].is_string());
    let none = client.get("/api/v2/users/find?type=phone&key=12").await;
    assert_eq!(none.done(), &json!(null));
}
