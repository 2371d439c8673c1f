//! The documented REST protocol over HTTP. What the messages mean stands in `guard_protocol::genauth`.
use std::{cell::RefCell, time::Duration};

use gloo_net::http::Headers;
use guard_flow::{Applicant, Call, Reply};
use guard_protocol::genauth::{self as wire, Beside, Data, endpoints};
use guard_protocol::json::{Json, Warning};
use guard_protocol::{Captcha, Fault, Host, Secret, Settings};
use js_sys::Promise;
use web_sys::{AbortController, Element};

use super::{Answer, Backend, Message, Reading, Request, Wire, codes, transport};
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
        let request = Request::get(endpoints::public_config(&self.place.app));
        let mut ahead = self.wire.ahead();
        let mut attempt = 0;
        loop {
            let answer = match ahead.take() {
                // What could not be reached before we asked says nothing about now.
                Some(ahead) => match transport::read(ahead).await {
                    Err(Fault::Unreachable) => continue,
                    answer => answer,
                },
                None => self.exchange(&request, Headers::new(), abort).await,
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
        request: &Request,
        headers: Headers,
        abort: &AbortController,
    ) -> Result<Data, Fault> {
        let url = self.url(&request.path);
        let response = transport::send(&url, headers, request, abort).await?;
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
    fn message(&self, call: Call, captcha: Option<&Captcha>) -> Result<Option<Message>, Fault> {
        let seal = |password: &Secret| self.seal(password, &self.known.borrow().key);
        let mut idempotency = None;
        let (path, body, read): (_, _, Reading) = match call {
            Call::LoadSettings => return Ok(None),
            Call::SignIn {
                account,
                password,
                agreed,
            } => {
                let agreed = &agreed;
                let beside = Beside { captcha, agreed };
                let body = wire::sign_in(&account, &seal(&password)?, beside);
                (endpoints::SIGN_IN, body, |data| {
                    wire::session(data).map(Reply::Session)
                })
            }
            Call::Register {
                applicant,
                password,
                agreed,
            } => {
                let path = match applicant {
                    Applicant::Email(_) => endpoints::REGISTER_EMAIL,
                    Applicant::Username(_) => endpoints::REGISTER_USERNAME,
                };
                idempotency = self.attempt(applicant.as_str());
                let agreed = &agreed;
                let beside = Beside { captcha, agreed };
                let (way, account) = (applicant.way(), applicant.as_str());
                let body = wire::register(way, account, &seal(&password)?, beside);
                (path, body, |data| {
                    wire::registered(data).map(Reply::Registered)
                })
            }
            Call::ResetPassword { token, password } => (
                endpoints::RESET_PASSWORD,
                wire::password_reset(token.expose(), &seal(&password)?),
                |_| Ok(Reply::PasswordReset),
            ),
            Call::Code(call) => return codes::message(&call, captcha, &seal).map(Some),
        };
        Ok(Some(Message {
            request: Request::post((path, body)),
            idempotency,
            read,
        }))
    }

    fn headers(&self, idempotency: Option<&(String, String)>) -> Headers {
        let headers = Headers::new();
        headers.set("x-authing-app-id", &self.place.app);
        headers.set("x-authing-userpool-id", &self.known.borrow().pool);
        headers.set("x-authing-lang", &(self.lang)());
        headers.set(
            "x-authing-request-from",
            concat!("Guard@", env!("CARGO_PKG_VERSION")),
        );
        if let Some((header, key)) = idempotency {
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
    fn answer(
        &self,
        call: Call,
        captcha: Option<Captcha>,
        abort: AbortController,
    ) -> Answer<'_, Reply> {
        Box::pin(async move {
            let message = self.message(call, captcha.as_ref())?;
            let data = transport::in_time(&abort, async {
                match &message {
                    None => self.config(&abort).await,
                    Some(it) => {
                        let headers = self.headers(it.idempotency.as_ref());
                        self.exchange(&it.request, headers, &abort).await
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

    fn ask(&self, request: Request, abort: AbortController) -> Answer<'_, Data> {
        Box::pin(async move {
            let work = self.exchange(&request, self.headers(None), &abort);
            transport::in_time(&abort, work).await
        })
    }

    fn show(&self, address: &str, on: Option<&Element>) -> Promise {
        if address.starts_with('/') {
            self.wire.show(&self.url(address), on)
        } else {
            self.wire.show(address, on)
        }
    }
}

fn bad_key(problem: &str) -> Fault {
    Fault::BadSetting {
        path: "publicKey".to_owned(),
        problem: problem.to_owned(),
    }
}
