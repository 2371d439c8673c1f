//! Guessing codes for a whole day, as fast as the server lets anybody.
use serde_json::json;

use super::other_than;
use crate::support::TestServer;

crate::cases![
    o06_a_day_of_guessing_has_six_hundred_tries_in_a_million_and_raises_an_alarm,
    o06_five_codes_go_within_any_hour_wherever_it_begins,
    o06_a_person_who_mistypes_raises_no_alarm,
];

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

async fn o06_a_day_of_guessing_has_six_hundred_tries_in_a_million_and_raises_an_alarm(
    server: TestServer,
) {
    let client = server.codes_app("elm", false).await;
    let began = server.clock.now();
    let (mut sent, mut tries) = (Vec::new(), 0);
    while server.clock.now() < began + DAY {
        let asked = server.clock.now();
        let reply = client.send_message("13800000001", "login").await;
        if reply.code() != 200 {
            let wait = reply.refused(2080)["retryAfter"].as_i64().unwrap();
            server.clock.advance(wait * 1000);
            continue;
        }
        // It was counted at some moment between these two.
        sent.push((asked, server.clock.now()));
        let right = server.message_code("+8613800000001").await;
        for by in 1..=7 {
            let wrong = other_than(&right, by);
            let reply = client.phone_code("13800000001", &wrong).await;
            tries += i64::from(reply.refused(2001).get("remainCount").is_some());
        }
    }
    for (index, first) in sent.iter().enumerate() {
        let within = sent.iter().skip(index).filter(|it| it.1 < first.0 + HOUR);
        assert!(within.count() <= 5, "{sent:?}");
    }
    // Of a million codes each try rules out one.
    assert!((500..=600).contains(&tries), "{tries} tries in a day");
    let alarms = server.count("guard_alarms_total{alarm=\"codes-guessed\"}");
    assert!((20..=24).contains(&alarms), "{alarms} alarms: one an hour");
}

async fn o06_five_codes_go_within_any_hour_wherever_it_begins(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let send = async || client.send_message("13800000001", "login").await;
    send().await.done();
    server.clock.advance(56 * MINUTE);
    for _ in 0..4 {
        send().await.done();
        server.clock.advance(MINUTE);
    }
    // The first is an hour old, the other four are not.
    send().await.done();
    server.clock.advance(MINUTE);
    let wait = send().await.refused(2080)["retryAfter"].as_i64().unwrap();
    assert!((54 * 60..=55 * 60).contains(&wait), "{wait}");
    server.clock.advance(wait * 1000);
    send().await.done();
}

async fn o06_a_person_who_mistypes_raises_no_alarm(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    for _ in 0..2 {
        client.send_message("13800000001", "login").await.done();
        let right = server.message_code("+8613800000001").await;
        for by in 1..=5 {
            let wrong = other_than(&right, by);
            client.phone_code("13800000001", &wrong).await.refused(2001);
        }
        server.clock.advance(MINUTE);
    }
    client.send_message("13800000001", "login").await.done();
    let right = server.message_code("+8613800000001").await;
    let reply = client
        .phone_code("13800000001", &other_than(&right, 1))
        .await;
    assert_eq!(reply.refused(2001), &json!({"remainCount": 4}));
    client.phone_code("13800000001", &right).await.done();
    assert_eq!(
        server.count("guard_alarms_total{alarm=\"codes-guessed\"}"),
        0
    );
}
