//! The lock ladder and the limits by network address: what an attacker gets out of trying.
use serde_json::json;
use std::time::Instant;

use crate::support::client::PASSWORD;
use crate::support::{Client, TestServer};

crate::cases![
    e04_two_hundred_wrong_passwords_climb_the_ladder_to_the_hold,
    e04_somebody_who_does_not_exist_climbs_the_same_ladder,
    e08_attempts_at_the_same_moment_are_evaluated_one_by_one,
    e09_counters_survive_a_restart_and_are_shared_by_two_nodes,
    e07_only_the_trusted_header_moves_a_caller_and_an_ipv6_network_is_one_caller,
    e06_an_address_that_sprays_is_told_to_wait,
    a_new_password_ends_a_hold_at_once,
];

/// The pause after each failure in a row, in milliseconds.
fn pause(failures: i64) -> i64 {
    match failures {
        ..3 => 1_000,
        3..9 => 3_000,
        9..25 => 5_000,
        _ => 10_000,
    }
}

/// Fails at signing in as often as the ladder lets anybody; gives how often that was, and the pauses in between.
async fn attack(server: &TestServer, client: &Client, account: &str, tries: usize) -> Vec<i64> {
    let mut pauses = Vec::new();
    for _ in 0..tries {
        let reply = client.sign_in(account, "not this one").await;
        if reply.code() != 2333 {
            reply.refused(2057);
            break;
        }
        let rest = server
            .database
            .count("SELECT open_at - claimed_at FROM attempts ORDER BY claimed_at DESC LIMIT 1")
            .await;
        pauses.push(rest);
        if rest <= 10_000 {
            server.clock.advance(rest);
        }
    }
    pauses
}

async fn e04_two_hundred_wrong_passwords_climb_the_ladder_to_the_hold(server: TestServer) {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let client = server.client().await;
    // Noon, so that the ladder's first hundred steps stay within the day.
    let now = server.clock.now();
    server.clock.advance((now / DAY + 1) * DAY + DAY / 2 - now);

    let pauses = attack(&server, &client, "ada", 200).await;
    assert_eq!(pauses.len(), 100, "attempts evaluated before the hold");
    for (failure, rest) in (1..).zip(&pauses[..99]) {
        assert_eq!(*rest, pause(failure), "after failure {failure}");
    }
    let held = client.sign_in("ada", PASSWORD).await;
    let wait = held.refused(2057)["retryAfter"].as_i64().unwrap();
    let midnight = (server.clock.now() / DAY + 1) * DAY;
    assert!(
        (wait * 1000 - (midnight - server.clock.now())).abs() <= 2000,
        "until midnight UTC, not {wait} s"
    );
    let mails = server.mails("ada@example.com").await;
    assert!(
        mails.len() == 1 && mails[0]["subject"].as_str().unwrap().contains("paused"),
        "{mails:?}"
    );

    server.clock.advance(wait * 1000);
    client.sign_in("ada", PASSWORD).await.done();
    assert_eq!(
        client.sign_in("ada", "not this one").await.refused(2333),
        &json!({"remainCount": 2})
    );
}

async fn e04_somebody_who_does_not_exist_climbs_the_same_ladder(server: TestServer) {
    let client = server.client().await;
    let real = attack(&server, &client, "ada", 12).await;
    let nobody = attack(&server, &client, "nobody@example.com", 12).await;
    assert_eq!((real.len(), &real), (12, &nobody));
    let shape = |it: crate::support::Reply| it.shape();
    assert_eq!(
        shape(client.sign_in("ada", "x").await),
        shape(client.sign_in("nobody@example.com", "x").await)
    );
}

async fn e08_attempts_at_the_same_moment_are_evaluated_one_by_one(server: TestServer) {
    let client = server.client().await;
    let began = Instant::now();
    let attempts: Vec<_> = (0..500)
        .map(|index| {
            let client = client.clone();
            tokio::spawn(async move {
                client
                    .sign_in("ada", &format!("guess {index}"))
                    .await
                    .code()
            })
        })
        .collect();
    let mut evaluated = 0;
    for attempt in attempts {
        match attempt.await.unwrap() {
            2333 => evaluated += 1,
            2057 | 503 => {}
            other => panic!("unexpected code {other}"),
        }
    }
    // What the ladder allows in the time that passed, and not one more.
    let elapsed = i64::try_from(began.elapsed().as_millis()).unwrap();
    let (mut allowed, mut at) = (0, 0);
    while at <= elapsed {
        allowed += 1;
        at += pause(allowed);
    }
    assert!(
        (1..=allowed).contains(&evaluated),
        "{evaluated} of {allowed} in {elapsed} ms"
    );
    assert_eq!(
        server.database.count("SELECT failures FROM attempts").await,
        evaluated,
        "what was evaluated was counted"
    );
}

async fn e09_counters_survive_a_restart_and_are_shared_by_two_nodes(server: TestServer) {
    let client = server.client().await;
    // Up to the pauses of ten seconds: another node takes longer than one second to start where much else is going on.
    attack(&server, &client, "ada", 25).await;
    let fails = async |server: &TestServer, remaining: i64| {
        let there = server.client().await;
        let said = there.sign_in("ada", "x").await;
        assert_eq!(said.refused(2333), &json!({"remainCount": remaining}));
        there.sign_in("ada", PASSWORD).await.refused(2057);
    };
    let other = TestServer::at(server.database.clone(), &[], server.clock.clone()).await;
    fails(&other, 74).await;
    client.sign_in("ada", PASSWORD).await.refused(2057);
    let server = server.restart(&[]).await;
    let again = server.client().await;
    again.sign_in("ada", PASSWORD).await.refused(2057);
    server.clock.advance(10_000);
    fails(&server, 73).await;
}

/// Few enough that a test can use them up: `--dev` multiplies by a thousand.
async fn limited(server: TestServer, more: &[&str]) -> TestServer {
    let server = server.restart(more).await;
    server.database.execute("DELETE FROM address_windows").await;
    server
}

async fn e06_an_address_that_sprays_is_told_to_wait(server: TestServer) {
    let server = limited(server, &["--attempts-per-address", "1"]).await;
    let client = server.client().await;
    client.sign_in("first", "x").await.refused(2333);
    server
        .database
        .execute("UPDATE address_windows SET used = 1000")
        .await;
    let reply = client.sign_in("second", "x").await;
    assert_eq!((reply.status, reply.code()), (429, 429));
    let wait: i64 = reply.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((590..=600).contains(&wait), "{wait}");
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM attempts").await,
        1,
        "what is not evaluated is not counted against the account"
    );
    server.clock.advance(wait * 1000);
    client.sign_in("second", "x").await.refused(2333);
}

async fn e07_only_the_trusted_header_moves_a_caller_and_an_ipv6_network_is_one_caller(
    server: TestServer,
) {
    let windows = "SELECT COUNT(*) FROM address_windows";
    let client = server.client().await;
    client.sign_in("a", "x").await;
    client
        .with("x-forwarded-for", "192.0.2.1")
        .sign_in("b", "x")
        .await;
    assert_eq!(
        server.database.count(windows).await,
        1,
        "a header that nobody trusts says nothing"
    );

    let server = limited(server, &["--trusted-proxy-header", "x-forwarded-for"]).await;
    let client = server.client().await;
    for (account, from, addresses) in [
        ("c", "192.0.2.1", 1),
        ("d", "198.51.100.9, 192.0.2.1", 1),
        ("e", "192.0.2.2", 2),
        ("f", "2001:db8:1:2::1", 3),
        ("g", "2001:db8:1:2:3:4:5:6", 3),
        ("h", "2001:db8:1:3::1", 4),
        ("i", "not an address", 5),
    ] {
        client
            .with("x-forwarded-for", from)
            .sign_in(account, "x")
            .await;
        assert_eq!(server.database.count(windows).await, addresses, "{from}");
    }
}

async fn a_new_password_ends_a_hold_at_once(server: TestServer) {
    let client = server.client().await;
    client.sign_in("ada", "x").await;
    client.sign_in("ada@example.com", "x").await;
    server
        .database
        .execute("UPDATE attempts SET failures = 100, open_at = open_at + 50000000")
        .await;
    client.sign_in("ada", PASSWORD).await.refused(2057);
    client.send_code("ada@example.com").await.done();
    let token = client
        .check_code("ada@example.com", &server.code("ada@example.com").await)
        .await
        .done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned();
    client.reset(&token, "another fine sentence").await.done();
    client.sign_in("ada", "another fine sentence").await.done();
    client
        .sign_in("ada@example.com", "another fine sentence")
        .await
        .done();
}
