//! Nobody learns who has an account: same status, headers and body; the times are compared in `timing`.
use serde_json::{Value, json};

use crate::support::TestServer;
use crate::support::client::PASSWORD;

crate::cases![
    j02_registering_somebody_elses_address_gives_no_way_into_their_account,
    e03_registering_a_taken_address_answers_like_a_free_one_and_its_owner_gets_a_mail,
    e01_asking_for_a_code_answers_the_same_for_everybody,
    e01_a_wrong_code_answers_the_same_for_everybody,
    e01_what_is_written_for_nobody_is_as_much_as_for_somebody,
    rg_9_lookups_tell_only_where_the_app_chose_to_tell,
];

async fn e03_registering_a_taken_address_answers_like_a_free_one_and_its_owner_gets_a_mail(
    server: TestServer,
) {
    let client = server.client().await;
    let taken = client
        .register_email("Ada@Example.com", "another fine sentence")
        .await;
    let free = client
        .register_email("free@example.com", "another fine sentence")
        .await;
    assert_eq!(taken.shape(), free.shape());
    assert_eq!(taken.done(), &json!({"pending": true}));

    let mails = server.mails("ada@example.com").await;
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0]["subject"]
            .as_str()
            .unwrap()
            .contains("already have an account"),
        "{mails:?}"
    );
    assert!(
        mails[0]["text"]
            .as_str()
            .unwrap()
            .starts_with("Hello Ada Lovelace,")
    );
    let to_free = server.mails("free@example.com").await;
    assert!(
        to_free
            .iter()
            .any(|it| it["subject"].as_str().unwrap().contains("Welcome"))
    );
    client
        .sign_in("ada", "another fine sentence")
        .await
        .refused(2333);
    client
        .sign_in("free@example.com", "another fine sentence")
        .await
        .done();
}

async fn e01_asking_for_a_code_answers_the_same_for_everybody(server: TestServer) {
    let client = server.client().await;
    let known = client.send_code("ada@example.com").await;
    let unknown = client.send_code("nobody@example.com").await;
    assert_eq!(known.shape(), unknown.shape());
    assert_eq!(known.done(), &json!({"resendIn": 60}));
    let (known, unknown) = (
        client.send_code("ada@example.com").await,
        client.send_code("nobody@example.com").await,
    );
    assert_eq!(known.shape(), unknown.shape());
    known.refused(2080);
    assert_eq!(server.mails("").await.len(), 1, "nobody gets no mail");
}

async fn e01_a_wrong_code_answers_the_same_for_everybody(server: TestServer) {
    let client = server.client().await;
    assert_eq!(
        client.check_code("ada@example.com", "000000").await.shape(),
        client
            .check_code("nobody@example.com", "000000")
            .await
            .shape()
    );
    client.send_code("ada@example.com").await.done();
    client.send_code("nobody@example.com").await.done();
    let wrong = if server.code("ada@example.com").await == "000000" {
        "000001"
    } else {
        "000000"
    };
    for left in [4, 3, 2, 1, 0] {
        let known = client.check_code("ada@example.com", wrong).await;
        let unknown = client.check_code("nobody@example.com", wrong).await;
        assert_eq!(known.shape(), unknown.shape());
        assert_eq!(known.refused(2001), &json!({"remainCount": left}));
    }
    assert_eq!(
        client.check_code("ada@example.com", wrong).await.shape(),
        client.check_code("nobody@example.com", wrong).await.shape()
    );
}

async fn e01_what_is_written_for_nobody_is_as_much_as_for_somebody(server: TestServer) {
    let client = server.client().await;
    let written = async || {
        (
            server.database.count("SELECT COUNT(*) FROM codes").await,
            server.database.count("SELECT COUNT(*) FROM outbox").await,
        )
    };
    client.send_code("ada@example.com").await.done();
    assert_eq!(written().await, (1, 1));
    client.send_code("nobody@example.com").await.done();
    assert_eq!(written().await, (2, 2));
    assert_eq!(
        server
            .database
            .texts("SELECT state FROM outbox ORDER BY state")
            .await,
        ["queued", "suppressed"]
    );
    assert_eq!(
        server
            .database
            .count("SELECT COUNT(*) FROM codes WHERE user_id IS NULL")
            .await,
        1
    );
}

async fn rg_9_lookups_tell_only_where_the_app_chose_to_tell(server: TestServer) {
    let quiet = server.client().await;
    let open = server.open_client().await;
    for (path, told) in [
        ("/api/v2/users/is-user-exists?username=ada", json!(true)),
        ("/api/v2/users/is-user-exists?username=ADA", json!(true)),
        (
            "/api/v2/users/is-user-exists?email=ada@example.com",
            json!(true),
        ),
        ("/api/v2/users/is-user-exists?username=nobody", json!(false)),
        (
            "/api/v2/users/is-user-exists?phone=13800000000",
            json!(false),
        ),
        ("/api/v2/users/is-user-exists", json!(false)),
    ] {
        assert_eq!(quiet.get(path).await.done(), &json!(false), "{path}");
        assert_eq!(open.get(path).await.done(), &told, "{path}");
    }
    let find = "/api/v2/users/find?userPoolId=guard-demo-open-pool&key=ada@example.com&type=email";
    let found = open.get(find).await;
    assert_eq!(
        found.done().as_object().unwrap().keys().collect::<Vec<_>>(),
        ["id"],
        "an id and nothing else"
    );
    assert_eq!(
        quiet.get(&find.replace("-open", "")).await.done(),
        &Value::Null
    );
    for nobody in [
        find.replace("ada@", "bob@"),
        find.replace("type=email", "type=phone"),
        find.replace("-open", ""),
    ] {
        assert_eq!(open.get(&nobody).await.done(), &Value::Null, "{nobody}");
    }
}

async fn j02_registering_somebody_elses_address_gives_no_way_into_their_account(
    server: TestServer,
) {
    for client in [server.client().await, server.open_client().await] {
        let reply = client
            .register_email("ada@example.com", "another fine sentence")
            .await;
        assert!(reply.data().get("token").is_none_or(Value::is_null));
        client
            .sign_in("ada@example.com", "another fine sentence")
            .await
            .refused(2333);
        server.clock.advance(1000);
        client.sign_in("ada@example.com", PASSWORD).await.done();
    }
}
