//! The first form as HTML: what the settings of an app make of it.
use serde_json::{Value, json};

use super::{ADDRESS, OTHER, Page, Visitor, hosted};
use crate::support::{Database, TestServer};

crate::process_cases![
    the_first_form_is_sent_as_a_shadow_tree_that_works_without_a_script,
    the_first_form_shows_what_the_settings_say,
    an_app_that_begins_with_another_screen_gets_a_link,
    the_page_itself_has_the_password_form_where_passwords_are_taken_at_all,
    the_first_form_of_no_app_and_for_no_address_of_it_is_refused,
];

async fn sent(server: &TestServer, more: &str) -> Page {
    let path = format!("/api/v2/applications/guard-demo/prerender{more}");
    Visitor::of(server).open(&path).await
}

async fn the_first_form_is_sent_as_a_shadow_tree_that_works_without_a_script(database: Database) {
    let server = hosted(database).await;
    server
        .set("guard-demo", json!({"qrcodeTabsSettings": {}}))
        .await;
    let said = sent(&server, "?lang=en-US").await;
    assert_eq!(
        (said.status, said.header("content-type")),
        (200, "text/html; charset=utf-8")
    );
    assert_eq!(said.header("access-control-allow-origin"), "*");
    assert!(said.headers.get("set-cookie").is_none());
    let (text, base) = (&said.text, &server.base);
    assert!(text.starts_with(&format!("<template shadowrootmode=\"open\"><link rel=\"stylesheet\" href=\"{base}/guard/guard-login.css\"><section ")), "{text}");
    assert!(text.ends_with("</section></template>"));
    for part in [
        "lang=\"en-US\"",
        ">Sign in to Acorn</h1>",
        ">Email or username</label>",
        "type=\"password\"",
        "method=\"post\"",
        &format!(
            "action=\"{base}/login?app_id=guard-demo&#38;redirect_uri=https%3A%2F%2Fshop.example%2Fin&#38;ui_locales=en-US\""
        ),
        ">Forgot password?</button>",
        ">Create an account</button>",
        "id=\"guard-guard-demo-account\"",
        "for=\"guard-guard-demo-account\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in ["{", "#-", "tablist", "<img", "corner", "value="] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    assert!(said.headers.get("guard-style-hash").is_none());
    let within = sent(&server, "?lang=en-US&style=inline").await;
    assert!(
        within.text.starts_with(
            "<template shadowrootmode=\"open\"><style>.card{color:red}</style><section "
        ),
        "{}",
        within.text
    );
    // printf '.card{color:red}' | openssl dgst -sha256 -binary | base64
    assert_eq!(
        within.header("guard-style-hash"),
        "sha256-Sy2p+O3JLGLZ+BsQZ3PzMgs4gKLDnLv/LcVlMzHN1rE="
    );
    let other = sent(
        &server,
        &format!(
            "?lang=zh-CN&render=light&{}",
            super::encoded(&[("redirect_uri", OTHER)])
        ),
    )
    .await;
    assert!(other.text.starts_with("<link ") && other.text.ends_with("</section>"));
    assert!(other.text.contains(">登录 Acorn</h1>") && other.text.contains("other%3Ffrom%3Dguard"));
}

async fn the_first_form_shows_what_the_settings_say(database: Database) {
    let server = hosted(database).await;
    let settings = json!({
        "logo": "/logo.svg",
        "passwordTabConfig": {"validLoginMethods": ["phone-password", "username-password"]},
        "ssoPageComponentDisplay": {"forgetPasswordBtn": false, "registerBtn": false},
        "loginTabs": {"list": ["password", "phone-code"], "default": "password"},
        "qrcodeTabsSettings": {"app-qrcode": []},
    });
    server.set("guard-demo", settings).await;
    let text = sent(&server, "").await.text;
    for part in [
        "<img alt=\"\" class=\"logo @logo\"",
        "src=\"/logo.svg\"",
        ">Username or phone number</label>",
        "aria-label=\"Sign in with a QR code\"",
        "role=\"tablist\"",
        "aria-controls=\"guard-guard-demo-ways\"",
        "role=\"tabpanel\"",
        ">Password</button><button ",
        ">Code</button></div>",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for part in ["Forgot password", "New here"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    assert_eq!(text.matches("aria-selected=\"true\"").count(), 1);
}

async fn an_app_that_begins_with_another_screen_gets_a_link(database: Database) {
    let server = hosted(database).await;
    let settings =
        json!({"loginTabs": {"list": ["phone-code", "password"], "default": "phone-code"}});
    server.set("guard-demo", settings).await;
    let text = sent(&server, "?lang=en").await.text;
    let link = format!(
        "<template shadowrootmode=\"open\"><noscript><a href=\"{}/login?app_id=guard-demo&#38;",
        server.base
    );
    assert!(text.starts_with(&link), "{text}");
    assert!(text.ends_with(">Sign in</a></noscript></template>") && !text.contains("<form"));
}

async fn the_page_itself_has_the_password_form_where_passwords_are_taken_at_all(
    database: Database,
) {
    let server = hosted(database).await;
    let mut visitor = Visitor::of(&server);
    for first in ["phone-code", "app-qrcode"] {
        let settings = json!({
            "loginTabs": {"list": ["phone-code", "password"], "default": first},
            "qrcodeTabsSettings": {"app-qrcode": []},
        });
        server.set("guard-demo", settings).await;
        let page = visitor.open("/login?app_id=guard-demo").await;
        let (_, within) = page.text.split_once("<noscript>").unwrap();
        let (form, after) = within.split_once("</noscript></template>").unwrap();
        assert!(form.starts_with("<link ") && form.ends_with("</section>"));
        assert!(form.contains("method=\"post\"") && form.contains("name=\"password\""));
        assert!(!page.text.contains("<a ") && !after.contains("need JavaScript"));
    }
    let settings = json!({
        "loginTabs": {"list": ["phone-code"], "default": "phone-code"},
        "qrcodeTabsSettings": {},
    });
    server.set("guard-demo", settings).await;
    let page = visitor.open("/login?app_id=guard-demo").await;
    assert!(!page.text.contains("<a ") && !page.has_form());
    assert!(page.text.contains("need JavaScript"), "{}", page.text);
}

async fn the_first_form_of_no_app_and_for_no_address_of_it_is_refused(database: Database) {
    let server = hosted(database).await;
    let nobody = Visitor::of(&server)
        .open("/api/v2/applications/nobody/prerender")
        .await;
    assert_eq!(nobody.status, 404);
    for query in [
        "?redirect_uri=https://evil.example/",
        "?render=frame",
        "?style=none",
    ] {
        let said = sent(&server, query).await;
        let body: Value = serde_json::from_str(&said.text).unwrap();
        assert_eq!(body["code"], 400, "{query}");
        assert!(!said.text.contains("evil"));
    }
    let fine = sent(
        &server,
        &format!("?{}", super::encoded(&[("redirect_uri", ADDRESS)])),
    )
    .await;
    assert!(fine.text.contains("<form "));
}
