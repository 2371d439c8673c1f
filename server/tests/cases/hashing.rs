//! What is stored of a password, and what a flood of them costs.
use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    e10_a_stored_hash_is_argon2id_and_a_weaker_one_is_replaced_at_the_next_sign_in,
    e11_more_sign_ins_than_the_line_holds_are_sent_away_and_the_rest_served,
];

const NEW: &str = "$argon2id$v=19$m=19456,t=2,p=1$";

async fn e10_a_stored_hash_is_argon2id_and_a_weaker_one_is_replaced_at_the_next_sign_in(
    server: TestServer,
) {
    let client = server.client().await;
    client
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    let hashes = server
        .database
        .texts("SELECT password_hash FROM users")
        .await;
    assert!(
        hashes.len() >= 5 && hashes.iter().all(|it| it.starts_with(NEW)),
        "{hashes:?}"
    );

    // The password is "password": a test vector of the reference implementation, at a tiny cost.
    let weak =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    server.database.execute(&format!("UPDATE users SET password_hash = '{weak}' WHERE username = 'ada' AND pool_id = 'guard-demo-pool'")).await;
    let stored = async || {
        server.database.texts("SELECT password_hash FROM users WHERE username = 'ada' AND pool_id = 'guard-demo-pool'").await.remove(0)
    };
    client.sign_in("ada", PASSWORD).await.refused(2333);
    assert_eq!(stored().await, weak, "a wrong password replaces nothing");
    server.clock.advance(1000);
    client.sign_in("ada", "password").await.done();
    assert!(stored().await.starts_with(NEW));
    client.sign_in("ada", "password").await.done();
}

async fn e11_more_sign_ins_than_the_line_holds_are_sent_away_and_the_rest_served(
    server: TestServer,
) {
    let client = server.client().await;
    let callers: Vec<_> = (0..300)
        .map(|index| {
            let client = client.clone();
            tokio::spawn(async move { client.sign_in(&format!("caller{index}"), "x").await })
        })
        .collect();
    let (mut served, mut sent_away) = (0, 0);
    for caller in callers {
        let reply = caller.await.unwrap();
        match reply.code() {
            2333 => served += 1,
            503 => {
                assert_eq!(
                    (reply.status, &reply.headers["retry-after"]),
                    (503, &"1".parse().unwrap())
                );
                sent_away += 1;
            }
            _ => panic!("{reply:?}"),
        }
    }
    assert!(
        served > 0 && sent_away > 0,
        "{served} served, {sent_away} sent away"
    );
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM attempts").await,
        served,
        "who is sent away has not tried"
    );
    client.sign_in("ada", PASSWORD).await.done();
}
