//! Alarms as whoever runs the program meets them: in the log, and among the counts.
use std::net::TcpListener;

use serde_json::Value;

use super::program::Program;
use crate::support::Database;

crate::process_cases![o06_codes_that_are_worn_out_again_and_again_are_an_alarm_without_names];

async fn o06_codes_that_are_worn_out_again_and_again_are_an_alarm_without_names(
    database: Database,
) {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let program = Program::with(&database, &["--metrics", &address]);
    let client = program.client().await;
    let email = "ada@example.com";
    for _ in 0..3 {
        client.send_code(email).await.done();
        for _ in 0..5 {
            client.check_code(email, "not a code").await.refused(2001);
        }
        // A minute later, and the outbox is not read: which codes they were does not matter.
        let earlier = "UPDATE code_targets SET sent_at = sent_at - 60000";
        database.execute(earlier).await;
        let earlier = "UPDATE codes SET created_at = created_at - 60000";
        database.execute(earlier).await;
    }
    let log = program.log.lock().unwrap().clone();
    let lines: Vec<Value> = log
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    let alarms: Vec<_> = lines
        .iter()
        .filter(|it| it["target"] == "guard_server::alarm")
        .collect();
    assert_eq!(alarms.len(), 1, "{log}");
    let alarm = alarms[0];
    assert_eq!(
        (&alarm["level"], &alarm["alarm"]),
        (&"WARN".into(), &"codes-guessed".into())
    );
    // By these the other lines about the same person and place are found.
    let tries = lines.iter().find(|it| it["event"] == "check_code").unwrap();
    assert_eq!(
        (&alarm["who"], &alarm["from"]),
        (&tries["who"], &tries["from"])
    );
    assert!(!alarm.to_string().contains("ada") && !alarm.to_string().contains("127.0.0.1"));

    let counts = reqwest::get(format!("http://{address}/metrics"))
        .await
        .unwrap();
    assert!(
        counts.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/plain")
    );
    let counts = counts.text().await.unwrap();
    assert!(
        counts.contains("\nguard_alarms_total{alarm=\"codes-guessed\"} 1\n"),
        "{counts}"
    );
    // The address that everybody reaches tells nothing of it.
    let outside = reqwest::get(format!("{}/metrics", program.base))
        .await
        .unwrap();
    assert_eq!(outside.status(), 404);
}
