//! Links that sign in: the box that asked, and nobody elsewhere.
use serde_json::json;

use crate::support::browser::{Browser, link, verified};
use crate::support::client::PASSWORD;
use crate::support::{Client, Reply, TestServer};

crate::cases![
    j10_looking_at_a_link_any_number_of_times_uses_nothing,
    j09_cd_7_a_sign_in_link_signs_in_the_box_that_asked_and_nobody_elsewhere,
    cd_7_a_sign_in_link_registers_where_the_app_merges,
    cd_7_the_code_ends_the_link_and_the_link_the_code,
    cd_7_a_link_expires_and_is_claimed_once,
];

/// Asks for a link as a box does: what it polls with, and its browser.
async fn ask(client: &Client, email: &str) -> (String, Browser) {
    let reply = client
        .post("/api/v2/email/send-link", json!({"email": email}))
        .await;
    assert_eq!(reply.done()["resendIn"], 60);
    let poll = reply.data()["pollToken"].as_str().unwrap().to_owned();
    let browser = Browser::with_cookie_of(&reply);
    (poll, browser)
}

async fn wait(client: &Client, poll: &str) -> Reply {
    client
        .post("/api/v2/login/email-link", json!({"pollToken": poll}))
        .await
}

async fn j09_cd_7_a_sign_in_link_signs_in_the_box_that_asked_and_nobody_elsewhere(
    server: TestServer,
) {
    let client = server.codes_app("elm", false).await;
    let (poll, browser) = ask(&client, "ada@example.com").await;
    assert_eq!(
        wait(&client, &poll).await.done(),
        &json!({"status": "waiting"})
    );
    let opened = link(&server, "ada@example.com").await;
    let (_, page) = browser.press(&opened).await;
    assert!(page.contains("You are being signed in"), "{page}");
    let user = wait(&client, &poll).await;
    assert_eq!(user.done()["username"], "ada");
    client
        .me(user.data()["token"].as_str().unwrap())
        .await
        .done();

    // In another browser: whoever asked may be an attacker, so nobody is signed in; the owner's address is confirmed.
    server.clock.advance(60_000);
    server
        .add_user_as(json!({"appId": "elm", "email": "eve@example.com", "password": PASSWORD}))
        .await;
    let (poll, _) = ask(&client, "eve@example.com").await;
    let opened = link(&server, "eve@example.com").await;
    let (_, page) = Browser::new().press(&opened).await;
    assert!(page.contains("You began somewhere else"), "{page}");
    assert_eq!(
        wait(&client, &poll).await.done(),
        &json!({"status": "waiting"})
    );
    assert_eq!(verified(&server, "eve@example.com").await, 1);
    // The password that somebody chose before the owner was known is gone (J08).
    client
        .sign_in("eve@example.com", PASSWORD)
        .await
        .refused(2333);
    // The code of the same mail still works, where it was asked for.
    let code = server.code("eve@example.com").await;
    client.email_code("eve@example.com", &code).await.done();
}

async fn cd_7_a_sign_in_link_registers_where_the_app_merges(server: TestServer) {
    let closed = server.codes_app("elm", false).await;
    let (poll, _) = ask(&closed, "new@example.com").await;
    assert!(server.mails("").await.is_empty());
    assert_eq!(
        wait(&closed, &poll).await.done(),
        &json!({"status": "waiting"})
    );
    let open = server.codes_app("fir", true).await;
    server.clock.advance(60_000);
    let (poll, browser) = ask(&open, "new@example.com").await;
    browser.press(&link(&server, "new@example.com").await).await;
    let user = wait(&open, &poll).await;
    assert_eq!(
        (&user.done()["email"], &user.data()["emailVerified"]),
        (&json!("new@example.com"), &json!(true))
    );
    assert!(user.data()["token"].is_string());
    let acorn = server.client().await;
    let reply = acorn
        .post(
            "/api/v2/email/send-link",
            json!({"email": "ada@example.com"}),
        )
        .await;
    assert_eq!(reply.status, 404, "an app that offers no links");
}

async fn cd_7_the_code_ends_the_link_and_the_link_the_code(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let (poll, browser) = ask(&client, "ada@example.com").await;
    let code = server.code("ada@example.com").await;
    let opened = link(&server, "ada@example.com").await;
    client.email_code("ada@example.com", &code).await.done();
    assert_eq!(browser.press(&opened).await.0, 410);
    wait(&client, &poll).await.refused(2021);

    server.clock.advance(60_000);
    let (poll, browser) = ask(&client, "ada@example.com").await;
    let code = server.code("ada@example.com").await;
    browser.press(&link(&server, "ada@example.com").await).await;
    wait(&client, &poll).await.done();
    client
        .email_code("ada@example.com", &code)
        .await
        .refused(2001);
}

async fn cd_7_a_link_expires_and_is_claimed_once(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let (poll, browser) = ask(&client, "ada@example.com").await;
    server.clock.advance(10 * 60_000);
    assert_eq!(
        browser
            .press(&link(&server, "ada@example.com").await)
            .await
            .0,
        410
    );
    wait(&client, &poll).await.refused(2021);

    let (poll, browser) = ask(&client, "ada@example.com").await;
    browser.press(&link(&server, "ada@example.com").await).await;
    let polls: Vec<_> = (0..20)
        .map(|_| {
            let (client, poll) = (client.clone(), poll.clone());
            tokio::spawn(async move { wait(&client, &poll).await.code() })
        })
        .collect();
    let mut codes = Vec::new();
    for one in polls {
        codes.push(one.await.unwrap());
    }
    codes.sort_unstable();
    assert_eq!(
        codes.iter().filter(|it| **it == 200).count(),
        1,
        "{codes:?}"
    );
    assert!(codes[1..].iter().all(|it| *it == 2021), "{codes:?}");
}

async fn j10_looking_at_a_link_any_number_of_times_uses_nothing(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    let (poll, _) = ask(&client, "ada@example.com").await;
    for to in ["new@example.com", "ada@example.com"] {
        let link = link(&server, to).await;
        for _ in 0..3 {
            assert_eq!(Browser::new().open(&link).await.0, 200);
            let head = reqwest::Client::new().head(&link).send().await.unwrap();
            assert_eq!(head.status(), 200);
        }
    }
    assert_eq!(verified(&server, "new@example.com").await, 0);
    assert_eq!(
        wait(&client, &poll).await.done(),
        &json!({"status": "waiting"})
    );
    let link = link(&server, "new@example.com").await;
    Browser::new().press(&link).await;
    assert_eq!(verified(&server, "new@example.com").await, 1);
    let (status, _) = Browser::new()
        .open(&format!("{}/link/nonsense", server.base))
        .await;
    assert_eq!(status, 410);
}
