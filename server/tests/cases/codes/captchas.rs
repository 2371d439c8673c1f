//! Captchas: when they are wanted, what they are bound to, and that both senses are given the same letters.
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::client::PASSWORD;
use crate::support::hearing::heard;
use crate::support::{Client, Reply, TestServer};

crate::cases![
    pw_7_a_sign_in_that_lacks_the_captcha_is_asked_for_it_and_counts_as_no_attempt,
    pw_7_a_captcha_is_wanted_after_failures_where_the_app_says_so,
    pw_7_the_letters_read_out_are_those_of_the_picture,
    pw_7_a_captcha_is_good_once_right_or_wrong_and_for_five_minutes,
    pw_7_clients_without_a_secret_are_bound_by_a_cookie,
    pw_7_a_code_by_message_wants_a_captcha_always_or_after_some,
    e08_one_captcha_used_everywhere_at_once_opens_once,
    pw_7_a_picture_is_fetched_from_any_page_without_a_preflight,
];

const SECRET: &str = "a-secret-of-this-box-1234";

async fn picture(client: &Client, secret: &str) -> Reply {
    let path = format!("/api/v2/security/captcha?r={secret}");
    let url = format!("{}{path}", client.base);
    let answer = reqwest::get(url).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "image/png");
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let bytes = answer.bytes().await.unwrap();
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
    Reply {
        status,
        headers,
        body: json!(bytes.len()),
    }
}

/// What the picture shows, by the tool of `--dev`.
async fn letters(client: &Client, secret: &str) -> String {
    let url = format!("{}/dev/api/captcha?r={secret}", client.base);
    let answer: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    answer["letters"].as_str().unwrap().to_owned()
}

async fn sign_in(client: &Client, password: &str, code: &str) -> Reply {
    let body = json!({"account": "ada", "password": client.seal(password), "captchaCode": code, "captchaId": SECRET});
    client.post("/api/v2/login/account", body).await
}

async fn pw_7_a_sign_in_that_lacks_the_captcha_is_asked_for_it_and_counts_as_no_attempt(
    server: TestServer,
) {
    let client = server.client().await;
    server
        .set("guard-demo", json!({"appRobotVerify": "always_enable"}))
        .await;
    for _ in 0..3 {
        let reply = client.sign_in("ada", "wrong").await;
        assert_eq!(reply.refused(2000), &json!({"reason": "wanted"}));
    }
    picture(&client, SECRET).await;
    let reply = sign_in(&client, PASSWORD, "WRONG").await;
    assert_eq!(reply.refused(2000), &json!({"reason": "wrong"}));
    picture(&client, SECRET).await;
    let right = letters(&client, SECRET).await;
    // Whoever types it in lower case and with a space has read it.
    let typed = format!("{} {}", right[..2].to_lowercase(), &right[2..]);
    let first = sign_in(&client, "wrong", &typed).await;
    assert_eq!(
        first.refused(2333),
        &json!({"remainCount": 2}),
        "the first attempt"
    );
    server.clock.advance(1000);
    picture(&client, SECRET).await;
    let right = letters(&client, SECRET).await;
    sign_in(&client, PASSWORD, &right).await.done();
}

async fn pw_7_a_captcha_is_wanted_after_failures_where_the_app_says_so(server: TestServer) {
    let client = server.client().await;
    server
        .set(
            "guard-demo",
            json!({"appRobotVerify": "condition_set", "robotAfter": 2}),
        )
        .await;
    for account in ["ada", "nobody"] {
        for _ in 0..2 {
            client.sign_in(account, "wrong").await.refused(2333);
            server.clock.advance(3000);
        }
        client.sign_in(account, PASSWORD).await.refused(2000);
    }
    client.sign_in("grace", PASSWORD).await.done();
    picture(&client, SECRET).await;
    let right = letters(&client, SECRET).await;
    sign_in(&client, PASSWORD, &right).await.done();
    client.sign_in("ada", PASSWORD).await.done();
}

async fn pw_7_the_letters_read_out_are_those_of_the_picture(server: TestServer) {
    let client = server.client().await;
    for round in 0..3 {
        let secret = format!("a-secret-of-this-box-{round:04}");
        picture(&client, &secret).await;
        let (seen, first) = (
            letters(&client, &secret).await,
            heard(&client, &secret).await,
        );
        assert_eq!(first, seen);
        assert_eq!(
            heard(&client, &secret).await,
            seen,
            "asking again changes nothing"
        );
    }
    let nothing = client
        .send(client.request(
            Method::GET,
            "/api/v2/security/captcha/audio?r=another-secret-of-a-box-12",
        ))
        .await;
    assert_eq!(nothing.status, 404);
}

async fn pw_7_a_captcha_is_good_once_right_or_wrong_and_for_five_minutes(server: TestServer) {
    let client = server.client().await;
    server
        .set("guard-demo", json!({"appRobotVerify": "always_enable"}))
        .await;
    let drawn = async || {
        picture(&client, SECRET).await;
        letters(&client, SECRET).await
    };
    let right = drawn().await;
    sign_in(&client, PASSWORD, &right).await.done();
    sign_in(&client, PASSWORD, &right).await.refused(2000);
    let right = drawn().await;
    sign_in(&client, PASSWORD, "WRONG").await.refused(2000);
    sign_in(&client, PASSWORD, &right).await.refused(2000);
    let old = drawn().await;
    let new = drawn().await;
    if old != new {
        sign_in(&client, PASSWORD, &old).await.refused(2000);
    }
    let right = drawn().await;
    server.clock.advance(5 * 60_000);
    sign_in(&client, PASSWORD, &right).await.refused(2000);
    // Another box's picture is nothing to this one.
    picture(&client, "another-secret-of-a-box-12").await;
    let right = letters(&client, "another-secret-of-a-box-12").await;
    sign_in(&client, PASSWORD, &right).await.refused(2000);
}

async fn pw_7_clients_without_a_secret_are_bound_by_a_cookie(server: TestServer) {
    let client = server.client().await;
    server
        .set("guard-demo", json!({"appRobotVerify": "always_enable"}))
        .await;
    let drawn = picture(&client, "1764032170123").await;
    let cookie = drawn.headers["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let handle = cookie.split('=').nth(1).unwrap();
    let right = letters(&client, handle).await;
    let body = json!({"account": "ada", "password": client.seal(PASSWORD), "captchaCode": right});
    client
        .post("/api/v2/login/account", body.clone())
        .await
        .refused(2000);
    let browser = client.with("cookie", cookie);
    browser.post("/api/v2/login/account", body).await.done();
    let own = picture(&client, SECRET).await;
    assert!(
        own.headers.get("set-cookie").is_none(),
        "a box's own secret needs none"
    );
}

async fn pw_7_a_code_by_message_wants_a_captcha_always_or_after_some(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    let switch =
        |switch: &str| json!({"robotAfter": 2, "loginSmsConfig": {"robot": {"switch": switch}}});
    server.set("elm", switch("ON")).await;
    client
        .send_message("13800000001", "login")
        .await
        .refused(2000);
    client
        .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
        .await
        .refused(2000);
    assert!(server.mails("").await.is_empty());
    client.send_message("13912345678", "register").await.done();
    picture(&client, SECRET).await;
    let body = json!({"phone": "13800000001", "scene": "login", "captchaCode": letters(&client, SECRET).await, "captchaId": SECRET});
    client.post("/api/v2/sms/send", body).await.done();

    server.set("elm", switch("CONDON")).await;
    server.clock.advance(3_600_000);
    client.send_message("13800000001", "login").await.done();
    client.send_message("13800000002", "login").await.done();
    client
        .send_message("13800000003", "login")
        .await
        .refused(2000);
    server.clock.advance(3_600_000);
    client.send_message("13800000003", "login").await.done();
}

async fn e08_one_captcha_used_everywhere_at_once_opens_once(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    server
        .set(
            "elm",
            json!({"loginSmsConfig": {"robot": {"switch": "ON"}}}),
        )
        .await;
    picture(&client, SECRET).await;
    let right = letters(&client, SECRET).await;
    let uses: Vec<_> = (0..20)
        .map(|index| {
            let (client, right) = (client.clone(), right.clone());
            tokio::spawn(async move {
                let body = json!({"phone": format!("139123456{index:02}"), "scene": "login", "captchaCode": right, "captchaId": SECRET});
                client.post("/api/v2/sms/send", body).await.code()
            })
        })
        .collect();
    let mut passed = 0;
    for one in uses {
        passed += u32::from(one.await.unwrap() == 200);
    }
    assert_eq!((passed, server.mails("").await.len()), (1, 1));
}

async fn pw_7_a_picture_is_fetched_from_any_page_without_a_preflight(server: TestServer) {
    let url = format!("{}/api/v2/security/captcha?r={SECRET}", server.base);
    let request = reqwest::Client::new()
        .get(&url)
        .header("origin", "https://shop.example");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.headers()["access-control-allow-origin"], "*");
    assert_eq!(answer.headers()["cache-control"], "no-store");
}
