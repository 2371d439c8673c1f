//! What text messages may cost, whoever asks for them and from wherever (O18).
use serde_json::{Value, json};

use crate::support::{Client, TestServer};

crate::cases![
    o18_a_thousand_messages_to_foreign_numbers_from_many_addresses_stop_at_twenty_five,
    o18_a_thousand_messages_within_the_country_stop_at_fifty,
    o18_a_message_whose_code_is_used_is_given_back,
    o18_a_pool_sets_budgets_for_beginnings_of_numbers,
];

const SPENT: &str = "guard_alarms_total{alarm=\"messages-spent\"}";

/// An app of a pool with the defaults, that takes numbers of every country.
async fn app(server: &TestServer) -> Client {
    let app = json!({"id": "fir", "settings": {
        "name": "Fir",
        "loginTabs": {"list": ["phone-code"], "default": "phone-code"},
        "registerTabs": {"list": ["phone"], "default": "phone"},
        "internationalSmsConfig": {"enabled": true, "defaultISOType": "CN"},
        "ssoPageComponentDisplay": {"autoRegisterThenLoginHintInfo": true},
    }});
    let answer = reqwest::Client::new()
        .post(format!("{}/dev/api/apps", server.base))
        .json(&app)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
    Client::of(&server.base, "fir").await
}

async fn attacked(server: TestServer) -> TestServer {
    server
        .restart(&["--trusted-proxy-header", "x-real-ip"])
        .await
}

/// Asks for a code to each number, from an address of its own; gives the seconds that those who come last are to wait.
async fn attack(client: &Client, numbers: impl Iterator<Item = String>) -> i64 {
    let mut asked = tokio::task::JoinSet::new();
    for (index, number) in numbers.enumerate() {
        let from = client.with("x-real-ip", format!("10.7.{}.{}", index / 250, index % 250));
        let body = json!({"phone": number, "scene": "login"});
        asked.spawn(async move { from.post("/api/v2/sms/send", body).await });
        if asked.len() >= 20 {
            asked.join_next().await;
        }
    }
    let mut wait = 0;
    while let Some(reply) = asked.join_next().await {
        let reply = reply.unwrap();
        // As for any other limit.
        assert_eq!((reply.status, reply.code()), (429, 429));
        assert!(reply.headers.contains_key("retry-after"));
        wait = reply.data()["retryAfter"].as_i64().unwrap();
    }
    wait
}

async fn messages(server: &TestServer) -> usize {
    server.mails("").await.len()
}

async fn o18_a_thousand_messages_to_foreign_numbers_from_many_addresses_stop_at_twenty_five(
    server: TestServer,
) {
    let server = attacked(server).await;
    let client = app(&server).await;
    let numbers = (0..1000).map(|it| format!("+4915112{it:06}"));
    let wait = attack(&client, numbers).await;
    assert_eq!(messages(&server).await, 25);
    assert!((3500..=3600).contains(&wait), "{wait}");
    assert_eq!(server.count(SPENT), 1);
    // A number of another country still gets its message, and so does one of the app's own.
    client.send_message("+447400123456", "login").await.done();
    client.send_message("13800138000", "login").await.done();
    server.clock.advance(3_600_000);
    client.send_message("+4915112999999", "login").await.done();
}

async fn o18_a_thousand_messages_within_the_country_stop_at_fifty(server: TestServer) {
    let server = attacked(server).await;
    let client = app(&server).await;
    let numbers = (0..1000).map(|it| format!("139{it:08}"));
    attack(&client, numbers).await;
    assert_eq!(messages(&server).await, 50);
    assert_eq!(server.count(SPENT), 1);
    // Mails cost nothing.
    let mail = client.send_mail("ada@example.com", "RESET_PASSWORD_VERIFY_CODE");
    mail.await.done();
}

async fn o18_a_message_whose_code_is_used_is_given_back(server: TestServer) {
    let client = app(&server).await;
    let small = json!({"smsBudget": {"hourly": 2}});
    server.set_pool(&pool(&server).await, small).await;
    for number in 0..5 {
        let number = format!("1391234567{number}");
        client.send_message(&number, "login").await.done();
        let code = server.message_code(&format!("+86{number}")).await;
        client.phone_code(&number, &code).await.done();
    }
    for number in ["13912345680", "13912345681"] {
        client.send_message(number, "login").await.done();
    }
    let reply = client.send_message("13912345682", "login").await;
    assert_eq!(reply.code(), 429);
}

async fn o18_a_pool_sets_budgets_for_beginnings_of_numbers(server: TestServer) {
    let client = app(&server).await;
    let budget = json!({"smsBudget": {"prefixes": {"+49": 1, "+86": 1, "+447": 0}}});
    server.set_pool(&pool(&server).await, budget).await;
    for (number, code) in [
        ("+4915112345678", 200),
        ("+4915112345679", 429),
        ("13912345678", 200),
        ("13912345679", 429),
        ("+447400123456", 429),
        ("+33612345678", 200),
    ] {
        let reply = client.send_message(number, "login").await;
        assert_eq!(reply.code(), code, "{number}");
    }
    assert_eq!(server.count(SPENT), 3, "one for each beginning");
}

async fn pool(server: &TestServer) -> String {
    let url = format!("{}/dev/api/apps", server.base);
    let apps: Vec<Value> = reqwest::get(url).await.unwrap().json().await.unwrap();
    let fir = apps.iter().find(|it| it["id"] == "fir").unwrap();
    fir["poolId"].as_str().unwrap().to_owned()
}
