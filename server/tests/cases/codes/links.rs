//! Links that confirm an address: what following one does, in the browser that opened the account and in any other.
use serde_json::json;

use crate::support::TestServer;
use crate::support::browser::{Browser, link, verified};

crate::cases![
    rg_7_the_link_of_a_new_account_confirms_its_address_and_signs_nobody_in,
    rg_7_who_did_not_open_the_account_can_say_so,
    rg_7_a_lost_link_is_sent_again_with_the_same_answer_for_everybody,
    rg_7_the_mails_of_a_new_account_can_be_turned_off,
    j04_confirming_an_address_elsewhere_ends_the_sessions_of_the_account,
    x19_a_page_behind_a_link_runs_nothing_and_is_framed_nowhere,
];

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
        "style-src 'self'",
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
