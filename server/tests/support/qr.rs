//! A code as the browser that began it knows it, and a phone that acts on codes.
use serde_json::{Value, json};

use super::{Client, Reply};

#[derive(Clone)]
pub struct Code {
    pub browser: Client,
    pub begun: Value,
    /// The handle that polls.
    pub secret: String,
    /// The handle that is in the code.
    pub printed: String,
    pub text: String,
    pub url: String,
}

impl Code {
    pub async fn begin(browser: &Client) -> Self {
        Self::begin_with(browser, json!({})).await
    }

    /// `more`: beside the scene, or instead of it.
    pub async fn begin_with(browser: &Client, more: Value) -> Self {
        let mut body = json!({"scene": "APP_AUTH"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let begun = browser
            .post("/api/v2/qrcode/gene", body)
            .await
            .done()
            .clone();
        let url = begun["url"].as_str().unwrap().to_owned();
        let file = url.rsplit('/').next().unwrap();
        Self {
            browser: browser.clone(),
            secret: begun["random"].as_str().unwrap().to_owned(),
            printed: file.split('.').next().unwrap().to_owned(),
            text: begun["text"].as_str().unwrap_or_default().to_owned(),
            url,
            begun,
        }
    }

    pub async fn check(&self) -> Reply {
        self.browser
            .get(&format!("/api/v2/qrcode/check?random={}", self.secret))
            .await
    }

    pub async fn status(&self) -> i64 {
        self.check().await.done()["status"].as_i64().unwrap()
    }

    /// The ticket of a code that has been agreed to.
    pub async fn ticket(&self) -> Value {
        let data = self.check().await.done().clone();
        assert!(data["ticket"].is_string(), "{data}");
        data["ticket"].clone()
    }

    pub async fn exchange(&self, ticket: &Value) -> Reply {
        self.browser
            .post("/api/v2/qrcode/userinfo", json!({"ticket": ticket}))
            .await
    }
}

#[derive(Clone)]
pub struct Phone {
    client: Client,
    pub token: String,
}

impl Phone {
    /// Somebody signed in on a phone of their own.
    pub async fn of(client: &Client, account: &str) -> Self {
        Self::with(client, &client.token(account).await)
    }

    pub fn with(client: &Client, token: &str) -> Self {
        Self {
            client: client.with("authorization", format!("Bearer {token}")),
            token: token.to_owned(),
        }
    }

    pub async fn act(&self, step: &str, code: &Code) -> Reply {
        self.act_with(step, code, json!({})).await
    }

    /// `more`: beside the code's handle.
    pub async fn act_with(&self, step: &str, code: &Code, more: Value) -> Reply {
        let mut body = json!({"random": code.printed});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.client.post(&format!("/api/qrcode/{step}"), body).await
    }
}
