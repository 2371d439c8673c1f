//! The form without JavaScript: the same rules as the box's, and for pages of the server alone.
use serde_json::json;

use super::{Visitor, hosted, page};
use crate::support::Database;
use crate::support::client::PASSWORD;

crate::process_cases![
    ss_1_failure_a_wrong_password_is_said_once_outside_the_box_and_echoed_nowhere,
    ss_1_failure_a_form_of_another_site_signs_nobody_in_whatever_password_it_sends,
    e03_the_form_answers_the_same_whether_or_not_the_account_exists,
    e05_the_form_climbs_the_lock_ladder_and_knows_its_browser,
    ss_1_failure_what_needs_a_script_is_said_and_what_is_too_long_is_not_read,
];

const WRONG: &str = "correct horse battery, but not quite";

async fn ss_1_failure_a_wrong_password_is_said_once_outside_the_box_and_echoed_nowhere(
    database: Database,
) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let said = visitor
        .sign_in(&page(&[("state", "s1")]), "ada", WRONG)
        .await;
    assert_eq!(said.status, 401);
    assert!(said.has_form());
    // The widget draws the box anew, and whatever it holds.
    let (within, beside) = said.text.split_once("</guard-login>").unwrap();
    let notice = "role=\"alert\">The account or the password is wrong.</p>";
    assert!(beside.contains(notice) && !within.contains("is wrong"));
    assert!(said.text.contains("value=\"ada\"") && said.text.contains("state=s1"));
    assert!(!said.text.contains(WRONG) && said.headers.get("set-cookie").is_none());
    server.clock.advance(10_000);
    let empty = visitor.sign_in(&page(&[]), "ada", "").await;
    assert_eq!(empty.status, 401);
    assert!(empty.text.contains("Fill in both fields."));
    let chinese = page(&[("ui_locales", "fr zh-CN")]);
    let said = visitor.sign_in(&chinese, "ada", WRONG).await;
    assert!(
        said.text.contains("账号或密码不正确。") && said.text.contains("<html lang=\"zh-CN\">")
    );
}

async fn ss_1_failure_a_form_of_another_site_signs_nobody_in_whatever_password_it_sends(
    database: Database,
) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let form = [("username", "ada\"><script>"), ("password", PASSWORD)];
    let elsewhere = server.base.replace("127.0.0.1", "localhost");
    let with_port = format!("{}0", server.base);
    for headers in [
        &[("origin", "https://evil.example")][..],
        &[("origin", "null")],
        &[("origin", "null"), ("sec-fetch-site", "cross-site")],
        &[("origin", elsewhere.as_str())],
        &[("origin", with_port.as_str())],
        &[("origin", "http://127.0.0.1.evil.example")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "none")],
        &[],
    ] {
        let said = visitor.post(&page(&[]), &form, headers).await;
        assert_eq!(said.status, 200, "{headers:?}");
        assert!(said.has_form() && said.headers.get("set-cookie").is_none());
        assert!(!said.text.contains(PASSWORD) && !said.text.contains("<script>"));
        assert!(
            said.text
                .contains("value=\"ada&#34;&#62;&#60;script&#62;\""),
            "{}",
            said.text
        );
    }
    for count in ["sessions", "hosted_sessions", "handovers", "attempts"] {
        let sql = format!("SELECT COUNT(*) FROM {count}");
        assert_eq!(server.database.count(&sql).await, 0, "{count}");
    }
    // The browser itself vouches for a page of ours.
    let form = [("username", "ada"), ("password", PASSWORD)];
    let own = [("origin", "null"), ("sec-fetch-site", "same-origin")];
    visitor.post(&page(&[]), &form, &own).await.given("ticket");
}

async fn e03_the_form_answers_the_same_whether_or_not_the_account_exists(database: Database) {
    let server = hosted(database).await;
    let shape = async |account: &str| {
        let said = Visitor::of(&server)
            .sign_in(&page(&[]), account, WRONG)
            .await;
        let mut names: Vec<_> = said.headers.keys().map(ToString::to_string).collect();
        names.sort();
        (said.status, names, said.text.replace(account, "ACCOUNT"))
    };
    assert_eq!(shape("katherine").await, shape("catherine").await);
}

async fn e05_the_form_climbs_the_lock_ladder_and_knows_its_browser(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    visitor.sign_in(&page(&[]), "grace", WRONG).await;
    let said = visitor.sign_in(&page(&[]), "grace", PASSWORD).await;
    assert_eq!(said.status, 401);
    assert!(said.text.contains("Too many wrong tries."), "{}", said.text);
    server.clock.advance(2_000);
    let sent = visitor.sign_in(&page(&[]), "grace", PASSWORD).await;
    sent.given("ticket");
    let all = sent.headers.get_all("set-cookie").iter();
    let cookies: Vec<_> = all.map(|it| it.to_str().unwrap()).collect();
    assert!(
        cookies.iter().any(|it| it.starts_with("guard_known=")),
        "{cookies:?}"
    );
}

async fn ss_1_failure_what_needs_a_script_is_said_and_what_is_too_long_is_not_read(
    database: Database,
) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let long = "a".repeat(300);
    let said = visitor.sign_in(&page(&[]), &long, PASSWORD).await;
    assert_eq!(said.status, 401);
    assert!(!said.text.contains(&long));
    let said = visitor.sign_in(&page(&[]), "ada\0", PASSWORD).await;
    assert_eq!(said.status, 401);
    let whole = "a".repeat(20_000);
    assert_eq!(visitor.sign_in(&page(&[]), &whole, "x").await.status, 400);
    let origin = visitor.origin.clone();
    let twice = [
        ("username", "ada"),
        ("username", "grace"),
        ("password", PASSWORD),
    ];
    let said = visitor
        .post(&page(&[]), &twice, &[("origin", &origin)])
        .await;
    assert_eq!(said.status, 400);
    let set = async |settings| server.set("guard-demo", settings).await;
    set(json!({"appRobotVerify": "always_enable"})).await;
    let said = visitor.sign_in(&page(&[]), "ada", PASSWORD).await;
    assert!(said.text.contains("that needs JavaScript"), "{}", said.text);
    set(json!({"appRobotVerify": null, "agreements": [{"id": 1, "title": "Terms", "lang": "en-US", "required": true, "availableAt": 1}]})).await;
    let said = visitor.sign_in(&page(&[]), "ada", PASSWORD).await;
    assert!(
        said.text.contains("asks for your agreement"),
        "{}",
        said.text
    );
    assert_eq!(
        server.database.count("SELECT COUNT(*) FROM sessions").await,
        0
    );
}
