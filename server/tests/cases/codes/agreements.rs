//! What has to be agreed to, on the server's side of the form.
use serde_json::{Value, json};

use crate::support::client::PASSWORD;
use crate::support::{Client, TestServer};

crate::cases![
    f13_registering_without_a_required_agreement_is_refused,
    f13_wording_and_time_of_what_was_agreed_to_are_recorded,
    rg_6_signing_in_asks_for_its_own_and_merged_forms_for_both,
    rg_6_the_language_of_the_request_decides,
];

async fn app(server: &TestServer, merges: bool) -> Client {
    let client = server.codes_app("elm", merges).await;
    let one = |id, lang: &str, available, required| json!({"id": id, "title": format!("Wording {id}"), "lang": lang, "required": required, "availableAt": available});
    server
        .set(
            "elm",
            json!({"agreements": [one(1, "en-US", 0, true), one(2, "en-US", 1, true), one(3, "en-US", 0, false), one(4, "zh-CN", 2, true)]}),
        )
        .await;
    client
}

fn missing() -> Value {
    json!({"field": "agreementIds", "rule": "required"})
}

async fn f13_registering_without_a_required_agreement_is_refused(server: TestServer) {
    let client = app(&server, false).await;
    for ids in [
        json!(null),
        json!([]),
        json!([3]),
        json!([2, 4, 99]),
        json!("1"),
    ] {
        let body = json!({"email": "new@example.com", "password": client.seal("another fine sentence"), "agreementIds": ids});
        let reply = client.post("/api/v2/register-email", body).await;
        assert_eq!(reply.refused(400), &missing(), "{ids}");
    }
    let people = "SELECT COUNT(*) FROM users WHERE email = 'new@example.com'";
    assert_eq!(server.database.count(people).await, 0);
    let body = json!({"email": "new@example.com", "password": client.seal("another fine sentence"), "agreementIds": [1]});
    client.post("/api/v2/register-email", body).await.done();
}

async fn f13_wording_and_time_of_what_was_agreed_to_are_recorded(server: TestServer) {
    let client = app(&server, false).await;
    let body = json!({"email": "new@example.com", "password": client.seal("another fine sentence"), "agreementIds": ["1", 3, 99]});
    client.post("/api/v2/register-email", body).await.done();
    let rows = "SELECT agreement_id FROM agreed WHERE agreed_at > 0 AND app_id = 'elm' AND LENGTH(wording) = 64 ORDER BY agreement_id";
    assert_eq!(server.database.texts(rows).await, ["1", "3"]);
    let wordings = "SELECT COUNT(DISTINCT wording) FROM agreed";
    assert_eq!(server.database.count(wordings).await, 2);
}

async fn rg_6_signing_in_asks_for_its_own_and_merged_forms_for_both(server: TestServer) {
    let client = app(&server, false).await;
    let sign_in = async |ids: Value| {
        let body =
            json!({"account": "ada", "password": client.seal(PASSWORD), "agreementIds": ids});
        client.post("/api/v2/login/account", body).await
    };
    assert_eq!(sign_in(json!([1])).await.refused(400), &missing());
    sign_in(json!([2])).await.done();

    let merged = json!({"ssoPageComponentDisplay": {"autoRegisterThenLoginHintInfo": true}});
    server.set("elm", merged).await;
    client.send_message("13800000001", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    let by_code = async |ids: Value| {
        let body = json!({"phone": "13800000001", "code": code, "agreementIds": ids});
        client.post("/api/v2/login/phone-code", body).await
    };
    assert_eq!(by_code(json!([2])).await.refused(400), &missing());
    by_code(json!([1, 2])).await.done();
}

async fn rg_6_the_language_of_the_request_decides(server: TestServer) {
    let client = app(&server, false).await;
    let sign_in = async |lang: &str, id: u32| {
        let client = client.with("x-authing-lang", lang);
        let body =
            json!({"account": "ada", "password": client.seal(PASSWORD), "agreementIds": [id]});
        client.post("/api/v2/login/account", body).await.code()
    };
    assert_eq!(
        (sign_in("zh-CN", 2).await, sign_in("zh-CN", 4).await),
        (400, 200)
    );
    assert_eq!(
        (sign_in("ja-JP", 4).await, sign_in("ja-JP", 2).await),
        (400, 200)
    );
}
