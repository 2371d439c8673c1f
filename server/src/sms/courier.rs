//! Delivers text messages through a provider's HTTP interface.
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, redirect};
use serde_json::Value;

use super::provider::{Filling, Provider};
use crate::auth::phone;
use crate::clock::Clock;
use crate::db::outbox::{Channel, Letter};
use crate::letters::round::{Carrier, Fate};
use crate::random;
use crate::server::Server;

/// Longest that a provider may take, and most that it may answer.
const PATIENCE: Duration = Duration::from_secs(15);
const MOST: usize = 64 * 1024;

pub struct Courier {
    provider: Provider,
    client: Client,
    clock: Clock,
}

impl Courier {
    /// `None` where no provider is configured: messages then wait in the outbox.
    pub fn configured(server: &Server) -> Option<Self> {
        let provider = server.config.sms_config.clone()?;
        // Redirects would carry a signed request, and a phone number, to whoever is named there.
        let client = Client::builder()
            .timeout(PATIENCE)
            .redirect(redirect::Policy::none())
            .build()
            .inspect_err(|fault| tracing::error!(%fault, "text messages cannot be sent"))
            .ok()?;
        Some(Self {
            provider,
            client,
            clock: server.clock.clone(),
        })
    }

    fn filling(&self, letter: &Letter) -> Filling {
        let parameters: Value = serde_json::from_str(&letter.parameters).unwrap_or_default();
        let text = |key: &str| {
            let value = parameters.get(key).and_then(Value::as_str);
            value.unwrap_or_default().to_owned()
        };
        let calling_code = phone::calling_code(&letter.recipient).unwrap_or_default();
        let national = letter.recipient.trim_start_matches(&calling_code);
        Filling::from([
            ("phone", letter.recipient.clone()),
            (
                "phoneDigits",
                letter.recipient.trim_start_matches('+').to_owned(),
            ),
            ("phoneNational", national.to_owned()),
            ("callingCode", calling_code),
            ("code", text("code")),
            ("minutes", text("minutes")),
            ("app", text("app")),
            ("text", letter.body_text.clone()),
            (
                "template",
                self.provider.template(&text("template"), &text("lang")),
            ),
        ])
    }

    async fn send(&self, letter: &Letter) -> Result<Fate, Trouble> {
        let nonce = random::id().map_err(|_| Trouble::Request)?;
        let request = self
            .provider
            .request(&self.filling(letter), self.clock.now(), &nonce);
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            let name = HeaderName::try_from(name).map_err(|_| Trouble::Request)?;
            let value = HeaderValue::try_from(value).map_err(|_| Trouble::Request)?;
            headers.insert(name, value);
        }
        let post = self.client.post(&request.url);
        let mut answer = post.headers(headers).body(request.body).send().await?;
        let status = answer.status();
        if status.is_server_error() || status.as_u16() == 429 {
            return Err(Trouble::Status(status.as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > MOST {
                return Ok(refused(letter, status.as_u16()));
            }
        }
        let said: Value = serde_json::from_slice(&body).unwrap_or_default();
        if status.is_success() && self.provider.took(&said) {
            Ok(Fate::End("sent"))
        } else {
            Ok(refused(letter, status.as_u16()))
        }
    }
}

/// The provider's words may quote the number and the code, so they are not written down.
fn refused(letter: &Letter, status: u16) -> Fate {
    tracing::warn!(
        letter = letter.id,
        status,
        tries = letter.tries,
        "a text message was refused"
    );
    Fate::End("failed")
}

/// Why another try may help.
#[derive(Debug)]
enum Trouble {
    Request,
    #[expect(dead_code, reason = "read where it is logged")]
    Status(u16),
    Connection,
}

impl From<reqwest::Error> for Trouble {
    /// Its words hold the address, which may hold the number.
    fn from(_: reqwest::Error) -> Self {
        Self::Connection
    }
}

impl Carrier for Courier {
    const CHANNEL: Channel = Channel::Sms;

    async fn deliver(&self, letter: &Letter) -> Fate {
        self.send(letter).await.unwrap_or_else(|trouble| {
            tracing::warn!(
                letter = letter.id,
                ?trouble,
                tries = letter.tries,
                "a text message could not be sent"
            );
            Fate::Again
        })
    }
}
