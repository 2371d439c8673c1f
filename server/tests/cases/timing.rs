//! The time of an answer tells nothing about who exists (E01): interleaved pairs, Welch's t and the gap between the medians.
//!
//! `GUARD_TIMING_PAIRS=2000` measures as often as the catalogue asks for; 300 pairs are what every run has time for.
use std::time::Instant;

use serde_json::{Value, json};

use crate::support::{Client, TestServer};

crate::cases![
    e01_signing_in_takes_the_same_time_whether_or_not_the_account_exists,
    e01_asking_for_a_code_takes_the_same_time_whether_or_not_the_account_exists,
    e01_registering_takes_the_same_time_whether_or_not_the_address_is_taken,
    e01_a_code_by_message_takes_the_same_time_whether_or_not_the_number_has_an_account,
    e01_another_link_takes_the_same_time_whether_or_not_the_address_has_an_account,
];

fn pairs() -> usize {
    std::env::var("GUARD_TIMING_PAIRS")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(300)
}

/// People enough for three measurements, each of whom is asked for once.
async fn people(server: &TestServer) {
    let sql = "INSERT INTO users (id, pool_id, username, username_key, email, email_key, email_verified, nickname, password_hash, source, blocked, logins, last_login_at, created_at, phone, phone_verified)
        SELECT {N}, pool_id, {N}, {N}, {N} || '@example.com', {N} || '@example.com', 1, NULL, password_hash, source, 0, 0, NULL, created_at, {P}, 1
        FROM users WHERE username = 'ada' AND pool_id = 'guard-demo-pool'";
    let mut connection = server.database.look().await;
    sqlx::query("BEGIN").execute(&mut connection).await.unwrap();
    for index in 0..3 * pairs() {
        let sql = sql.replace("{N}", &format!("'known{index:05}'")).replace(
            "{P}",
            &format!("'+86{}'", number(&format!("known{index:05}"))),
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .execute(&mut connection)
            .await
            .unwrap();
    }
    sqlx::query("COMMIT")
        .execute(&mut connection)
        .await
        .unwrap();
}

/// The number of one of them, or of nobody.
fn number(who: &str) -> String {
    let digits = who.trim_start_matches(char::is_alphabetic);
    let front = match who.trim_end_matches(char::is_numeric) {
        "known" => "138",
        "never" => "139",
        _ => "137",
    };
    format!("{front}10{digits:0>6}")
}

struct Question {
    path: &'static str,
    body: fn(&str, &str) -> Value,
    code: u64,
}

/// Asks about people who exist and people who do not, in turn. Noise that comes in waves meets both alike; a leak does not go away, so
/// it has to show in three measurements.
async fn compare(server: &TestServer, question: &Question) {
    people(server).await;
    let client = server.client().await;
    let sealed = client.seal("not the password of anybody");
    // The first requests pay for connections and for code that has not run yet.
    for index in 0..20 {
        ask(
            &client,
            question,
            &(question.body)(&format!("warm{index}"), &sealed),
        )
        .await;
    }
    let mut findings = Vec::new();
    for round in 0..3 {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for index in 0..pairs() {
            let number = round * pairs() + index;
            let of = |kind: &str| (question.body)(&format!("{kind}{number:05}"), &sealed);
            let ours = of("known");
            let theirs = of("never");
            // Whoever comes second finds warm caches: that has to be each of them as often.
            if index % 2 == 0 {
                known.push(ask(&client, question, &ours).await);
                unknown.push(ask(&client, question, &theirs).await);
            } else {
                unknown.push(ask(&client, question, &theirs).await);
                known.push(ask(&client, question, &ours).await);
            }
        }
        let (t, z) = (welch(&known, &unknown), signs(&known, &unknown));
        let (ours, theirs) = (Median::of(&known), Median::of(&unknown));
        let gap = (ours.at - theirs.at).abs();
        // Two per cent on a quiet machine; on a busy one medians wander further than that by themselves.
        let allowed = (0.02 * ours.at.min(theirs.at)).max(4.5 * ours.error.hypot(theirs.error));
        let finding = format!(
            "Welch t {t:.2}, signs z {z:.2}, medians {:.0} and {:.0} µs, gap {gap:.0} of {allowed:.0} µs",
            ours.at, theirs.at
        );
        eprintln!("{}: {finding}", question.path);
        if t < 4.5 && z < 4.5 && gap < allowed {
            return;
        }
        findings.push(finding);
    }
    panic!("{} tells known from unknown: {findings:?}", question.path);
}

/// Microseconds until the answer is there.
async fn ask(client: &Client, question: &Question, body: &Value) -> f64 {
    let began = Instant::now();
    let reply = client.post(question.path, body.clone()).await;
    let took = began.elapsed().as_secs_f64() * 1e6;
    assert_eq!(reply.code(), question.code, "{:?}", reply.body);
    took
}

async fn e01_signing_in_takes_the_same_time_whether_or_not_the_account_exists(server: TestServer) {
    let body = |who: &str, sealed: &str| json!({"account": format!("{who}@example.com"), "password": sealed});
    compare(
        &server,
        &Question {
            path: "/api/v2/login/account",
            body,
            code: 2333,
        },
    )
    .await;
}

async fn e01_asking_for_a_code_takes_the_same_time_whether_or_not_the_account_exists(
    server: TestServer,
) {
    let body = |who: &str, _: &str| json!({"email": format!("{who}@example.com"), "scene": "RESET_PASSWORD_VERIFY_CODE"});
    compare(
        &server,
        &Question {
            path: "/api/v2/email/send",
            body,
            code: 200,
        },
    )
    .await;
}

async fn e01_a_code_by_message_takes_the_same_time_whether_or_not_the_number_has_an_account(
    server: TestServer,
) {
    let body = |who: &str, _: &str| json!({"phone": number(who), "scene": "login"});
    compare(
        &server,
        &Question {
            path: "/api/v2/sms/send",
            body,
            code: 200,
        },
    )
    .await;
}

async fn e01_another_link_takes_the_same_time_whether_or_not_the_address_has_an_account(
    server: TestServer,
) {
    let body = |who: &str, _: &str| json!({"email": format!("{who}@example.com"), "scene": "VERIFY_EMAIL"});
    compare(
        &server,
        &Question {
            path: "/api/v2/email/send",
            body,
            code: 200,
        },
    )
    .await;
}

async fn e01_registering_takes_the_same_time_whether_or_not_the_address_is_taken(
    server: TestServer,
) {
    let body = |who: &str, sealed: &str| json!({"email": format!("{who}@example.com"), "password": sealed});
    compare(
        &server,
        &Question {
            path: "/api/v2/register-email",
            body,
            code: 200,
        },
    )
    .await;
}

/// Within each pair, how much more often than by chance it was the same one that took longer: waves of noise meet both of a pair.
fn signs(one: &[f64], other: &[f64]) -> f64 {
    let longer = one
        .iter()
        .zip(other)
        .filter(|(one, other)| one > other)
        .count() as f64;
    let pairs = one.len() as f64;
    ((longer - pairs / 2.0) / (pairs.sqrt() / 2.0)).abs()
}

struct Median {
    at: f64,
    /// One standard error, from the order of the values alone: half of the middle interval that holds the median two times in three.
    error: f64,
}

impl Median {
    fn of(times: &[f64]) -> Self {
        let mut sorted = times.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (middle, reach) = (sorted.len() / 2, (sorted.len() as f64).sqrt() / 2.0);
        let reach = reach.ceil() as usize;
        Self {
            at: sorted[middle],
            error: (sorted[middle + reach] - sorted[middle - reach]) / 2.0,
        }
    }
}

/// Without the slowest tenth of each: a request during which the machine did something else says nothing about the server.
fn welch(one: &[f64], other: &[f64]) -> f64 {
    let trimmed = |times: &[f64]| {
        let mut sorted = times.to_vec();
        sorted.sort_by(f64::total_cmp);
        sorted.truncate(times.len() * 9 / 10);
        let count = sorted.len() as f64;
        let mean = sorted.iter().sum::<f64>() / count;
        let variance = sorted.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (count - 1.0);
        (mean, variance / count)
    };
    let ((mean, spread), (other_mean, other_spread)) = (trimmed(one), trimmed(other));
    ((mean - other_mean) / (spread + other_spread).sqrt()).abs()
}
