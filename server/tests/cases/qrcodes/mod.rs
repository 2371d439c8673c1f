//! Codes that are scanned: what the browser, the phone and the app's server each may do.
use serde_json::json;

use crate::support::{Case, TestServer};

mod documented;
mod handles;
mod notices;
mod phones;
mod pictures;
mod races;
mod settings;
mod states;
mod tickets;

pub fn cases() -> Vec<Case> {
    [
        documented::cases(),
        handles::cases(),
        notices::cases(),
        phones::cases(),
        pictures::cases(),
        races::cases(),
        settings::cases(),
        states::cases(),
        tickets::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Another app of the demo's pool.
async fn sibling(server: &TestServer) {
    let body = json!({"id": "sibling", "poolId": "guard-demo-pool", "settings": {"qrcodeTabsSettings": {"app-qrcode": []}, "qrcode": {"exchangeInBrowser": true}}});
    let made = reqwest::Client::new()
        .post(format!("{}/dev/api/apps", server.base))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(made.status(), 201);
}
