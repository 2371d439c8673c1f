//! Requests that no client of ours sends: too big, too deep, ambiguous, of another kind, to nowhere.
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    e16_what_is_no_bounded_json_object_is_refused_quickly,
    e16_a_form_of_another_site_is_refused_by_its_kind,
    e16_unknown_keys_are_ignored_and_many_of_them_cost_nothing,
    e11_a_password_of_ten_megabytes_is_refused_before_it_is_read,
];

const LOGIN: &str = "/api/v2/login/account";

async fn e16_what_is_no_bounded_json_object_is_refused_quickly(server: TestServer) {
    let client = server.client().await;
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let nested = format!(
        "{{\"account\":\"a\",\"password\":\"b\",\"x\":{}{}}}",
        "[".repeat(40),
        "]".repeat(40)
    );
    for (body, status) in [
        ("", 400),
        ("null", 400),
        ("[]", 400),
        ("\"text\"", 400),
        ("{", 400),
        (
            "{\"account\":\"a\",\"account\":\"b\",\"password\":\"c\"}",
            400,
        ),
        ("{\"account\":\"a\"} {}", 400),
        ("{\"account\":NaN}", 400),
        ("\u{feff}{}", 400),
        ("<h1>hello</h1>", 400),
        (&deep, 400),
        (&nested, 400),
        (&" ".repeat(64 * 1024 + 1), 413),
    ] {
        let began = Instant::now();
        let reply = client
            .send(
                client
                    .request(Method::POST, LOGIN)
                    .header("content-type", "application/json")
                    .body(body.to_owned()),
            )
            .await;
        assert_eq!(
            (reply.status, reply.code()),
            (status, u64::from(status)),
            "{}",
            body.chars().take(40).collect::<String>()
        );
        assert!(
            began.elapsed() < Duration::from_millis(500),
            "{:?}",
            began.elapsed()
        );
    }
    let invalid = client
        .send(
            client
                .request(Method::POST, LOGIN)
                .header("content-type", "application/json")
                .body(vec![b'{', 0xff, b'}']),
        )
        .await;
    assert_eq!(invalid.status, 400);
    client.sign_in("ada", PASSWORD).await.done();
}

async fn e16_a_form_of_another_site_is_refused_by_its_kind(server: TestServer) {
    let client = server.client().await;
    let body = json!({"account": "ada", "password": client.seal(PASSWORD)}).to_string();
    for kind in [
        "application/x-www-form-urlencoded",
        "text/plain",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "application/jsonp",
    ] {
        let reply = client
            .send(
                client
                    .request(Method::POST, LOGIN)
                    .header("content-type", kind)
                    .body(body.clone()),
            )
            .await;
        assert_eq!((reply.status, reply.code()), (415, 415), "{kind}");
    }
    let nothing = client
        .send(client.request(Method::POST, LOGIN).body(body.clone()))
        .await;
    assert_eq!(nothing.status, 415);
    client
        .send(
            client
                .request(Method::POST, LOGIN)
                .header("content-type", "Application/JSON; charset=utf-8")
                .body(body),
        )
        .await
        .done();
}

async fn e16_unknown_keys_are_ignored_and_many_of_them_cost_nothing(server: TestServer) {
    let client = server.client().await;
    let mut body = json!({"account": "ada", "password": client.seal(PASSWORD), "captchaCode": "", "customData": {"a": 1}, "withCustomData": false, "agreementIds": [], "__proto__": {"x": 1}});
    for index in 0..4000 {
        body[format!("key{index}")] = json!(0);
    }
    let began = Instant::now();
    client.post(LOGIN, body).await.done();
    assert!(began.elapsed() < Duration::from_secs(2));
}

async fn e11_a_password_of_ten_megabytes_is_refused_before_it_is_read(server: TestServer) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = server.base.strip_prefix("http://").unwrap().to_owned();
    let began = Instant::now();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST {LOGIN} HTTP/1.1\r\nhost: {address}\r\nx-authing-app-id: guard-demo\r\ncontent-type: application/json\r\ncontent-length: 10000000\r\n\r\n{{\"password\":\""
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(began.elapsed() < Duration::from_secs(1));

    // Without a length that says so, as soon as there is too much.
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST {LOGIN} HTTP/1.1\r\nhost: {address}\r\nx-authing-app-id: guard-demo\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
    for _ in 0..5 {
        stream.write_all(chunk.as_bytes()).await.unwrap();
    }
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer))
        .await
        .unwrap()
        .unwrap();
    assert!(String::from_utf8_lossy(&answer[..read]).starts_with("HTTP/1.1 413"));
    server.client().await.sign_in("ada", PASSWORD).await.done();
}
