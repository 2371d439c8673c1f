//! Told to stop, and flooded.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::program::Program;
use crate::support::Database;

crate::process_cases![
    d08_sigterm_under_load_finishes_what_is_going_on_and_refuses_what_is_new,
    e11_a_flood_of_sign_ins_costs_no_more_memory_than_one_hash_a_core,
];

async fn d08_sigterm_under_load_finishes_what_is_going_on_and_refuses_what_is_new(
    database: Database,
) {
    let mut program = Program::start(&database);
    let client = program.client().await;
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let client = client.clone();
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for number in 0.. {
                    let name = format!("writer{writer}-{number}");
                    let body = serde_json::json!({"username": name, "password": client.seal("another fine sentence")});
                    let Ok(answer) = client.request(reqwest::Method::POST, "/api/v2/register-username").json(&body).send().await else { break };
                    if answer.bytes().await.is_ok_and(|it| it.starts_with(b"{\"code\":200,")) {
                        acknowledged.push(name);
                    }
                }
                acknowledged
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(700)).await;
    let began = Instant::now();
    program.signal("-TERM");
    assert_eq!(program.wait(), Some(0));
    assert!(
        began.elapsed() < Duration::from_secs(10),
        "{:?}",
        began.elapsed()
    );
    let mut acknowledged = Vec::new();
    for writer in writers {
        acknowledged.extend(writer.await.unwrap());
    }
    assert!(acknowledged.len() > 4, "{acknowledged:?}");
    let kept = database.texts("SELECT username FROM users").await;
    assert!(acknowledged.iter().all(|it| kept.contains(it)));
    assert!(
        reqwest::get(format!("{}/healthz", program.base))
            .await
            .is_err()
    );
}

async fn e11_a_flood_of_sign_ins_costs_no_more_memory_than_one_hash_a_core(database: Database) {
    const HASH: u64 = 19_456;
    let program = Program::start(&database);
    let client = program.client().await;
    client.sign_in("ada", "x").await.refused(2333);
    let cores = std::thread::available_parallelism().unwrap().get() as u64;
    // What the flood may add: hashes for the other cores, since one has been lent out already.
    let base = program.memory("VmRSS");
    let over = Arc::new(AtomicBool::new(false));
    let callers: Vec<_> = (0..400)
        .map(|caller| {
            let (client, over) = (client.clone(), Arc::clone(&over));
            tokio::spawn(async move {
                let (mut served, mut sent_away) = (0_u32, 0_u32);
                while !over.load(Ordering::Relaxed) {
                    match client.sign_in(&format!("caller{caller}"), "x").await.code() {
                        2333 | 2057 => served += 1,
                        503 => sent_away += 1,
                        other => panic!("{other}"),
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                (served, sent_away)
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_secs(6)).await;
    over.store(true, Ordering::Relaxed);
    let (mut served, mut sent_away) = (0, 0);
    for caller in callers {
        let (more, away) = caller.await.unwrap();
        served += more;
        sent_away += away;
    }
    let most = program.memory("VmHWM");
    let allowed = (base + cores * HASH) * 11 / 10;
    eprintln!(
        "{served} served, {sent_away} sent away; {base} KiB before, {most} KiB at most, {allowed} KiB allowed"
    );
    assert!(served > 0 && sent_away > 0, "no flood");
    assert!(most <= allowed, "{most} KiB, allowed are {allowed}");
    client
        .sign_in("grace", crate::support::client::PASSWORD)
        .await
        .done();
}
