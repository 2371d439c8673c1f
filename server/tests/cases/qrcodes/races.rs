//! What happens at the same moment: of two that exclude each other one holds, and everybody is told the same.
use crate::support::qr::{Code, Phone};
use crate::support::{Reply, TestServer};

crate::cases![
    d06_of_two_phones_that_scan_at_once_one_has_the_code,
    d06_of_agreeing_and_cancelling_at_once_one_holds,
    d06_of_agreeing_and_the_end_of_the_time_one_holds,
    more_phones_at_once_than_there_are_connections_are_all_served,
    d13_two_servers_on_one_database_agree_about_a_code,
    d13_what_another_server_changes_is_seen_a_moment_later_and_ones_own_at_once,
];

/// Races in a run; the catalogue asks for as many again on each database.
const ROUNDS: usize = 25;

async fn together(acts: Vec<(Phone, &'static str)>, code: &Code) -> Vec<Reply> {
    let race: Vec<_> = acts
        .into_iter()
        .map(|(phone, step)| {
            let code = code.clone();
            tokio::spawn(async move { phone.act(step, &code).await })
        })
        .collect();
    let mut replies = Vec::new();
    for one in race {
        replies.push(one.await.unwrap());
    }
    replies
}

async fn d06_of_two_phones_that_scan_at_once_one_has_the_code(server: TestServer) {
    let browser = server.client().await;
    let phones = [
        Phone::of(&browser, "ada").await,
        Phone::of(&browser, "grace").await,
        Phone::of(&browser, "katherine").await,
    ];
    for _ in 0..ROUNDS {
        let code = Code::begin(&browser).await;
        let acts = phones.iter().cloned().map(|it| (it, "scanned")).collect();
        let replies = together(acts, &code).await;
        let winners: Vec<_> = (0..phones.len())
            .filter(|it| replies[*it].code() == 200)
            .collect();
        assert_eq!(winners.len(), 1, "{replies:?}");
        let acts = phones.iter().cloned().map(|it| (it, "confirm")).collect();
        let replies = together(acts, &code).await;
        for (index, reply) in replies.iter().enumerate() {
            let expected = if winners == [index] { 200 } else { 2021 };
            assert_eq!(reply.code(), expected);
        }
        assert_eq!(code.status().await, 2);
    }
}

async fn d06_of_agreeing_and_cancelling_at_once_one_holds(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let mut seen = [0, 0];
    for round in 0..ROUNDS {
        let code = Code::begin(&browser).await;
        phone.act("scanned", &code).await.done();
        // The same finger twice on each button, in turns first.
        let mut acts = vec![
            (phone.clone(), "confirm"),
            (phone.clone(), "cancel"),
            (phone.clone(), "confirm"),
            (phone.clone(), "cancel"),
        ];
        if round % 2 == 0 {
            acts.reverse();
        }
        let steps: Vec<_> = acts.iter().map(|it| it.1).collect();
        let replies = together(acts, &code).await;
        let held = match code.status().await {
            2 => "confirm",
            3 => "cancel",
            other => panic!("state {other}"),
        };
        seen[usize::from(held == "cancel")] += 1;
        for (step, reply) in steps.iter().zip(&replies) {
            assert_eq!(
                reply.code(),
                if *step == held { 200 } else { 2021 },
                "{step}, and {held} holds"
            );
        }
    }
    assert!(seen.iter().all(|it| *it > 0), "no race at all: {seen:?}");
}

async fn d06_of_agreeing_and_the_end_of_the_time_one_holds(server: TestServer) {
    let browser = server.client().await;
    for _ in 0..ROUNDS {
        let phone = Phone::of(&browser, "ada").await;
        let code = Code::begin(&browser).await;
        phone.act("scanned", &code).await.done();
        let (clock, finger, its) = (server.clock.clone(), phone.clone(), code.clone());
        let end = tokio::spawn(async move { clock.advance(120_000) });
        let agreed = tokio::spawn(async move { finger.act("confirm", &its).await.code() });
        end.await.unwrap();
        let expected = match agreed.await.unwrap() {
            200 => 2,
            2021 => -1,
            other => panic!("code {other}"),
        };
        assert_eq!(code.status().await, expected);
    }
}

/// Whoever held a connection and waited for a second one would wait for the others, who do the same.
async fn more_phones_at_once_than_there_are_connections_are_all_served(server: TestServer) {
    let browser = server.client().await;
    let phone = Phone::of(&browser, "ada").await;
    let mut codes = Vec::new();
    for _ in 0..12 {
        codes.push(Code::begin(&browser).await);
    }
    for step in ["scanned", "confirm"] {
        let acts: Vec<_> = codes
            .iter()
            .cloned()
            .map(|code| {
                let phone = phone.clone();
                tokio::spawn(async move { phone.act(step, &code).await })
            })
            .collect();
        for act in acts {
            act.await.unwrap().done();
        }
    }
}

async fn d13_two_servers_on_one_database_agree_about_a_code(server: TestServer) {
    let other = TestServer::at(server.database.clone(), &[], server.clock.clone()).await;
    let (browser, elsewhere) = (server.client().await, other.client().await);
    // A token of one is none of the other's here, since each is reached by an address of its own.
    let phone = Phone::of(&elsewhere, "ada").await;
    let code = Code::begin(&browser).await;
    let at = |client: &crate::support::Client| Code {
        browser: client.clone(),
        ..code.clone()
    };
    assert_eq!(at(&elsewhere).status().await, 0);
    phone.act("scanned", &code).await.done();
    assert_eq!(code.status().await, 1, "at once");
    phone.act("confirm", &code).await.done();
    let (one, two) = (code.clone(), at(&elsewhere));
    let (one, two) = tokio::join!(one.check(), two.check());
    let tickets = [&one, &two]
        .iter()
        .filter(|it| it.done()["ticket"].is_string())
        .count();
    assert_eq!(tickets, 1, "{one:?} {two:?}");
}

async fn d13_what_another_server_changes_is_seen_a_moment_later_and_ones_own_at_once(
    server: TestServer,
) {
    let other = TestServer::at(server.database.clone(), &[], server.clock.clone()).await;
    let here = server.client().await;
    let phone = |it: &crate::support::Client| {
        let it = it.clone();
        async move { Phone::of(&it, "ada").await }
    };
    let (own, elsewhere) = (phone(&here).await, phone(&other.client().await).await);
    for _ in 0..ROUNDS {
        let code = Code::begin(&here).await;
        assert_eq!(code.status().await, 0);
        elsewhere.act("scanned", &code).await.done();
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        assert_eq!(code.status().await, 1);
        own.act("cancel", &code).await.done();
        assert_eq!(code.status().await, 3);
    }
}
