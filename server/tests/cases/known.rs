//! Browsers in which somebody has signed in before, and what attackers of the account, or of all accounts, change for them.
use serde_json::json;

use crate::support::client::PASSWORD;
use crate::support::{Client, Reply, TestServer};

crate::cases![
    e05_who_is_locked_out_by_others_signs_in_where_they_have_before,
    e05_a_known_browser_has_a_ladder_of_its_own,
    e05_the_cookie_is_nothing_for_somebody_else_and_after_a_new_password,
    e05_a_browser_is_known_by_codes_as_well,
    e06_wrong_passwords_all_over_a_pool_raise_an_alarm_and_ask_strangers_for_captchas,
];

/// The same caller with the cookie that an answer has set.
fn with_cookie(client: &Client, reply: &Reply) -> Client {
    let set = reply.headers["set-cookie"].to_str().unwrap();
    assert!(
        set.starts_with("guard_known=")
            && set.contains("HttpOnly")
            && set.contains("Max-Age=15552000"),
        "{set}"
    );
    client.with("cookie", set.split(';').next().unwrap())
}

/// Nobody can sign in to the account with a password until tomorrow.
async fn lock(server: &TestServer) {
    server
        .database
        .execute("UPDATE attempts SET failures = 100, open_at = 4000000000000")
        .await;
}

async fn e05_who_is_locked_out_by_others_signs_in_where_they_have_before(server: TestServer) {
    let client = server.client().await;
    let own = with_cookie(&client, &client.sign_in("ada", PASSWORD).await);
    client.sign_in("ada", "not this one").await.refused(2333);
    lock(&server).await;
    client.sign_in("ada", PASSWORD).await.refused(2057);
    let held = "SELECT failures FROM attempts ORDER BY failures DESC LIMIT 1";
    let again = own.sign_in("ada", PASSWORD).await;
    again.done();
    // It is known on, by the same secret, and the others stay locked out.
    with_cookie(&client, &again)
        .sign_in("ada", PASSWORD)
        .await
        .done();
    assert_eq!(server.database.count(held).await, 100);
    client.sign_in("ada", PASSWORD).await.refused(2057);
    // A copy of what the database keeps opens nothing.
    let kept = &server
        .database
        .texts("SELECT browser_hash FROM known_browsers")
        .await[0];
    let thief = client.with("cookie", format!("guard_known={kept}"));
    thief.sign_in("ada", PASSWORD).await.refused(2057);
}

async fn e05_a_known_browser_has_a_ladder_of_its_own(server: TestServer) {
    let client = server.client().await;
    let own = with_cookie(&client, &client.sign_in("ada", PASSWORD).await);
    for remaining in [2, 1, 6] {
        let wrong = own.sign_in("ada", "not this one").await;
        assert_eq!(wrong.refused(2333), &json!({"remainCount": remaining}));
        if remaining != 6 {
            server.clock.advance(1000);
        }
    }
    own.sign_in("ada", PASSWORD).await.refused(2057);
    // Elsewhere nobody has failed.
    let wrong = client.sign_in("ada", "not this one").await;
    assert_eq!(wrong.refused(2333), &json!({"remainCount": 2}));
    server.clock.advance(3000);
    own.sign_in("ada", PASSWORD).await.done();
}

async fn e05_the_cookie_is_nothing_for_somebody_else_and_after_a_new_password(server: TestServer) {
    let client = server.client().await;
    let own = with_cookie(&client, &client.sign_in("ada", PASSWORD).await);
    for account in ["grace", "nobody"] {
        client.sign_in(account, "not this one").await.refused(2333);
    }
    lock(&server).await;
    let grace = own.sign_in("grace", PASSWORD).await;
    grace.refused(2057);
    let nobody = own.sign_in("nobody", PASSWORD).await;
    assert_eq!(nobody.code(), grace.code());

    client.send_code("ada@example.com").await.done();
    let code = server.code("ada@example.com").await;
    let checked = client.check_code("ada@example.com", &code).await;
    let token = checked.done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned();
    let sentence = "another fine sentence";
    client.reset(&token, sentence).await.done();
    client.sign_in("ada", "not this one").await.refused(2333);
    lock(&server).await;
    // J04: what was remembered before is gone.
    own.sign_in("ada", sentence).await.refused(2057);
}

async fn e05_a_browser_is_known_by_codes_as_well(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    client.send_message("13800000001", "login").await.done();
    let code = server.message_code("+8613800000001").await;
    let own = with_cookie(&client, &client.phone_code("13800000001", &code).await);
    client.sign_in("ada", "not this one").await.refused(2333);
    lock(&server).await;
    own.sign_in("ada", PASSWORD).await.done();
}

async fn e06_wrong_passwords_all_over_a_pool_raise_an_alarm_and_ask_strangers_for_captchas(
    server: TestServer,
) {
    const SPRAYED: &str = "guard_alarms_total{alarm=\"passwords-sprayed\"}";
    let most = [
        "--failures-per-pool",
        "20",
        "--trusted-proxy-header",
        "x-real-ip",
    ];
    let server = server.restart(&most).await;
    let client = server.client().await;
    server
        .set("guard-demo", json!({"appRobotVerify": "condition_set"}))
        .await;
    let own = with_cookie(&client, &client.sign_in("ada", PASSWORD).await);
    // One password, an account and an address each.
    for number in 0..21 {
        let from = client.with("x-real-ip", format!("192.0.2.{number}"));
        let reply = from.sign_in(&format!("person-{number}"), "Passw0rd!").await;
        assert_eq!(reply.code(), 2333);
        assert_eq!(server.count(SPRAYED), u64::from(number == 20));
    }
    assert_eq!(
        server.count("guard_passwords_total{outcome=\"refused\"}"),
        21
    );
    assert_eq!(
        server.count("guard_passwords_total{outcome=\"accepted\"}"),
        1
    );
    let asked = client.sign_in("grace", PASSWORD).await;
    assert_eq!(asked.refused(2000), &json!({"reason": "wanted"}));
    own.sign_in("ada", PASSWORD).await.done();
    // Apps that ask for no captchas, and other pools, go on as before.
    server
        .open_client()
        .await
        .sign_in("ada", PASSWORD)
        .await
        .done();
    server.clock.advance(10 * 60_000);
    client.sign_in("grace", PASSWORD).await.done();
}
