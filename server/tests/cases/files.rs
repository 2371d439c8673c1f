//! The mails and the widget's files, as the demo serves them.
use reqwest::header::HeaderValue;
use serde_json::json;

use crate::support::TestServer;

crate::cases![
    the_outbox_lists_the_newest_first_and_can_be_emptied,
    the_widgets_files_are_served_to_every_page,
];

async fn the_outbox_lists_the_newest_first_and_can_be_emptied(server: TestServer) {
    let client = server.client().await;
    client.send_code("ada@example.com").await.done();
    client.send_code("grace@example.com").await.done();
    let mails = server.mails("").await;
    assert_eq!(
        mails
            .iter()
            .map(|it| it["to"].as_str().unwrap())
            .collect::<Vec<_>>(),
        ["grace@example.com", "ada@example.com"]
    );
    for key in [
        "id",
        "channel",
        "to",
        "subject",
        "text",
        "createdAt",
        "state",
    ] {
        assert!(mails[0][key].is_string(), "{key}");
    }
    assert_eq!(
        (&mails[0]["channel"], &mails[0]["state"]),
        (&json!("email"), &json!("queued"))
    );
    assert_eq!(
        reqwest::Client::new()
            .delete(format!("{}/dev/api/outbox", server.base))
            .send()
            .await
            .unwrap()
            .status(),
        204
    );
    assert!(server.mails("").await.is_empty());
}

async fn the_widgets_files_are_served_to_every_page(server: TestServer) {
    let folder = server.database.folder().join("assets");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, content) in [
        ("guard-login.js", "export {}"),
        ("guard-login.js.br", "brotli"),
        ("guard-login.js.gz", "gzip"),
        ("box.wasm", "wasm"),
        ("box.0123456789abcdef.wasm", "wasm"),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
    let server = server
        .restart(&["--assets", &folder.display().to_string()])
        .await;
    let http = reqwest::Client::new();
    let get = async |path: &str, encoding: &str| {
        http.get(format!("{}/guard/{path}", server.base))
            .header("accept-encoding", encoding)
            .send()
            .await
            .unwrap()
    };
    let plain = get("guard-login.js", "identity").await;
    let header = |name: &str| plain.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(
        (
            header("content-type"),
            header("access-control-allow-origin"),
            header("cross-origin-resource-policy"),
            header("cache-control")
        ),
        (
            "text/javascript".into(),
            "*".into(),
            "cross-origin".into(),
            "no-cache".into()
        )
    );
    assert!(plain.headers().contains_key("etag") || plain.headers().contains_key("last-modified"));
    assert_eq!(plain.text().await.unwrap(), "export {}");
    for (encoding, content) in [("br", "brotli"), ("gzip", "gzip"), ("gzip, br", "brotli")] {
        let packed = get("guard-login.js", encoding).await;
        assert!(packed.headers().contains_key("content-encoding"));
        assert_eq!(packed.text().await.unwrap(), content);
    }
    assert_eq!(
        get("box.wasm", "identity").await.headers()["content-type"],
        "application/wasm"
    );
    for path in ["nowhere.js", "..%2fguard.db", "%2e%2e/guard.db"] {
        assert_eq!(get(path, "identity").await.status(), 404, "{path}");
    }
    let marked = get("box.0123456789abcdef.wasm", "br").await;
    assert_eq!(
        (
            &marked.headers()["cache-control"],
            &marked.headers()["vary"]
        ),
        (
            &HeaderValue::from_static("public, max-age=31536000, immutable"),
            &HeaderValue::from_static("accept-encoding")
        )
    );
    let gone = get("box.fedcba9876543210.wasm", "br").await;
    assert_eq!(gone.headers()["cache-control"], "no-store");
    // Nobody works on the files of a server in earnest.
    let earnest = server
        .in_earnest(&["--assets", &folder.display().to_string()])
        .await;
    let script = reqwest::get(format!("{}/guard/guard-login.js", earnest.base));
    assert_eq!(
        script.await.unwrap().headers()["cache-control"],
        "public, max-age=300, stale-while-revalidate=86400"
    );
}
