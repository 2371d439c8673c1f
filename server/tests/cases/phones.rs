//! The demo's phone page, and the address at which phones of the network find it.
use std::sync::Arc;

use guard_server::clock::Clock;
use guard_server::{Server, lan};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::support::TestServer;
use crate::support::database::config;
use crate::support::qr::{Code, Phone};
use crate::support::tls::AnyCertificate;

crate::cases![
    qr_8_the_demos_phone_page_is_there_and_its_people_need_no_password,
    qr_8_phones_of_the_network_reach_the_phone_page_and_nothing_else_of_the_demo,
];

async fn qr_8_the_demos_phone_page_is_there_and_its_people_need_no_password(server: TestServer) {
    let browser = server.client().await;
    let page = browser
        .http
        .get(format!("{}/dev/phone", server.base))
        .send()
        .await
        .unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("trusted-types 'none'"));
    let html = page.text().await.unwrap();
    for path in html.split('"').filter(|it| it.starts_with("/dev/files/")) {
        let file = browser.http.get(format!("{}{path}", server.base));
        assert_eq!(file.send().await.unwrap().status(), 200, "{path}");
    }
    let sign_in = async |account: &str, pool: &str| {
        let body = json!({"account": account, "userPoolId": pool});
        let answer = browser
            .http
            .post(format!("{}/dev/api/phone", server.base))
            .json(&body);
        answer.send().await.unwrap().json::<Value>().await.unwrap()
    };
    let session = sign_in("grace", "guard-demo-pool").await;
    let phone = Phone::with(&browser, session["token"].as_str().unwrap());
    let code = Code::begin(&browser).await;
    phone.act("scanned", &code).await.done();
    server.add_user("guard-demo", "somebody").await;
    for (account, pool) in [
        ("somebody", "guard-demo-pool"),
        ("grace", "no-such-pool"),
        ("", "guard-demo-pool"),
    ] {
        let refused = sign_in(account, pool).await;
        assert!(refused["token"].is_null() && refused["code"].is_u64());
    }
    let foreign = browser
        .http
        .post(format!("{}/dev/api/phone", server.base))
        .header("origin", "https://evil.example")
        .json(&json!({"account": "grace", "userPoolId": "guard-demo-pool"}));
    assert_eq!(foreign.send().await.unwrap().status(), 403);
}

/// The status of one request over TLS.
async fn status(port: u16, host: &str, method: &str, path: &str, more: &str) -> u16 {
    let rules = ClientConfig::builder()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth();
    let mut rules = rules;
    rules
        .dangerous()
        .set_certificate_verifier(Arc::new(AnyCertificate));
    let stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut stream = TlsConnector::from(Arc::new(rules))
        .connect(name, stream)
        .await
        .unwrap();
    let request =
        format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{more}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A peer that closes without saying so has said all that is asked here.
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

async fn qr_8_phones_of_the_network_reach_the_phone_page_and_nothing_else_of_the_demo(
    server: TestServer,
) {
    let own = Server::start(config(&server.database, &[]), Clock::default())
        .await
        .unwrap();
    let lan = lan::open("127.0.0.1:0".parse().unwrap()).unwrap();
    let said = lan.invitation();
    let (_, port) = said.split_once("https://127.0.0.1:").unwrap();
    let port: u16 = port.split('/').next().unwrap().parse().unwrap();
    tokio::spawn(lan.serve(own));
    let by_number = format!("127.0.0.1:{port}");
    let get = async |host: &str, path: &str| status(port, host, "GET", path, "").await;
    assert_eq!(get(&by_number, "/dev/phone").await, 200);
    assert_eq!(get(&by_number, "/dev/files/qr-decode.js").await, 200);
    for path in [
        "/",
        "/dev/outbox",
        "/dev/settings",
        "/dev/api/outbox",
        "/dev/api/apps",
    ] {
        // Whatever name the request claims to have come by.
        for host in [&by_number, "localhost", "[::1]"] {
            assert_eq!(get(host, path).await, 404, "{host} {path}");
        }
    }
    let name = format!("evil.example:{port}");
    assert_eq!(get(&name, "/dev/phone").await, 404);
    // The page asks its own server, which no app lists; any other page of the network is foreign.
    let of = async |host: &str, origin: &str| {
        let more = format!(
            "origin: {origin}\r\nx-authing-userpool-id: guard-demo-pool\r\nauthorization: x\r\ncontent-type: application/json\r\ncontent-length: 14\r\n\r\n{{\"random\":\"x\"}}"
        );
        status(port, host, "POST", "/api/qrcode/scanned", &more).await
    };
    assert_eq!(of(&by_number, &format!("https://{by_number}")).await, 200);
    assert_eq!(of(&by_number, "https://127.0.0.1:1").await, 403);
    assert_eq!(of(&name, &format!("https://{name}")).await, 403);
}
