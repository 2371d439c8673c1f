//! What the token for a right code allows: one new password, once, and an end to all that was before.
use crate::support::client::PASSWORD;
use crate::support::qr::{Code, Phone};
use crate::support::{Client, TestServer};

crate::cases![
    j11_a_reset_token_is_used_once_by_whom_it_was_given_to_within_ten_minutes,
    j04_a_new_password_ends_every_session_and_confirms_the_address,
    j04_a_new_password_ends_what_a_phone_has_agreed_to_and_its_ticket,
    j04_whoever_signs_in_with_the_old_password_at_that_moment_is_out_as_well,
    j08_whoever_registered_an_address_that_is_not_theirs_loses_it_to_its_owner,
];

async fn token(server: &TestServer, client: &Client, email: &str) -> String {
    client.send_code(email).await.done();
    client
        .check_code(email, &server.code(email).await)
        .await
        .done()["resetPasswordToken"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn j11_a_reset_token_is_used_once_by_whom_it_was_given_to_within_ten_minutes(
    server: TestServer,
) {
    let client = server.client().await;
    for forged in ["x", &"0".repeat(64)] {
        client
            .reset(forged, "another fine sentence")
            .await
            .refused(2021);
    }
    let old = token(&server, &client, "ada@example.com").await;
    server.clock.advance(10 * 60 * 1000);
    client
        .reset(&old, "another fine sentence")
        .await
        .refused(2021);

    let first = token(&server, &client, "ada@example.com").await;
    server.clock.advance(60_000);
    let second = token(&server, &client, "ada@example.com").await;
    let uses: Vec<_> = (0..10)
        .map(|index| {
            let (client, first) = (client.clone(), first.clone());
            tokio::spawn(async move {
                client
                    .reset(&first, &format!("a fine sentence {index}"))
                    .await
                    .code()
            })
        })
        .collect();
    let mut codes = Vec::new();
    for one in uses {
        codes.push(one.await.unwrap());
    }
    codes.sort_unstable();
    assert_eq!(codes, [vec![200], vec![2021; 9]].concat());
    client
        .reset(&second, "another fine sentence")
        .await
        .refused(2021);
}

async fn j04_a_new_password_ends_every_session_and_confirms_the_address(server: TestServer) {
    let client = server.client().await;
    server
        .database
        .execute("UPDATE users SET email_verified = 0")
        .await;
    let session = client.token("ada").await;
    client.me(&session).await.done();
    let token = token(&server, &client, "ada@example.com").await;
    client.me(&session).await.done();
    client.reset(&token, "another fine sentence").await.done();
    client.me(&session).await.refused(2020);
    assert_eq!(
        client.sign_in("ada", "another fine sentence").await.done()["emailVerified"],
        true
    );
}

async fn j08_whoever_registered_an_address_that_is_not_theirs_loses_it_to_its_owner(
    server: TestServer,
) {
    let client = server.client().await;
    client
        .register_email("victim@example.com", "the attackers password")
        .await
        .done();
    let attacker = client
        .sign_in("victim@example.com", "the attackers password")
        .await
        .done()["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = token(&server, &client, "victim@example.com").await;
    client.reset(&token, "the owners own password").await.done();
    client.me(&attacker).await.refused(2020);
    client
        .sign_in("victim@example.com", "the attackers password")
        .await
        .refused(2333);
    server.clock.advance(1000);
    client
        .sign_in("victim@example.com", "the owners own password")
        .await
        .done();
}

async fn j04_a_new_password_ends_what_a_phone_has_agreed_to_and_its_ticket(server: TestServer) {
    let client = server.client().await;
    let phone = Phone::of(&client, "ada").await;
    let (fetched, agreed, scanned) = (
        Code::begin(&client).await,
        Code::begin(&client).await,
        Code::begin(&client).await,
    );
    for code in [&fetched, &agreed, &scanned] {
        phone.act("scanned", code).await.done();
    }
    for code in [&fetched, &agreed] {
        phone.act("confirm", code).await.done();
    }
    let ticket = fetched.ticket().await;
    let others = Phone::of(&client, "grace").await;
    let other = Code::begin(&client).await;
    others.act("scanned", &other).await.done();
    others.act("confirm", &other).await.done();

    let token = token(&server, &client, "ada@example.com").await;
    client.reset(&token, "another fine sentence").await.done();
    fetched.exchange(&ticket).await.refused(2021);
    assert_eq!(agreed.status().await, 3);
    assert_eq!(scanned.status().await, 3);
    let ticket = other.ticket().await;
    other.exchange(&ticket).await.done();
}

async fn j04_whoever_signs_in_with_the_old_password_at_that_moment_is_out_as_well(
    server: TestServer,
) {
    let client = server.client().await;
    for round in 0..5 {
        let new = format!("a fine sentence {round}");
        let old = match round {
            0 => PASSWORD.to_owned(),
            _ => format!("a fine sentence {}", round - 1),
        };
        server.clock.advance(60_000);
        let reset = token(&server, &client, "ada@example.com").await;
        let attempts: Vec<_> = (0..6)
            .map(|_| {
                let (client, old) = (client.clone(), old.clone());
                tokio::spawn(async move {
                    let mut tokens = Vec::new();
                    for _ in 0..4 {
                        let reply = client.sign_in("ada", &old).await;
                        let token = reply.data()["token"].as_str().map(str::to_owned);
                        tokens.extend(token);
                    }
                    tokens
                })
            })
            .collect();
        client.reset(&reset, &new).await.done();
        for attempt in attempts {
            for token in attempt.await.unwrap() {
                client.me(&token).await.refused(2020);
            }
        }
        server.clock.advance(24 * 60 * 60 * 1000);
        client.sign_in("ada", &new).await.done();
    }
}
