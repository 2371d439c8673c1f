//! Text messages, from what causes them to what a provider is sent. The files of docs/sms are what runs here, with this machine's address in them.
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::TestServer;
use crate::support::provider::{Provider, Received};

crate::cases![
    ex_6_a_message_goes_out_as_chuanglan_wants_it,
    ex_6_a_message_goes_out_as_tencent_cloud_wants_it,
    ex_6_a_message_goes_out_as_alibaba_cloud_wants_it,
    ex_6_a_message_that_is_refused_for_now_is_tried_again_and_one_for_good_is_not,
    d14_a_code_that_could_not_be_sent_in_time_is_not_sent,
    o19_a_message_names_the_page_that_asked_and_holds_no_link,
    messages_and_mails_wait_in_one_outbox,
];

/// The example of docs/sms, sent to `provider` instead.
fn example(server: &TestServer, name: &str, provider: &Provider) -> String {
    let file = format!("{}/../docs/sms/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let mut config: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let url = config["url"].as_str().unwrap();
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    config["url"] = json!(format!("{}/{path}", provider.base));
    let own = server.database.folder().join("sms.json");
    std::fs::write(&own, config.to_string()).unwrap();
    Path::new(&own).display().to_string()
}

async fn with_provider(server: TestServer, name: &str, answer: Value) -> (TestServer, Provider) {
    let provider = Provider::start(answer).await;
    let file = example(&server, name, &provider);
    (server.restart(&["--sms-config", &file]).await, provider)
}

/// Asks for a code and waits until its message has come to `state`.
async fn sent(server: &TestServer, chinese: bool, state: &str) {
    let client = server.codes_app("elm", false).await;
    let client = client.with("x-authing-lang", if chinese { "zh-CN" } else { "en-US" });
    client.send_message("13912345678", "login").await.done();
    client.send_message("13800000002", "login").await.done();
    settles(server, state).await;
}

async fn settles(server: &TestServer, state: &str) {
    for _ in 0..100 {
        let states = server
            .database
            .texts("SELECT state FROM outbox WHERE state <> 'suppressed'")
            .await;
        if !states.is_empty() && states.iter().all(|it| it == state) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("never {state}: {:?}", server.mails("").await);
}

fn only(provider: &Provider) -> Received {
    let received = provider.received();
    assert_eq!(received.len(), 1, "one, and none for nobody: {received:?}");
    received.into_iter().next().unwrap()
}

async fn ex_6_a_message_goes_out_as_chuanglan_wants_it(server: TestServer) {
    let (server, provider) = with_provider(server, "chuanglan", json!({"code": "0"})).await;
    sent(&server, true, "sent").await;
    let request = only(&provider);
    assert_eq!(request.path, "/msg/v1/send/json");
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        (&body["account"], &body["phone"]),
        (&json!("N0000000"), &json!("13800000002"))
    );
    let text = body["msg"].as_str().unwrap();
    assert!(
        text.starts_with("【Elm】登录验证码 ") && text.contains("@localhost #"),
        "{text}"
    );
    let kept = "SELECT body_text || parameters FROM outbox WHERE state = 'sent'";
    assert_eq!(
        server.database.texts(kept).await,
        [""],
        "nothing of it is kept"
    );
}

async fn ex_6_a_message_goes_out_as_tencent_cloud_wants_it(server: TestServer) {
    let taken = json!({"Response": {"SendStatusSet": [{"Code": "Ok"}]}});
    let (server, provider) = with_provider(server, "tencent", taken).await;
    sent(&server, false, "sent").await;
    let request = only(&provider);
    assert_eq!(request.headers["x-tc-action"], "SendSms");
    let authorization = &request.headers["authorization"];
    assert!(
        authorization.starts_with("TC3-HMAC-SHA256 Credential="),
        "{authorization}"
    );
    assert!(authorization.contains("SignedHeaders=content-type;host;x-tc-action, Signature="));
    let host = provider.base.trim_start_matches("http://");
    assert_eq!(
        request.headers["host"], host,
        "what is signed is what is sent"
    );
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body["PhoneNumberSet"], json!(["+8613800000002"]));
    assert_eq!(body["TemplateId"], "1000002", "the English one");
    let parameters = body["TemplateParamSet"].as_array().unwrap();
    assert_eq!(
        (parameters[0].as_str().unwrap().len(), &parameters[1]),
        (6, &json!("5"))
    );
}

async fn ex_6_a_message_goes_out_as_alibaba_cloud_wants_it(server: TestServer) {
    let (server, provider) = with_provider(server, "aliyun", json!({"Code": "OK"})).await;
    sent(&server, true, "sent").await;
    let request = only(&provider);
    assert_eq!(request.body, "");
    assert_eq!(request.headers["x-acs-action"], "SendSms");
    assert!(request.headers["authorization"].starts_with("ACS3-HMAC-SHA256 Credential="));
    let value = |key: &str| {
        let url = reqwest::Url::parse(&format!("http://x/?{}", request.query)).unwrap();
        let found = url.query_pairs().find(|it| it.0 == key);
        found.map(|it| it.1.into_owned()).unwrap_or_default()
    };
    assert_eq!(value("PhoneNumbers"), "13800000002");
    assert_eq!(value("TemplateCode"), "SMS_100000001");
    let parameters: Value = serde_json::from_str(&value("TemplateParam")).unwrap();
    assert_eq!(parameters["code"].as_str().unwrap().len(), 6);
}

async fn ex_6_a_message_that_is_refused_for_now_is_tried_again_and_one_for_good_is_not(
    server: TestServer,
) {
    let (server, provider) = with_provider(server, "chuanglan", json!({"code": "0"})).await;
    provider.answers(503, "not now");
    let client = server.codes_app("elm", false).await;
    client.send_message("13800000002", "login").await.done();
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(server.mails("+8613800000002").await[0]["state"], "queued");
    provider.answers(200, r#"{"code": "0"}"#);
    server.clock.advance(5_000);
    settles(&server, "sent").await;
    assert_eq!(provider.received().len(), 2);

    provider.answers(200, r#"{"code": "108", "errorMsg": "手机号码格式错误"}"#);
    client.send_message("13800000003", "login").await.done();
    for _ in 0..50 {
        if server.mails("+8613800000003").await[0]["state"] == "failed" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(server.mails("+8613800000003").await[0]["state"], "failed");
    server.clock.advance(5_000);
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(provider.received().len(), 3);
}

async fn d14_a_code_that_could_not_be_sent_in_time_is_not_sent(server: TestServer) {
    let (server, provider) = with_provider(server, "chuanglan", json!({"code": "0"})).await;
    provider.answers(500, "");
    let client = server.codes_app("elm", false).await;
    client.send_message("13800000002", "login").await.done();
    tokio::time::sleep(Duration::from_millis(800)).await;
    // In this order: a first try that a busy machine has put off until now must find the time over.
    server.clock.advance(5 * 60_000);
    let tries = provider.received().len();
    provider.answers(200, r#"{"code": "0"}"#);
    settles(&server, "expired").await;
    assert_eq!(provider.received().len(), tries);
}

async fn o19_a_message_names_the_page_that_asked_and_holds_no_link(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let page = client.with("origin", "http://localhost:4444");
    page.send_message("13800000002", "login").await.done();
    let text = server.mails("+8613800000002").await[0]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let code = server.message_code("+8613800000002").await;
    assert!(text.ends_with(&format!("\n\n@localhost #{code}")), "{text}");
    assert!(!text.contains("://"));
}

async fn messages_and_mails_wait_in_one_outbox(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13800000002", "login").await.done();
    client
        .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let mut all: Vec<_> = server
        .mails("")
        .await
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                it["channel"].as_str().unwrap(),
                it["to"].as_str().unwrap()
            )
        })
        .collect();
    all.sort();
    assert_eq!(all, ["email ada@example.com", "sms +8613800000002"]);
}
