//! What many browsers that wait for a phone cost (M03): processor time of the program, by the clock of /proc.
//!
//! `GUARD_POLLS=1` polls for a minute at the full rate and prints; every run compares with the least that any request costs.
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::program::Program;
use crate::support::Database;
use crate::support::qr::Code;

crate::process_cases![
    m03_a_poll_costs_hardly_more_than_a_request_that_asks_nothing,
    m03_what_ten_thousand_open_codes_cost_is_printed,
];

/// Codes that are asked about in turn.
const CODES: usize = 400;
const CONNECTIONS: usize = 40;

/// A browser's side of one kept connection: the cheapest client there is, since it shares the machine with what it measures.
struct Asker {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Asker {
    async fn to(base: &str) -> Self {
        let stream = TcpStream::connect(base.trim_start_matches("http://"))
            .await
            .unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            buffer: vec![0; 4096],
        }
    }

    async fn ask(&mut self, path: &str) {
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: x\r\nx-authing-app-id: guard-demo\r\n\r\n");
        self.stream.write_all(request.as_bytes()).await.unwrap();
        let read = self.stream.read(&mut self.buffer).await.unwrap();
        let answer = String::from_utf8_lossy(&self.buffer[..read]);
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(
            answer.contains("\"status\":0") || answer.contains("\"keys\""),
            "{answer}"
        );
    }
}

async fn codes(program: &Program, many: usize) -> Vec<String> {
    let browser = program.client().await;
    let mut paths = Vec::new();
    for _ in 0..many {
        let code = Code::begin_with(&browser, json!({})).await;
        paths.push(format!("/api/v2/qrcode/check?random={}", code.secret));
    }
    paths
}

/// Processor time of one request, in microseconds, at `rate` a second for a while.
async fn cost(program: &Program, paths: &[String], rate: usize, lasting: Duration) -> f64 {
    let before = program.processor_time();
    let each = Duration::from_secs_f64(CONNECTIONS as f64 / rate as f64);
    let began = Instant::now();
    let askers: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let (base, paths) = (program.base.clone(), paths.to_vec());
            tokio::spawn(async move {
                let mut asker = Asker::to(&base).await;
                let mut pace = tokio::time::interval(each);
                let mut asked = 0;
                while began.elapsed() < lasting {
                    pace.tick().await;
                    asker
                        .ask(&paths[(number + asked * CONNECTIONS) % paths.len()])
                        .await;
                    asked += 1;
                }
                asked
            })
        })
        .collect();
    let mut asked = 0;
    for asker in askers {
        asked += asker.await.unwrap();
    }
    let spent = program.processor_time() - before;
    spent.as_secs_f64() * 1e6 / asked as f64
}

async fn m03_a_poll_costs_hardly_more_than_a_request_that_asks_nothing(database: Database) {
    const MOST: f64 = 2.5;
    let program = Program::start(&database);
    let polls = codes(&program, CODES).await;
    let facts = ["/oidc/.well-known/jwks.json".to_owned()];
    let lasting = Duration::from_secs(2);
    // Once for what a first time costs.
    cost(&program, &polls, 800, Duration::from_millis(500)).await;
    let mut ratios = Vec::new();
    for _ in 0..3 {
        let poll = cost(&program, &polls, 800, lasting).await;
        let least = cost(&program, &facts, 800, lasting).await;
        eprintln!("a poll {poll:.0} µs, public keys {least:.0} µs");
        ratios.push(poll / least);
    }
    // What disturbs a run makes one of them dearer; what is dear is so in all.
    let best = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(best < MOST, "{ratios:?}");
}

async fn m03_what_ten_thousand_open_codes_cost_is_printed(database: Database) {
    let full = std::env::var("GUARD_POLLS").is_ok();
    let (many, rate, lasting) = if full {
        (10_000, 5000, 60)
    } else {
        (CODES, 500, 1)
    };
    let program = Program::start(&database);
    // Making as many takes longer than one is good for by default.
    let long = json!({"qrcode": {"exchangeInBrowser": true, "expiresIn": 600}});
    let url = format!("{}/dev/api/apps/guard-demo/settings", program.base);
    let set = reqwest::Client::new().put(url).json(&long).send().await;
    assert_eq!(set.unwrap().status(), 200);
    let polls = codes(&program, many).await;
    let facts = ["/oidc/.well-known/jwks.json".to_owned()];
    let memory = program.memory("VmRSS");
    let poll = cost(&program, &polls, rate, Duration::from_secs(lasting)).await;
    let grown = program.memory("VmRSS").saturating_sub(memory);
    let least = cost(&program, &facts, rate, Duration::from_secs(lasting / 4 + 1)).await;
    let share = |micros: f64| micros * 5000.0 / 1e4;
    eprintln!(
        "{poll:.1} µs a poll: 10,000 codes every 2 s take {:.0} % of a core of this build, and as many requests that ask nothing {:.0} %; {grown} KiB more",
        share(poll),
        share(least)
    );
    assert!(grown < 32 * 1024, "memory is not flat: {grown} KiB");
}
