//! The documented REST protocol over HTTP. What the messages mean stands in `guard_protocol::genauth`.
use std::{cell::RefCell, time::Duration};

use gloo_net::http::{Request, RequestBuilder};
use guard_flow::Applicant;
use guard_protocol::genauth::{self as wire, endpoints};
use guard_protocol::json::Warning;
use guard_protocol::{
    CodeSent, Email, Fault, Host, RegisterWay, Registered, Secret, Session, Settings,
};
use js_sys::Promise;
use serde_json::Value;
use web_sys::AbortController;

use super::{Answer, Backend, seal::seal, transport};
use crate::platform;

/// How often settings are asked for again when the backend cannot serve, and the first pause.
const RETRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(400);

/// Which app, at which address, and what the page lays over its settings.
pub struct Place {
    pub host: Host,
    pub app: String,
    pub overrides: Value,
}

pub struct Genauth {
    place: Place,
    /// The settings request that the element has sent ahead; good once.
    ahead: RefCell<Option<Promise>>,
    warn: fn(&[Warning]),
    known: RefCell<Known>,
    lang: Box<dyn Fn() -> String>,
}

/// What requests need from the settings.
#[derive(Clone, Default)]
struct Known {
    pool: String,
    key: String,
    idempotency_header: Option<String>,
    /// The registration under way and its key: a repeated press repeats the key, so that it cannot register twice.
    attempt: Option<(String, String)>,
}

impl Genauth {
    /// `lang`: the language in use, for the backend's mails.
    pub fn new(
        place: Place,
        ahead: Option<Promise>,
        warn: fn(&[Warning]),
        lang: impl Fn() -> String + 'static,
    ) -> Self {
        Self {
            place,
            ahead: RefCell::new(ahead),
            warn,
            known: RefCell::default(),
            lang: Box::new(lang),
        }
    }

    async fn load(&self, abort: &AbortController) -> Result<Settings, Fault> {
        let data = self.config(abort).await.map_err(|it| match it {
            // The one address that carries nothing but the app: what is missing is the app.
            Fault::Message(_) => Fault::Unexpected,
            other => other,
        })?;
        if !data.is_object() {
            return Err(Fault::Unexpected);
        }
        let mut warnings = Vec::new();
        let settings = Settings::read(&data, &self.place.overrides, &mut warnings);
        (self.warn)(&warnings);
        let origin = platform::origin();
        if !settings.allows(&origin) {
            return Err(Fault::OriginRefused(origin));
        }
        let Some(key) = settings.public_key.clone() else {
            return Err(Fault::BadSetting {
                path: "publicKey".to_owned(),
                problem: "is missing".to_owned(),
            });
        };
        // A key that cannot be used is told now, and not after the password has been typed.
        seal(&Secret::new("-"), &key)?;
        *self.known.borrow_mut() = Known {
            pool: settings.pool.clone(),
            key,
            idempotency_header: settings.idempotency_header.clone(),
            attempt: None,
        };
        Ok(settings)
    }

    async fn config(&self, abort: &AbortController) -> Result<Value, Fault> {
        let ahead = self.ahead.borrow_mut().take();
        let mut answer = match ahead {
            Some(response) => transport::awaited(response).await,
            None => self.ask_config(abort).await,
        };
        for attempt in 0..RETRIES {
            if answer != Err(Fault::Unavailable) {
                break;
            }
            platform::sleep(PAUSE.mul_f64(f64::from(1 << attempt) * (0.5 + platform::jitter())))
                .await;
            answer = self.ask_config(abort).await;
        }
        answer
    }

    async fn ask_config(&self, abort: &AbortController) -> Result<Value, Fault> {
        transport::get(
            Request::get(&self.url(&endpoints::public_config(&self.place.app))),
            abort,
        )
        .await
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.place.host.as_str())
    }

    fn request(&self, path: &str) -> RequestBuilder {
        Request::post(&self.url(path))
            .header("x-authing-app-id", &self.place.app)
            .header("x-authing-userpool-id", &self.known.borrow().pool)
            .header("x-authing-lang", &(self.lang)())
            .header(
                "x-authing-request-from",
                concat!("Guard@", env!("CARGO_PKG_VERSION")),
            )
    }

    fn seal(&self, password: &Secret) -> Result<String, Fault> {
        seal(password, &self.known.borrow().key)
    }

    /// The key under which `applicant` registers, the same until it has succeeded.
    fn attempt(&self, applicant: &str) -> Option<(String, String)> {
        let mut known = self.known.borrow_mut();
        let header = known.idempotency_header.clone()?;
        if let Some((who, key)) = &known.attempt
            && who == applicant
        {
            return Some((header, key.clone()));
        }
        let key = platform::random::<16>()?
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect::<String>();
        known.attempt = Some((applicant.to_owned(), key.clone()));
        Some((header, key))
    }
}

impl Backend for Genauth {
    fn settings(&self, abort: AbortController) -> Answer<'_, Settings> {
        Box::pin(async move { transport::in_time(&abort, self.load(&abort)).await })
    }

    fn sign_in(
        &self,
        account: String,
        password: Secret,
        abort: AbortController,
    ) -> Answer<'_, Session> {
        Box::pin(async move {
            let body = wire::sign_in(&account, &self.seal(&password)?);
            let request = self.request(endpoints::SIGN_IN);
            wire::session(
                &transport::in_time(&abort, transport::post(request, &body, &abort)).await?,
            )
        })
    }

    fn register(
        &self,
        applicant: Applicant,
        password: Secret,
        abort: AbortController,
    ) -> Answer<'_, Registered> {
        Box::pin(async move {
            let path = match applicant.way() {
                RegisterWay::Email => endpoints::REGISTER_EMAIL,
                RegisterWay::Username => endpoints::REGISTER_USERNAME,
            };
            let body = wire::register(applicant.way(), applicant.as_str(), &self.seal(&password)?);
            let mut request = self.request(path);
            if let Some((header, key)) = self.attempt(applicant.as_str()) {
                request = request.header(&header, &key);
            }
            let data = transport::in_time(&abort, transport::post(request, &body, &abort)).await?;
            self.known.borrow_mut().attempt = None;
            wire::registered(&data)
        })
    }

    fn send_reset_code(&self, email: Email, abort: AbortController) -> Answer<'_, CodeSent> {
        Box::pin(async move {
            let request = self.request(endpoints::SEND_EMAIL);
            let body = wire::send_code(email.as_str());
            let data = transport::in_time(&abort, transport::post(request, &body, &abort)).await?;
            Ok(wire::code_sent(&data))
        })
    }

    fn check_reset_code(
        &self,
        email: Email,
        code: String,
        abort: AbortController,
    ) -> Answer<'_, Secret> {
        Box::pin(async move {
            let request = self.request(endpoints::CHECK_RESET_CODE);
            let body = wire::check_code(email.as_str(), &code);
            wire::reset_token(
                &transport::in_time(&abort, transport::post(request, &body, &abort)).await?,
            )
        })
    }

    fn reset_password(
        &self,
        token: Secret,
        password: Secret,
        abort: AbortController,
    ) -> Answer<'_, ()> {
        Box::pin(async move {
            let request = self.request(endpoints::RESET_PASSWORD);
            let body = wire::password_reset(token.expose(), &self.seal(&password)?);
            transport::in_time(&abort, transport::post(request, &body, &abort))
                .await
                .map(drop)
        })
    }
}
