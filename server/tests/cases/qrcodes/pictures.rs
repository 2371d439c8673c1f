//! The served pictures, read by a decoder that is none of ours (zbarimg, Debian's zbar-tools).
use std::process::{Command, Stdio};

use serde_json::json;

use crate::support::TestServer;
use crate::support::qr::Code;

crate::cases![
    q01_the_served_picture_says_exactly_the_text_to_draw,
    q01_a_picture_is_there_for_the_printed_handle_of_an_open_code_only,
];

async fn q01_the_served_picture_says_exactly_the_text_to_draw(server: TestServer) {
    let browser = server.client().await;
    for data in [
        json!({}),
        json!({"hello": "world", "名字": "橡子"}),
        json!({"a": "x".repeat(376)}),
    ] {
        let code = Code::begin_with(&browser, json!({"customData": data})).await;
        let picture = browser.http.get(&code.url).send().await.unwrap();
        assert_eq!(picture.headers()["content-type"], "image/png");
        assert_eq!(picture.headers()["cache-control"], "no-store");
        assert_eq!(picture.headers()["access-control-allow-origin"], "*");
        let file = server.database.folder().join("code.png");
        std::fs::write(&file, picture.bytes().await.unwrap()).unwrap();
        let read = Command::new("zbarimg")
            .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable"])
            .arg(&file)
            .stderr(Stdio::null())
            .output()
            .unwrap_or_else(|fault| panic!("zbarimg does not run ({fault}): `cargo xtask setup` brings it, or apt-get install zbar-tools"));
        let read = String::from_utf8(read.stdout).unwrap();
        assert_eq!(read.strip_suffix('\n').unwrap(), code.text);
        assert!(!read.contains(&code.secret));
    }
}

async fn q01_a_picture_is_there_for_the_printed_handle_of_an_open_code_only(server: TestServer) {
    let browser = server.client().await;
    let code = Code::begin(&browser).await;
    let status = async |file: &str| {
        let url = format!("{}/api/qrcode/image/{file}", server.base);
        browser
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(status(&format!("{}.png", code.printed)).await, 200);
    assert_eq!(status(&format!("{}.svg", code.printed)).await, 200);
    for bad in [
        format!("{}.png", code.secret),
        format!("{}.gif", code.printed),
        code.printed.clone(),
        "x.png".to_owned(),
    ] {
        assert_eq!(status(&bad).await, 404, "{bad}");
    }
}
