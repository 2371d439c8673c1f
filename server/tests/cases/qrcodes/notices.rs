//! The mail to whoever agreed to a sign-in on their phone: the screen in front of them may not have been the one that was signed in.
use serde_json::json;

use crate::support::TestServer;
use crate::support::qr::{Code, Phone};

crate::cases![
    qr_8_who_agrees_is_told_by_mail_once_and_in_their_language,
    qr_8_who_scans_or_cancels_or_whose_app_says_so_gets_no_mail,
];

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";

async fn qr_8_who_agrees_is_told_by_mail_once_and_in_their_language(server: TestServer) {
    let client = server.client().await;
    for (name, lang, subject, where_) in [
        (
            "ada",
            "en-US",
            "New sign-in to Acorn",
            "a sign-in: Firefox, Linux, ",
        ),
        (
            "wangming",
            "zh-CN",
            "Acorn 新的登录",
            "扫码登录：Firefox, Linux，",
        ),
    ] {
        let phone = Phone::of(&client.with("x-authing-lang", lang), name).await;
        let code = Code::begin(&client.with("user-agent", FIREFOX)).await;
        phone.act("scanned", &code).await.done();
        let address = format!("{name}@example.com");
        assert_eq!(server.mails(&address).await.len(), 0);
        phone.act("confirm", &code).await.done();
        assert_eq!(server.mails(&address).await.len(), 1);
        server.clock.advance(1);
        phone.act("confirm", &code).await.done();
        let mails = server.mails(&address).await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert_eq!(
            (&mails[0]["subject"], &mails[0]["state"]),
            (&json!(subject), &json!("queued"))
        );
        let text = mails[0]["text"].as_str().unwrap();
        assert!(text.contains(where_) && text.contains(" UTC"), "{text}");
        assert!(
            !text.contains("/link/") && !text.contains(&phone.token),
            "{text}"
        );
    }
}

async fn qr_8_who_scans_or_cancels_or_whose_app_says_so_gets_no_mail(server: TestServer) {
    let client = server.client().await;
    let phone = Phone::of(&client, "ada").await;
    let code = Code::begin(&client).await;
    phone.act("scanned", &code).await.done();
    phone.act("cancel", &code).await.done();
    let quiet = json!({"qrcode": {"noticeMail": false}});
    server.set("guard-demo", quiet).await;
    let code = Code::begin(&client).await;
    phone.act("scanned", &code).await.done();
    phone.act("confirm", &code).await.done();
    assert!(server.mails("").await.is_empty());
}
