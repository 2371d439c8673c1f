//! What the log says: enough to follow what happened, and nothing of what must not be written down.
use serde_json::{Value, json};

use super::program::Program;
use crate::support::client::PASSWORD;
use crate::support::database::Kind;
use crate::support::{Client, Database};

crate::process_cases![
    g01_g02_no_secret_address_or_identifier_stands_in_the_log,
    g03_what_people_send_cannot_forge_a_log_line,
    g04_every_event_of_an_account_is_logged,
];

/// Goes through everything that the server can do, with values that are easy to find again.
async fn everything(program: &Program) -> Vec<String> {
    let client = program
        .client()
        .await
        .with("x-authing-device-id", "canary-device");
    let mut secrets = vec![
        PASSWORD.to_owned(),
        "canary fine sentence".to_owned(),
        "canary-device".to_owned(),
    ];
    client
        .sign_in("ada", "canary-wrong-password")
        .await
        .refused(2333);
    client
        .sign_in("canary-nobody", PASSWORD)
        .await
        .refused(2333);
    let token = client.token("grace@example.com").await;
    client.me(&token).await.done();
    client
        .post("/api/v2/users/login/check-status", json!({"token": token}))
        .await
        .done();
    client
        .register_email("canary-new@example.com", "canary fine sentence")
        .await
        .done();
    client
        .register_username("canary-name", "canary fine sentence")
        .await
        .done();
    client
        .register_username("canary-name", "short")
        .await
        .refused(400);
    client.send_code("ada@example.com").await.done();
    let mails: Vec<Value> = reqwest::get(format!("{}/dev/api/outbox", program.base))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let text = mails
        .iter()
        .find(|it| it["to"] == "ada@example.com")
        .unwrap()["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let code = text
        .lines()
        .map(str::trim)
        .find(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_digit()))
        .unwrap()
        .to_owned();
    let reset = client.check_code("ada@example.com", &code).await.done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned();
    client.reset(&reset, "canary fine sentence").await.done();
    client
        .reset(&reset, "canary fine sentence")
        .await
        .refused(2021);
    client
        .with("authorization", format!("Bearer {token}"))
        .get("/api/v2/logout?app_id=canary-app")
        .await
        .done();
    client
        .get("/api/v2/users/find?key=canary-key&type=email")
        .await
        .done();
    client
        .get("/api/v2/users/is-user-exists?username=canary-name")
        .await
        .done();
    client.get("/canary-path").await;
    client
        .with("x-authing-app-id", "canary-app")
        .get("/api/v2/users/me")
        .await;
    client
        .send(
            client
                .request(reqwest::Method::POST, "/api/v2/login/account")
                .header("content-type", "application/json")
                .body("{\"canary-broken\""),
        )
        .await;
    secrets.extend([code, reset, token]);
    secrets.extend(codes(program).await);
    secrets
}

/// Codes by message, links, and a captcha.
async fn codes(program: &Program) -> Vec<String> {
    let client = Client::of(&program.base, "guard-demo-codes").await;
    client.send_message("13800000003", "login").await.done();
    client
        .send_message("13800000003", "login")
        .await
        .refused(2080);
    let link = client
        .post(
            "/api/v2/email/send-link",
            json!({"email": "katherine@example.com"}),
        )
        .await;
    let poll = link.done()["pollToken"].as_str().unwrap().to_owned();
    let letters: Vec<Value> = reqwest::get(format!("{}/dev/api/outbox", program.base))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let text = |channel: &str, to: &str| {
        let found = letters
            .iter()
            .find(|it| it["channel"] == channel && it["to"] == to);
        found.unwrap()["text"].as_str().unwrap().to_owned()
    };
    let message = text("sms", "+8613800000003");
    let code = message.rsplit_once('#').unwrap().1.to_owned();
    let mail = text("email", "katherine@example.com");
    let token = mail.split("/link/").nth(1).unwrap();
    let token = token.lines().next().unwrap().to_owned();
    let body = json!({"phone": "13800000003", "code": code, "agreementIds": [1]});
    client.post("/api/v2/login/phone-code", body).await.done();
    let path = format!("/link/{token}");
    client.get(&path).await;
    client.post(&path, json!({})).await;
    let secret = "canary-secret-of-a-picture";
    client
        .get(&format!("/api/v2/security/captcha?r={secret}"))
        .await;
    vec![
        code,
        poll,
        token,
        secret.to_owned(),
        "13800000003".to_owned(),
        "138 0000".to_owned(),
    ]
}

/// Lines reach us a moment after their answer does.
pub async fn log_of(program: &Program) -> String {
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    program.log.lock().unwrap().clone()
}

async fn g01_g02_no_secret_address_or_identifier_stands_in_the_log(database: Database) {
    let mut program = Program::start(&database);
    let secrets = everything(&program).await;
    let log = log_of(&program).await;
    assert!(log.lines().count() > 20, "{log}");
    for secret in secrets.iter().map(String::as_str).chain([
        "canary",
        "example.com",
        "\"ada\"",
        "grace",
        "127.0.0.1",
    ]) {
        assert!(
            !log.contains(secret),
            "{secret} in {}",
            log.lines().find(|it| it.contains(secret)).unwrap()
        );
    }
    program.kill();
    if database.kind == Kind::Sqlite {
        let kept = ["guard.db", "guard.db-wal"]
            .iter()
            .filter_map(|it| std::fs::read(database.folder().join(it)).ok())
            .flatten()
            .collect::<Vec<u8>>();
        // The code stands in a mail that waits; the other secrets stand nowhere.
        for secret in [
            "canary fine sentence",
            "canary-wrong-password",
            PASSWORD,
            &secrets[4],
            &secrets[5],
        ] {
            assert!(
                !kept.windows(secret.len()).any(|it| it == secret.as_bytes()),
                "{secret}"
            );
        }
    }
}

async fn g03_what_people_send_cannot_forge_a_log_line(database: Database) {
    let program = Program::start(&database);
    let client = program.client().await;
    for text in [
        "x\r\n{\"event\":\"forged\"}",
        "\u{1b}[2J\u{1b}]0;forged\u{7}",
        "\",\"event\":\"forged",
    ] {
        client.sign_in(text, "x").await;
        client.send_code(text).await;
        client
            .register_username(text, "another fine sentence")
            .await;
        client
            .post(
                "/api/v2/users/password/forget/check-code",
                json!({"email": text, "code": "000000"}),
            )
            .await;
    }
    let log = log_of(&program).await;
    assert!(log.lines().count() > 10);
    for line in log.lines() {
        let read: Value =
            serde_json::from_str(line).unwrap_or_else(|fault| panic!("{fault}: {line}"));
        assert_ne!(read["event"], "forged", "{line}");
        assert!(!line.contains('\u{1b}'), "{line}");
    }
}

async fn g04_every_event_of_an_account_is_logged(database: Database) {
    let program = Program::start(&database);
    everything(&program).await;
    let log = log_of(&program).await;
    let events: Vec<Value> = log
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .filter(|it: &Value| it["event"].is_string())
        .collect();
    for (name, code) in [
        ("sign_in", 2333),
        ("sign_in", 200),
        ("send_code", 2080),
        ("sign_in_by_code", 200),
        ("register", 200),
        ("register", 400),
        ("send_code", 200),
        ("check_code", 200),
        ("reset_password", 200),
        ("reset_password", 2021),
        ("sign_out", 200),
    ] {
        let event = events
            .iter()
            .find(|it| it["event"] == name && it["code"] == code)
            .unwrap_or_else(|| panic!("no {name} {code} in {log}"));
        for key in ["timestamp", "app", "from", "request"] {
            assert!(event[key].is_string(), "{key} is missing in {event}");
        }
        assert_eq!(
            event["who"].is_string(),
            name != "reset_password",
            "{event}"
        );
    }
    let of = |name: &str| {
        events
            .iter()
            .filter(|it| it["event"] == name)
            .map(|it| it["who"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of("send_code")[0],
        of("check_code")[0],
        "one person is one hash"
    );
    assert_ne!(of("sign_in")[0], of("sign_in")[1], "and two are two");
}
