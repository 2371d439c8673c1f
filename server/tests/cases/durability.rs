//! The database in trouble, started twice, and shared. Crashes are in `process`.
use std::time::{Duration, Instant};

use guard_server::Server;
use guard_server::clock::Clock;

use crate::support::client::PASSWORD;
use crate::support::database::{Kind, config};
use crate::support::{Database, TestServer};

crate::cases![
    d07_a_database_that_does_not_answer_is_a_503_and_recovers_by_itself,
    d09_migrations_run_twice_change_nothing_and_a_newer_schema_is_refused,
    d13_two_nodes_on_one_database_spend_a_code_once,
    what_has_served_its_time_is_thrown_away,
    d13_two_servers_started_at_once_on_an_empty_database_agree_on_their_keys,
];

async fn d07_a_database_that_does_not_answer_is_a_503_and_recovers_by_itself(server: TestServer) {
    let client = server.client().await;
    let mut blocker = server.database.look().await;
    let (block, release) = match server.database.kind {
        Kind::Sqlite => ("BEGIN EXCLUSIVE", "ROLLBACK"),
        Kind::Postgres => (
            "ALTER TABLE attempts RENAME TO attempts_away",
            "ALTER TABLE attempts_away RENAME TO attempts",
        ),
    };
    sqlx::query(block).execute(&mut blocker).await.unwrap();
    let began = Instant::now();
    let reply = client.sign_in("ada", PASSWORD).await;
    assert_eq!(
        (reply.status, reply.code(), &reply.headers["retry-after"]),
        (503, 503, &"1".parse().unwrap())
    );
    assert!(
        began.elapsed() < Duration::from_secs(15),
        "{:?}",
        began.elapsed()
    );
    sqlx::query(release).execute(&mut blocker).await.unwrap();
    client.sign_in("ada", PASSWORD).await.done();

    if server.database.kind == Kind::Postgres {
        // Every connection cut: the pool notices and makes new ones.
        let _ = sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").execute(&mut blocker).await;
        let mut codes = Vec::new();
        for _ in 0..10 {
            codes.push(client.sign_in("grace", PASSWORD).await.code());
        }
        assert_eq!(codes.last(), Some(&200), "{codes:?}");
    }
}

async fn d09_migrations_run_twice_change_nothing_and_a_newer_schema_is_refused(server: TestServer) {
    let users = server.database.count("SELECT COUNT(*) FROM users").await;
    let server = server.restart(&[]).await;
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM users").await,
        users
    );
    server.client().await.token("ada").await;
    server.database.execute("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1").await;
    let refused = Server::start(config(&server.database, &[]), Clock::default())
        .await
        .err()
        .unwrap()
        .to_string();
    assert!(refused.contains("newer version"), "{refused}");
}

async fn d13_two_nodes_on_one_database_spend_a_code_once(server: TestServer) {
    let other = TestServer::at(server.database.clone(), &[], server.clock.clone()).await;
    let (here, there) = (server.client().await, other.client().await);
    for email in [
        "ada@example.com",
        "grace@example.com",
        "katherine@example.com",
    ] {
        here.send_code(email).await.done();
        there.send_code(email).await.refused(2080);
        let code = server.code(email).await;
        let uses: Vec<_> = (0..10)
            .map(|index| {
                let (client, code) = (
                    if index % 2 == 0 {
                        here.clone()
                    } else {
                        there.clone()
                    },
                    code.clone(),
                );
                tokio::spawn(async move { client.check_code(email, &code).await.code() })
            })
            .collect();
        let mut opened = 0;
        for one in uses {
            opened += u32::from(one.await.unwrap() == 200);
        }
        assert_eq!(opened, 1, "{email}");
    }
    let token = here.with("host", "x").token("wangming").await;
    here.me(&token).await.done();
}

async fn d13_two_servers_started_at_once_on_an_empty_database_agree_on_their_keys(
    server: TestServer,
) {
    let kind = server.database.kind;
    let empty = tokio::task::spawn_blocking(move || Database::empty(kind))
        .await
        .unwrap();
    let start = || {
        Server::start(
            config(&empty, &["--public-url", "https://id.acorn.example"]),
            Clock::default(),
        )
    };
    let (one, two) = tokio::join!(start(), start());
    let started = [one.is_ok(), two.is_ok()];
    drop((one, two));
    let third = start().await;
    let keys = empty.texts("SELECT kid FROM signing_keys").await;
    let pools = empty.count("SELECT COUNT(*) FROM pools").await;
    tokio::task::spawn_blocking(move || empty.remove())
        .await
        .unwrap();
    assert!(started.contains(&true) && third.is_ok(), "{started:?}");
    assert!(!keys.is_empty() && pools == 2);
}

async fn what_has_served_its_time_is_thrown_away(server: TestServer) {
    const TABLES: [&str; 9] = [
        "address_windows",
        "attempts",
        "code_targets",
        "codes",
        "outbox",
        "qrcodes",
        "registrations",
        "reset_tokens",
        "sessions",
    ];
    let client = server.client().await;
    client.token("ada").await;
    client
        .with("idempotency-key", "key-1")
        .register_email("new@example.com", "another fine sentence")
        .await
        .done();
    crate::support::qr::Code::begin(&client).await;
    client.send_code("ada@example.com").await.done();
    client.send_code("nobody@example.com").await.done();
    client
        .check_code("ada@example.com", &server.code("ada@example.com").await)
        .await
        .done();
    let users = server.database.count("SELECT COUNT(*) FROM users").await;
    for table in TABLES {
        assert!(
            server
                .database
                .count(&format!("SELECT COUNT(*) FROM {table}"))
                .await
                > 0,
            "{table}"
        );
    }
    server.clock.advance(40 * 24 * 60 * 60 * 1000);
    let server = server.restart(&[]).await;
    for _ in 0..50 {
        if server.database.count("SELECT COUNT(*) FROM attempts").await == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for table in TABLES {
        assert_eq!(
            server
                .database
                .count(&format!("SELECT COUNT(*) FROM {table}"))
                .await,
            0,
            "{table}"
        );
    }
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM users").await,
        users
    );
}
