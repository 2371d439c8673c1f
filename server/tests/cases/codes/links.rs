//! Links in mails: what following one does, in the browser that asked and in any other.
use reqwest::redirect::Policy;
use serde_json::json;

use crate::support::client::PASSWORD;
use crate::support::{Client, Reply, TestServer};

crate::cases![
    rg_7_the_link_of_a_new_account_confirms_its_address_and_signs_nobody_in,
    rg_7_who_did_not_open_the_account_can_say_so,
    rg_7_a_lost_link_is_sent_again_with_the_same_answer_for_everybody,
    rg_7_the_mails_of_a_new_account_can_be_turned_off,
    j10_looking_at_a_link_any_number_of_times_uses_nothing,
    j04_confirming_an_address_elsewhere_ends_the_sessions_of_the_account,
    j09_cd_7_a_sign_in_link_signs_in_the_box_that_asked_and_nobody_elsewhere,
    cd_7_a_sign_in_link_registers_where_the_app_merges,
    cd_7_the_code_ends_the_link_and_the_link_the_code,
    cd_7_a_link_expires_and_is_claimed_once,
    x19_a_page_behind_a_link_runs_nothing_and_is_framed_nowhere,
];

/// A browser: it keeps its cookie, and has no headers of ours.
struct Browser {
    http: reqwest::Client,
    cookie: Option<String>,
}

impl Browser {
    fn new() -> Self {
        Self {
            http: reqwest::Client::builder()
                .redirect(Policy::none())
                .build()
                .unwrap(),
            cookie: None,
        }
    }

    fn with_cookie_of(reply: &Reply) -> Self {
        let set = reply.headers["set-cookie"].to_str().unwrap();
        assert!(
            set.contains("HttpOnly") && set.contains("SameSite=Lax"),
            "{set}"
        );
        let cookie = set.split(';').next().unwrap().to_owned();
        Self {
            cookie: Some(cookie),
            ..Self::new()
        }
    }

    async fn open(&self, url: &str) -> (u16, String) {
        let answer = self.http.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn press(&self, url: &str) -> (u16, String) {
        let mut request = self.http.post(url);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = request.send().await.unwrap();
        assert!(answer.headers().get("set-cookie").is_none());
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

/// The address in the newest mail with a link to `to`.
pub async fn link(server: &TestServer, to: &str) -> String {
    let mails = server.mails(to).await;
    let lines = mails
        .iter()
        .flat_map(|it| it["text"].as_str().unwrap().lines());
    let mut links = lines.filter(|it| it.contains("/link/"));
    let link = links
        .next()
        .unwrap_or_else(|| panic!("no link in {mails:?}"));
    // The configured address is that of this server, by another name.
    let path = &link[link.find("/link/").unwrap()..];
    format!("{}{path}", server.base)
}

async fn verified(server: &TestServer, email: &str) -> i64 {
    let sql = format!("SELECT email_verified FROM users WHERE email = '{email}'");
    server.database.count(&sql).await
}

async fn rg_7_the_link_of_a_new_account_confirms_its_address_and_signs_nobody_in(
    server: TestServer,
) {
    let client = server.client().await;
    server
        .set("guard-demo", json!({"unverifiedMaySignIn": false}))
        .await;
    let registered = client
        .register_email("new@example.com", "another fine sentence")
        .await;
    registered.done();
    client
        .sign_in("new@example.com", "another fine sentence")
        .await
        .refused(2042);
    let link = link(&server, "new@example.com").await;
    let browser = Browser::with_cookie_of(&registered);
    let (status, page) = browser.open(&link).await;
    assert!(
        status == 200 && page.contains("new@example.com") && page.contains("Yes, confirm"),
        "{page}"
    );
    assert_eq!(verified(&server, "new@example.com").await, 0);
    let (status, page) = browser.press(&link).await;
    assert!(
        status == 200 && page.contains("Your address is confirmed"),
        "{page}"
    );
    assert_eq!(verified(&server, "new@example.com").await, 1);
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM sessions").await,
        0
    );
    assert_eq!(browser.press(&link).await.0, 410, "once");
    client
        .sign_in("new@example.com", "another fine sentence")
        .await
        .done();
}

async fn rg_7_who_did_not_open_the_account_can_say_so(server: TestServer) {
    let client = server.client().await;
    client
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    let token = client
        .sign_in("new@example.com", "another fine sentence")
        .await
        .done()["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let link = link(&server, "new@example.com").await;
    let (status, page) = Browser::new().press(&format!("{link}/not-mine")).await;
    assert!(status == 200 && page.contains("Thank you"), "{page}");
    client.me(&token).await.refused(2020);
    client
        .sign_in("new@example.com", "another fine sentence")
        .await
        .refused(2333);
    assert_eq!(verified(&server, "new@example.com").await, 0);
}

async fn rg_7_a_lost_link_is_sent_again_with_the_same_answer_for_everybody(server: TestServer) {
    let client = server.client().await;
    client
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    let first = link(&server, "new@example.com").await;
    let again = client.send_mail("new@example.com", "VERIFY_EMAIL").await;
    let confirmed = client.send_mail("ada@example.com", "VERIFY_EMAIL").await;
    let nobody = client.send_mail("nobody@example.com", "VERIFY_EMAIL").await;
    assert_eq!(again.shape(), nobody.shape());
    assert_eq!(confirmed.shape(), nobody.shape());
    assert_eq!(again.done(), &json!({"resendIn": 60}));
    assert_eq!(server.mails("").await.len(), 3, "nobody else gets one");
    let second = link(&server, "new@example.com").await;
    assert_ne!(first, second);
    client
        .send_mail("new@example.com", "VERIFY_EMAIL")
        .await
        .refused(2080);
    Browser::new().press(&second).await;
    assert_eq!(verified(&server, "new@example.com").await, 1);
}

async fn rg_7_the_mails_of_a_new_account_can_be_turned_off(server: TestServer) {
    let client = server.client().await;
    let subjects = async |email: &str| {
        client
            .register_email(email, "another fine sentence")
            .await
            .done();
        let mails = server.mails(email).await;
        let mut subjects: Vec<_> = mails
            .iter()
            .map(|it| it["subject"].as_str().unwrap().to_owned())
            .collect();
        subjects.sort();
        subjects
    };
    let (confirm, welcome) = ("Confirm your address for Acorn", "Welcome to Acorn");
    assert_eq!(subjects("one@example.com").await, [confirm, welcome]);
    server
        .set("guard-demo", json!({"welcomeMail": false}))
        .await;
    assert_eq!(subjects("two@example.com").await, [confirm]);
    server
        .set("guard-demo", json!({"verificationMail": false}))
        .await;
    assert!(subjects("three@example.com").await.is_empty());
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

async fn j04_confirming_an_address_elsewhere_ends_the_sessions_of_the_account(server: TestServer) {
    let client = server.client().await;
    for (email, here) in [("one@example.com", true), ("two@example.com", false)] {
        let registered = client.register_email(email, "another fine sentence").await;
        let session = client.sign_in(email, "another fine sentence").await;
        let token = session.done()["token"].as_str().unwrap().to_owned();
        let browser = if here {
            Browser::with_cookie_of(&registered)
        } else {
            Browser::new()
        };
        browser.press(&link(&server, email).await).await;
        assert_eq!(
            client.me(&token).await.code(),
            if here { 200 } else { 2020 },
            "{email}"
        );
    }
}

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

async fn x19_a_page_behind_a_link_runs_nothing_and_is_framed_nowhere(server: TestServer) {
    let client = server.client().await;
    server
        .set(
            "guard-demo",
            json!({"name": "<img src=x onerror=alert(1)>"}),
        )
        .await;
    client
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    let answer = reqwest::get(link(&server, "new@example.com").await)
        .await
        .unwrap();
    let policy = answer.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    for directive in [
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "style-src 'sha256-",
    ] {
        assert!(policy.contains(directive), "{policy}");
    }
    assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let page = answer.text().await.unwrap();
    assert!(
        !page.contains("<img") && !page.contains("<script"),
        "{page}"
    );
}
