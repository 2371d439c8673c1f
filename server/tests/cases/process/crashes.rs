//! Killed at any moment, the server loses nothing that it acknowledged.
//!
//! `GUARD_CRASH_ROUNDS=100` is what CI runs at least; every run goes on until a thousand writes were acknowledged.
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;

use super::program::Program;
use crate::support::database::Kind;
use crate::support::{Client, Database};

crate::process_cases![d01_what_was_acknowledged_survives_kill_9_at_any_moment,];

const SENTENCE: &str = "another fine sentence";
const WRITERS: usize = 4;
const ENOUGH: usize = 1000;

/// What the server said it did, and what it never answered.
#[derive(Default)]
struct Ledger {
    people: Vec<String>,
    codes: Vec<String>,
    unanswered: Vec<String>,
}

fn random_below(most: u64) -> u64 {
    let mut bytes = [0; 8];
    aws_lc_rs::rand::fill(&mut bytes).unwrap();
    u64::from_be_bytes(bytes) % most
}

async fn d01_what_was_acknowledged_survives_kill_9_at_any_moment(database: Database) {
    let rounds = std::env::var("GUARD_CRASH_ROUNDS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(12);
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let next = Arc::new(AtomicU32::new(0));
    let mut round = 0;
    loop {
        let began = Instant::now();
        let mut program = Program::start(&database);
        assert!(
            began.elapsed() < Duration::from_secs(2),
            "a restart took {:?}",
            began.elapsed()
        );
        let client = program.client().await;
        repeat(&client, &ledger).await;
        let written = {
            let ledger = ledger.lock().unwrap();
            ledger.people.len() + ledger.codes.len()
        };
        if round >= rounds && written >= ENOUGH {
            let ledger = std::mem::take(&mut *ledger.lock().unwrap());
            audit(&database, &client, &ledger).await;
            return;
        }
        let stopped = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                tokio::spawn(write(
                    client.clone(),
                    Arc::clone(&ledger),
                    Arc::clone(&next),
                    Arc::clone(&stopped),
                ))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(10 + random_below(491))).await;
        program.kill();
        stopped.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        round += 1;
    }
}

/// Registers and asks for codes until the server is gone. Only what was answered goes into the ledger.
async fn write(
    client: Client,
    ledger: Arc<Mutex<Ledger>>,
    next: Arc<AtomicU32>,
    stopped: Arc<AtomicBool>,
) {
    while !stopped.load(Ordering::Relaxed) {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let name = format!("person{number}");
        if number.is_multiple_of(4) {
            let body = json!({"username": name, "password": client.seal(SENTENCE)});
            let done = acknowledged(
                client
                    .with("idempotency-key", &name)
                    .request(reqwest::Method::POST, "/api/v2/register-username")
                    .json(&body),
            )
            .await;
            let mut ledger = ledger.lock().unwrap();
            if done {
                ledger.people.push(name)
            } else {
                ledger.unanswered.push(name)
            }
        } else {
            let email = format!("{name}@example.com");
            let body = json!({"email": email, "scene": "RESET_PASSWORD_VERIFY_CODE"});
            if acknowledged(
                client
                    .request(reqwest::Method::POST, "/api/v2/email/send")
                    .json(&body),
            )
            .await
            {
                ledger.lock().unwrap().codes.push(email);
            }
        }
    }
}

/// Whether the whole answer arrived and says that it is done.
async fn acknowledged(request: reqwest::RequestBuilder) -> bool {
    let Ok(answer) = request.send().await else {
        return false;
    };
    answer
        .bytes()
        .await
        .is_ok_and(|it| it.starts_with(b"{\"code\":200,"))
}

/// Whoever got no answer tries again, with the same key, and is not told that the name is taken (D10, N03).
async fn repeat(client: &Client, ledger: &Mutex<Ledger>) {
    let unanswered = std::mem::take(&mut ledger.lock().unwrap().unanswered);
    for name in unanswered {
        let body = json!({"username": name, "password": client.seal(SENTENCE)});
        client
            .with("idempotency-key", &name)
            .post("/api/v2/register-username", body)
            .await
            .done();
        ledger.lock().unwrap().people.push(name);
    }
}

async fn audit(database: &Database, client: &Client, ledger: &Ledger) {
    if database.kind == Kind::Sqlite {
        assert_eq!(database.texts("PRAGMA integrity_check").await, ["ok"]);
    }
    let kept = database
        .texts("SELECT username FROM users WHERE username LIKE 'person%'")
        .await;
    let mut once = kept.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), kept.len(), "nobody is there twice");
    for name in &ledger.people {
        assert!(
            once.binary_search(name).is_ok(),
            "{name} was acknowledged and is lost"
        );
    }
    let mut sent = database.texts("SELECT recipient FROM outbox").await;
    sent.sort();
    for email in &ledger.codes {
        assert!(
            sent.binary_search(email).is_ok(),
            "the code for {email} was acknowledged and is lost"
        );
    }
    let halves = database.count("SELECT COUNT(*) FROM users WHERE password_hash NOT LIKE '$argon2id$%' OR (username IS NULL AND email IS NULL)").await;
    assert_eq!(halves, 0, "people without a credential");
    assert_eq!(
        database.count("SELECT COUNT(*) FROM codes").await,
        database.count("SELECT COUNT(*) FROM outbox").await,
        "a code without its mail"
    );
    for name in ledger.people.iter().rev().take(10) {
        client.sign_in(name, SENTENCE).await.done();
    }
    eprintln!(
        "{} people and {} codes acknowledged, none lost",
        ledger.people.len(),
        ledger.codes.len()
    );
}
