//! An app's own words for what goes to people, by language.
use serde_json::json;

use crate::support::TestServer;

crate::cases![
    ex_7_an_app_words_its_mails_and_messages_in_each_language,
    x16_an_apps_words_with_what_people_typed_are_text,
];

async fn ex_7_an_app_words_its_mails_and_messages_in_each_language(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    server
        .set(
            "elm",
            json!({"messages": {
                "welcome": {"ja-JP": {"subject": "{app}へようこそ", "text": "登録ありがとうございます。\n\nまたね。"}},
                "mail-login": {"ja-JP": {"subject": "{app}のコード", "text": "{minutes}分以内に入力してください。"}},
                "sms-login": {"ja-JP": {"text": "{app}: {code}"}},
            }}),
        )
        .await;
    let japanese = client.with("x-authing-lang", "ja-JP");
    japanese
        .send_mail("new@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let mail = server.mails("new@example.com").await[0].clone();
    assert_eq!(mail["subject"], "Elmのコード");
    let text = mail["text"].as_str().unwrap();
    assert!(
        text.starts_with("5分以内に入力してください。\n\n"),
        "{text}"
    );
    let code = server.code("new@example.com").await;
    japanese.email_code("new@example.com", &code).await.done();
    let welcome = server.mails("new@example.com").await[0].clone();
    assert_eq!(welcome["subject"], "Elmへようこそ");
    assert!(welcome["text"].as_str().unwrap().contains("\n\nまたね。"));

    japanese.send_message("13800000001", "login").await.done();
    let message = server.mails("+8613800000001").await[0]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    let code = server.message_code("+8613800000001").await;
    assert_eq!(message, format!("Elm: {code}\n\n@localhost #{code}"));
    // Other languages have ours.
    client.send_message("13800000002", "login").await.done();
    let message = server.mails("+8613800000002").await[0]["text"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(message.contains("is your Elm sign-in code"), "{message}");
}

async fn x16_an_apps_words_with_what_people_typed_are_text(server: TestServer) {
    let client = server.codes_app("elm", true).await;
    server
        .database
        .execute("UPDATE users SET nickname = '<img src=x>{code}' WHERE username = 'ada'")
        .await;
    let words = json!({"messages": {"mail-login": {"en-US": {"subject": "{name}", "text": "Dear {name}"}}}});
    server.set("elm", words).await;
    let english = client.with("x-authing-lang", "en-US");
    english
        .send_mail("ada@example.com", "LOGIN_VERIFY_CODE")
        .await
        .done();
    let html = server.database.texts("SELECT body_html FROM outbox").await;
    assert!(!html[0].contains("<img"), "{}", html[0]);
    let mail = &server.mails("ada@example.com").await[0];
    assert_eq!(
        mail["subject"], "<img src=x>{code}",
        "and nothing in it is a place"
    );
}
