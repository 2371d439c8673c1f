//! A server in this process, on a port of its own, with a clock that can be set ahead.
use guard_server::clock::Clock;
use guard_server::config::Config;
use guard_server::{Server, serve};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::client::Client;
use super::database::{Database, config, config_in_earnest};

pub struct TestServer {
    pub database: Database,
    pub clock: Clock,
    pub base: String,
    server: Server,
    stop: Option<oneshot::Sender<()>>,
}

impl TestServer {
    pub async fn start(database: Database) -> Self {
        Self::with(database, &[]).await
    }

    /// `more`: flags beyond those that every test server has.
    pub async fn with(database: Database, more: &[&str]) -> Self {
        Self::at(database, more, Clock::default()).await
    }

    pub async fn at(database: Database, more: &[&str], clock: Clock) -> Self {
        let config = config(&database, more);
        Self::of(database, config, clock).await
    }

    /// A second one on the same database, without the pages and calls of `--dev`.
    pub async fn in_earnest(&self, more: &[&str]) -> Self {
        let config = config_in_earnest(&self.database, more);
        Self::of(self.database.clone(), config, self.clock.clone()).await
    }

    async fn of(database: Database, mut config: Config, clock: Clock) -> Self {
        let listener = serve::listen(config.listen).await.unwrap();
        config.listen = listener.local_addr().unwrap();
        let base = format!("http://{}", config.listen);
        let server = Server::start(config, clock.clone()).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(serve::run(listener, server.clone(), async {
            let _ = stopped.await;
        }));
        Self {
            database,
            clock,
            base,
            server,
            stop: Some(stop),
        }
    }

    /// Stops and starts again on the same database, with the same clock.
    pub async fn restart(mut self, more: &[&str]) -> Self {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        Self::at(self.database.clone(), more, self.clock.clone()).await
    }

    /// One of the counts that are there for whoever watches the server, by its name and label.
    pub fn count(&self, name: &str) -> u64 {
        let text = self.server.metrics.text();
        let mut lines = text.lines().filter_map(|it| it.rsplit_once(' '));
        let (_, count) = lines
            .find(|it| it.0 == name)
            .unwrap_or_else(|| panic!("no {name} in {text}"));
        count.parse().unwrap()
    }

    /// A caller of the demo app, which tells nobody who exists.
    pub async fn client(&self) -> Client {
        Client::of(&self.base, "guard-demo").await
    }

    /// A caller of the demo app that does tell.
    pub async fn open_client(&self) -> Client {
        Client::of(&self.base, "guard-demo-open").await
    }

    pub async fn set(&self, app: &str, settings: Value) {
        let answer = reqwest::Client::new()
            .put(format!("{}/dev/api/apps/{app}/settings", self.base))
            .json(&settings)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    }

    /// Mails to `address`, the newest first; all of them for `""`.
    pub async fn mails(&self, address: &str) -> Vec<Value> {
        let all: Vec<Value> = reqwest::get(format!("{}/dev/api/outbox", self.base))
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        all.into_iter()
            .filter(|it| address.is_empty() || it["to"] == address)
            .collect()
    }

    /// The code in the newest mail to `address`.
    pub async fn code(&self, address: &str) -> String {
        let mails = self.mails(address).await;
        let text = mails
            .first()
            .unwrap_or_else(|| panic!("no mail to {address}"))["text"]
            .as_str()
            .unwrap()
            .to_owned();
        text.lines()
            .map(str::trim)
            .find(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_digit()))
            .unwrap_or_else(|| panic!("no code in {text}"))
            .to_owned()
    }

    /// The code in the newest message to `phone`.
    pub async fn message_code(&self, phone: &str) -> String {
        let mails = self.mails(phone).await;
        let newest = mails
            .first()
            .unwrap_or_else(|| panic!("no message to {phone}"));
        assert_eq!(newest["channel"], "sms");
        let text = newest["text"].as_str().unwrap();
        text.rsplit_once('#').unwrap().1.to_owned()
    }

    /// Lays `settings` over those of a pool.
    pub async fn set_pool(&self, pool: &str, settings: Value) {
        let answer = reqwest::Client::new()
            .put(format!("{}/dev/api/pools/{pool}/settings", self.base))
            .json(&settings)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    }

    /// An app for codes: merged or not, in the pool of the demo's people, without captchas and agreements.
    pub async fn codes_app(&self, id: &str, merges: bool) -> Client {
        let body = json!({"id": id, "poolId": "guard-demo-pool", "settings": {
            "name": "Elm",
            "loginTabs": {"list": ["phone-code", "password"], "default": "phone-code"},
            "passwordTabConfig": {"validLoginMethods": ["phone-password", "email-password", "username-password"]},
            "registerTabs": {"list": ["phone", "phone-password", "emailCode", "email"], "default": "phone"},
            "ssoPageComponentDisplay": {"autoRegisterThenLoginHintInfo": merges},
            "emailLinkEnabled": true,
        }});
        let answer = reqwest::Client::new()
            .post(format!("{}/dev/api/apps", self.base))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
        Client::of(&self.base, id).await
    }

    pub async fn add_user(&self, app: &str, name: &str) -> Value {
        self.add_user_as(json!({"appId": app, "username": name, "email": format!("{name}@example.com"), "password": super::client::PASSWORD, "emailVerified": true})).await
    }

    pub async fn add_user_as(&self, user: Value) -> Value {
        let answer = reqwest::Client::new()
            .post(format!("{}/dev/api/users", self.base))
            .json(&user)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 201, "{}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }
}
