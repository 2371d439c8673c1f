//! Whatever somebody writes stays text: in the page, and in what other pages' servers are sent.
use serde_json::json;

use super::{Page, Visitor, hosted, page};
use crate::support::Database;

crate::process_cases![
    x19_what_stands_in_the_address_of_the_page_becomes_no_markup,
    x19_what_stands_in_an_apps_settings_becomes_no_markup,
    x20_a_name_that_closes_a_script_closes_nothing,
];

const PAYLOADS: [&str; 6] = [
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "</template></guard-login><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "{signIn.title} {{7*7}} {% raw %}",
    "--><svg onload=alert(1)>",
];

/// No tag of the page is anybody's but ours.
fn is_clean(said: &Page, payload: &str) {
    for tag in [
        "<script>",
        "<img src=x",
        "<svg onload",
        "</title><",
        "</template></guard-login><script",
    ] {
        assert!(!said.text.contains(tag), "{payload}: {}", said.text);
    }
    assert_eq!(
        said.text.matches("</guard-login>").count() + said.text.matches("<h1>").count(),
        1,
        "{}",
        said.text
    );
}

async fn x19_what_stands_in_the_address_of_the_page_becomes_no_markup(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    for payload in PAYLOADS {
        for name in [
            "redirect_uri",
            "login_hint",
            "ui_locales",
            "state",
            "prompt",
            "code_challenge",
            "code_challenge_method",
        ] {
            let path = page(&[(name, payload)]);
            is_clean(&visitor.open(&path).await, payload);
            is_clean(&visitor.sign_in(&path, payload, payload).await, payload);
        }
        let path = format!("/login?{}", super::encoded(&[("app_id", payload)]));
        is_clean(&visitor.open(&path).await, payload);
    }
    let hint = page(&[("login_hint", "ada@example.com\" autofocus x=\"")]);
    let said = visitor.open(&hint).await;
    assert!(
        said.text
            .contains("value=\"ada@example.com&#34; autofocus x=&#34;\""),
        "{}",
        said.text
    );
    let long = "a".repeat(255);
    assert!(
        !visitor
            .open(&page(&[("login_hint", &long)]))
            .await
            .text
            .contains(&long)
    );
}

async fn x19_what_stands_in_an_apps_settings_becomes_no_markup(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let prerender = "/api/v2/applications/guard-demo/prerender";
    for payload in PAYLOADS {
        let settings = json!({"name": payload, "logo": format!("https://a.example/{payload}")});
        server.set("guard-demo", settings).await;
        is_clean(&visitor.open(&page(&[])).await, payload);
        let said = visitor.open(prerender).await;
        assert!(!said.text.contains("<script") && !said.text.contains("onerror=alert(1)>"));
        assert_eq!(said.text.matches("</template>").count(), 1, "{}", said.text);
    }
    // What looks like a place of ours is not filled.
    server
        .set(
            "guard-demo",
            json!({"name": "{signIn.submit}", "logo": null}),
        )
        .await;
    let said = visitor.open(prerender).await;
    assert!(
        said.text.contains("Sign in to {signIn.submit}"),
        "{}",
        said.text
    );
}

async fn x20_a_name_that_closes_a_script_closes_nothing(database: Database) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    let name = "</script><script>alert(1)</script>";
    server.set("guard-demo", json!({"name": name})).await;
    let said = visitor
        .open(&page(&[("state", name), ("login_hint", name)]))
        .await;
    is_clean(&said, name);
    // Nothing is said in a script at all: both of them are files.
    assert_eq!(said.text.matches("<script ").count(), 2);
    assert_eq!(said.text.matches("></script>").count(), 2, "{}", said.text);
}
