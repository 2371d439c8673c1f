//! The documented REST protocol over HTTP. What the messages mean stands in `guard_protocol::genauth`.
use std::{cell::RefCell, time::Duration};

use gloo_net::http::Headers;
use guard_flow::{Call, Reply};
use guard_protocol::genauth::{self as wire, Data, endpoints};
use guard_protocol::json::{Json, Warning};
use guard_protocol::{Fault, Host, RegisterWay, Secret, Settings};
use web_sys::AbortController;

use super::{Answer, Backend, Wire, transport};
use crate::platform;

/// How often settings are asked for again when the backend cannot serve, and the first pause.
const RETRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(400);

/// Which app, at which address, and what the page lays over its settings.
pub struct Place {
    pub host: Host,
    pub app: String,
    pub overrides: Json,
}

pub struct Genauth {
    place: Place,
    wire: Box<dyn Wire>,
    warn: fn(&[Warning]),
    /// The language in use, for the backend's mails.
    lang: Box<dyn Fn() -> String>,
    known: RefCell<Known>,
}

/// What requests need from the settings.
#[derive(Default)]
struct Known {
    pool: String,
    key: String,
    idempotency_header: Option<String>,
    /// The registration under way and its key: a repeated press repeats the key, so that it cannot register twice.
    attempt: Option<(String, String)>,
}

/// What an answer's `data` means.
type Reading = fn(&Data) -> Result<Reply, Fault>;

/// A call as it goes over the wire, and how its answer is read.
struct Message {
    path: &'static str,
    body: String,
    idempotency: Option<(String, String)>,
    read: Reading,
}

impl Genauth {
    pub fn new(
        place: Place,
        wire: Box<dyn Wire>,
        warn: fn(&[Warning]),
        lang: impl Fn() -> String + 'static,
    ) -> Self {
        Self {
            place,
            wire,
            warn,
            lang: Box::new(lang),
            known: RefCell::default(),
        }
    }

    async fn config(&self, abort: &AbortController) -> Result<Data, Fault> {
        let path = endpoints::public_config(&self.place.app);
        let mut ahead = self.wire.ahead();
        let mut attempt = 0;
        loop {
            let answer = match ahead.take() {
                // What could not be reached before we asked says nothing about now.
                Some(ahead) => match transport::read(ahead).await {
                    Err(Fault::Unreachable) => continue,
                    answer => answer,
                },
                None => self.exchange(&path, Headers::new(), None, abort).await,
            };
            if attempt == RETRIES || !matches!(answer, Err(Fault::Unavailable)) {
                return answer;
            }
            attempt += 1;
            platform::sleep(PAUSE * (1 << attempt) * (1 + platform::dice(3)) / 4).await;
        }
    }

    async fn exchange(
        &self,
        path: &str,
        headers: Headers,
        body: Option<&str>,
        abort: &AbortController,
    ) -> Result<Data, Fault> {
        let response = transport::send(&self.url(path), headers, body, abort).await?;
        transport::read(self.wire.answer(&response)).await
    }

    fn seal(&self, text: &Secret, key: &str) -> Result<String, Fault> {
        let sealed = self.wire.seal(text, key);
        sealed.ok_or_else(|| bad_key("is not an RSA public key in PEM form, of 1,024 bits or more"))
    }

    fn settings(&self, data: &Data) -> Result<Reply, Fault> {
        if !matches!(data.value, Json::Object(_)) {
            return Err(Fault::Unexpected);
        }
        let mut warnings = Vec::new();
        let settings = Settings::read(&data.value, &self.place.overrides, &mut warnings);
        (self.warn)(&warnings);
        let origin = platform::origin();
        if !settings.allows(&origin) {
            return Err(Fault::OriginRefused(origin));
        }
        let key = settings
            .public_key
            .clone()
            .ok_or_else(|| bad_key("is missing"))?;
        // A key that cannot be used is told now, and not after the password has been typed.
        self.seal(&Secret::new("-"), &key)?;
        *self.known.borrow_mut() = Known {
            pool: settings.pool.clone(),
            key,
            idempotency_header: settings.idempotency_header.clone(),
            attempt: None,
        };
        Ok(Reply::Settings(Box::new(settings)))
    }

    /// `None`: the settings, which are a question of another kind.
    fn message(&self, call: Call) -> Result<Option<Message>, Fault> {
        let seal = |password: &Secret| self.seal(password, &self.known.borrow().key);
        let mut idempotency = None;
        let (path, body, read): (_, _, Reading) = match call {
            Call::LoadSettings => return Ok(None),
            Call::SignIn { account, password } => (
                endpoints::SIGN_IN,
                wire::sign_in(&account, &seal(&password)?),
                |data| wire::session(data).map(Reply::Session),
            ),
            Call::Register {
                applicant,
                password,
            } => {
                let path = match applicant.way() {
                    RegisterWay::Email => endpoints::REGISTER_EMAIL,
                    RegisterWay::Username => endpoints::REGISTER_USERNAME,
                };
                idempotency = self.attempt(applicant.as_str());
                let body = wire::register(applicant.way(), applicant.as_str(), &seal(&password)?);
                (path, body, |data| {
                    wire::registered(data).map(Reply::Registered)
                })
            }
            Call::SendResetCode(email) => (
                endpoints::SEND_EMAIL,
                wire::send_code(email.as_str()),
                |data| Ok(Reply::CodeSent(wire::code_sent(data))),
            ),
            Call::CheckResetCode { email, code } => (
                endpoints::CHECK_RESET_CODE,
                wire::check_code(email.as_str(), &code),
                |data| wire::reset_token(data).map(Reply::ResetToken),
            ),
            Call::ResetPassword { token, password } => (
                endpoints::RESET_PASSWORD,
                wire::password_reset(token.expose(), &seal(&password)?),
                |_| Ok(Reply::PasswordReset),
            ),
        };
        Ok(Some(Message {
            path,
            body,
            idempotency,
            read,
        }))
    }

    fn headers(&self, message: &Message) -> Headers {
        let headers = Headers::new();
        headers.set("x-authing-app-id", &self.place.app);
        headers.set("x-authing-userpool-id", &self.known.borrow().pool);
        headers.set("x-authing-lang", &(self.lang)());
        headers.set(
            "x-authing-request-from",
            concat!("Guard@", env!("CARGO_PKG_VERSION")),
        );
        if let Some((header, key)) = &message.idempotency {
            headers.set(header, key);
        }
        headers
    }

    fn url(&self, path: &str) -> String {
        [self.place.host.as_str(), path].concat()
    }

    /// The header and key under which `applicant` registers, the same until it has succeeded.
    fn attempt(&self, applicant: &str) -> Option<(String, String)> {
        let mut known = self.known.borrow_mut();
        let header = known.idempotency_header.clone()?;
        if let Some((who, key)) = &known.attempt
            && who == applicant
        {
            return Some((header, key.clone()));
        }
        let key = platform::unpredictable()?;
        known.attempt = Some((applicant.to_owned(), key.clone()));
        Some((header, key))
    }
}

impl Backend for Genauth {
    fn answer(&self, call: Call, abort: AbortController) -> Answer<'_> {
        Box::pin(async move {
            let message = self.message(call)?;
            let data = transport::in_time(&abort, async {
                match &message {
                    None => self.config(&abort).await,
                    Some(it) => {
                        self.exchange(it.path, self.headers(it), Some(&it.body), &abort)
                            .await
                    }
                }
            })
            .await?;
            let Some(message) = message else {
                return self.settings(&data);
            };
            let reply = (message.read)(&data);
            if let Ok(Reply::Registered(_)) = reply {
                self.known.borrow_mut().attempt = None;
            }
            reply
        })
    }
}

fn bad_key(problem: &str) -> Fault {
    Fault::BadSetting {
        path: "publicKey".to_owned(),
        problem: problem.to_owned(),
    }
}
