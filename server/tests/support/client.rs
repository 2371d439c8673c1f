//! Calls the server as a client of the protocol does: passwords sealed, headers set, envelopes opened.
use aws_lc_rs::rsa::{Pkcs1PublicEncryptingKey, PublicEncryptingKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// The password of everybody in the tests and in the demo.
pub const PASSWORD: &str = "correct horse battery";

#[derive(Clone)]
pub struct Client {
    pub http: reqwest::Client,
    pub base: String,
    pub app: String,
    pub public_key: String,
    headers: Vec<(&'static str, String)>,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    /// The envelope; null where the body is no JSON.
    pub body: Value,
}

impl Reply {
    pub fn code(&self) -> u64 {
        self.body["code"]
            .as_u64()
            .unwrap_or_else(|| panic!("no envelope: {self:?}"))
    }

    pub fn data(&self) -> &Value {
        &self.body["data"]
    }

    /// The data of a request that must have been carried out.
    #[track_caller]
    pub fn done(&self) -> &Value {
        assert_eq!((self.status, self.code()), (200, 200), "{:?}", self.body);
        self.data()
    }

    #[track_caller]
    pub fn refused(&self, code: u64) -> &Value {
        assert_eq!((self.status, self.code()), (200, code), "{:?}", self.body);
        self.data()
    }

    /// Whatever tells two answers apart, beyond what differs from request to request anyway.
    pub fn shape(&self) -> (u16, Vec<String>, Value) {
        let mut body = self.body.clone();
        body.as_object_mut().unwrap().remove("requestId");
        let mut headers: Vec<_> = self
            .headers
            .iter()
            .filter(|(name, _)| *name != "date")
            .map(|(name, value)| {
                let value = value.to_str().unwrap();
                // A browser's name is random whoever it is.
                let (before, after) = value.split_once("guard_browser=").unwrap_or((value, ""));
                let after = after.trim_start_matches(|it: char| it.is_ascii_hexdigit());
                format!("{name}: {before}{after}")
            })
            .collect();
        headers.sort();
        (self.status, headers, body)
    }
}

impl Client {
    pub async fn of(base: &str, app: &str) -> Self {
        let http = reqwest::Client::new();
        let config: Value = http
            .get(format!("{base}/api/v2/applications/{app}/public-config"))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        let public_key = config["data"]["publicKey"]
            .as_str()
            .unwrap_or_else(|| panic!("{config}"))
            .to_owned();
        Self {
            http,
            base: base.to_owned(),
            app: app.to_owned(),
            public_key,
            headers: Vec::new(),
        }
    }

    /// The same caller with one more header.
    pub fn with(&self, name: &'static str, value: impl Into<String>) -> Self {
        let mut other = self.clone();
        other.headers.retain(|it| it.0 != name);
        other.headers.push((name, value.into()));
        other
    }

    /// The same caller, who names no app.
    pub fn without_app(&self) -> Self {
        self.with("x-authing-app-id", "")
    }

    pub fn seal(&self, password: &str) -> String {
        let body: String = self
            .public_key
            .lines()
            .filter(|it| !it.starts_with('-'))
            .collect();
        let key = Pkcs1PublicEncryptingKey::new(
            PublicEncryptingKey::from_der(&STANDARD.decode(body).unwrap()).unwrap(),
        )
        .unwrap();
        let mut sealed = Vec::new();
        for part in password.as_bytes().chunks(key.max_plaintext_size()) {
            let mut buffer = vec![0; key.ciphertext_size()];
            sealed.extend_from_slice(key.encrypt(part, &mut buffer).unwrap());
        }
        STANDARD.encode(sealed)
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if !self.headers.iter().any(|it| it.0 == "x-authing-app-id") {
            request = request.header("x-authing-app-id", &self.app);
        }
        for (name, value) in self
            .headers
            .iter()
            .filter(|it| it.0 != "x-authing-app-id" || !it.1.is_empty())
        {
            request = request.header(*name, value);
        }
        request
    }

    pub async fn send(&self, request: RequestBuilder) -> Reply {
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.text().await.unwrap();
        Reply {
            status,
            headers,
            body: serde_json::from_str(&text).unwrap_or_default(),
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request(Method::POST, path).json(&body))
            .await
    }

    pub async fn sign_in(&self, account: &str, password: &str) -> Reply {
        self.post(
            "/api/v2/login/account",
            json!({"account": account, "password": self.seal(password)}),
        )
        .await
    }

    /// The token of somebody who can sign in.
    pub async fn token(&self, account: &str) -> String {
        self.sign_in(account, PASSWORD).await.done()["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn register_email(&self, email: &str, password: &str) -> Reply {
        self.post(
            "/api/v2/register-email",
            json!({"email": email, "password": self.seal(password), "generateToken": true}),
        )
        .await
    }

    pub async fn register_username(&self, name: &str, password: &str) -> Reply {
        self.post(
            "/api/v2/register-username",
            json!({"username": name, "password": self.seal(password), "generateToken": true}),
        )
        .await
    }

    pub async fn send_code(&self, email: &str) -> Reply {
        self.post(
            "/api/v2/email/send",
            json!({"email": email, "scene": "RESET_PASSWORD_VERIFY_CODE"}),
        )
        .await
    }

    pub async fn send_mail(&self, email: &str, scene: &str) -> Reply {
        let body = json!({"email": email, "scene": scene});
        self.post("/api/v2/email/send", body).await
    }

    pub async fn send_message(&self, phone: &str, scene: &str) -> Reply {
        let body = json!({"phone": phone, "scene": scene});
        self.post("/api/v2/sms/send", body).await
    }

    pub async fn phone_code(&self, phone: &str, code: &str) -> Reply {
        let body = json!({"phone": phone, "code": code});
        self.post("/api/v2/login/phone-code", body).await
    }

    pub async fn email_code(&self, email: &str, code: &str) -> Reply {
        let body = json!({"email": email, "code": code});
        self.post("/api/v2/login/email-code", body).await
    }

    pub async fn check_code(&self, email: &str, code: &str) -> Reply {
        self.post(
            "/api/v2/users/password/forget/check-code",
            json!({"email": email, "code": code}),
        )
        .await
    }

    pub async fn reset(&self, token: &str, password: &str) -> Reply {
        self.post("/api/v2/users/password/password-reset", json!({"resetPasswordToken": token, "newPassword": self.seal(password), "repeatPassword": self.seal(password)})).await
    }

    pub async fn me(&self, token: &str) -> Reply {
        self.with("authorization", format!("Bearer {token}"))
            .get("/api/v2/users/me")
            .await
    }
}
