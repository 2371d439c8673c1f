//! The documented REST protocol over HTTP. What the messages mean stands in `guard_protocol::genauth`.
use std::{cell::RefCell, rc::Rc};

use gloo_net::http::Headers;
use guard_flow::{Call, Reply};
use guard_protocol::genauth::{self as wire, Beside, Data, endpoints};
use guard_protocol::json::{Json, Warning};
use guard_protocol::{Captcha, Fault, Host, Secret, Settings};
use js_sys::Promise;
use web_sys::{AbortController, Element};

mod codes;
mod later;

use super::{Answer, Backend, Message, Request, Wire, transport};
use crate::platform;

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
    /// Whether signing in takes cookies along: a backend that has no use for them may allow every origin, and then a browser would refuse.
    cookies: bool,
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

    fn send(
        &self,
        request: &Request,
        idempotency: Option<&(String, String)>,
        abort: &AbortController,
    ) -> Promise {
        let headers = self.headers(idempotency).into_raw();
        self.wire
            .ask(&self.url(&request.path), headers, request, &abort.signal())
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
            idempotency_header: settings.idempotency_header(),
            cookies: settings.knows_browsers(),
            attempt: None,
        };
        Ok(Reply::Settings(Box::new(settings)))
    }

    fn message(&self, call: &Call, captcha: Option<Captcha>) -> Result<Message, Fault> {
        let Call::SignIn {
            account,
            password,
            agreed,
        } = call
        else {
            return later::message(self, call, captcha);
        };
        let captcha = captcha.as_ref();
        let body = wire::sign_in(account, &self.sealed(password)?, Beside { captcha, agreed });
        let cookies = self.known.borrow().cookies;
        let request = Request::post((endpoints::SIGN_IN, body));
        Ok(Message {
            request: Request { cookies, ..request },
            idempotency: None,
            read: |data| wire::session(data).map(Reply::Session),
        })
    }

    /// A password as it travels.
    fn sealed(&self, password: &Secret) -> Result<String, Fault> {
        self.seal(password, &self.known.borrow().key)
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
}

impl Backend for Genauth {
    fn answer(
        &self,
        call: Rc<Call>,
        captcha: Option<Captcha>,
        abort: AbortController,
    ) -> Answer<'_, Reply> {
        Box::pin(async move {
            if let Call::LoadSettings = *call {
                let url = self.url(&endpoints::public_config(&self.place.app));
                let answer = self.wire.settings(&url, &abort.signal());
                return self.settings(&transport::read(answer).await?);
            }
            let message = self.message(&call, captcha)?;
            let answer = self.send(&message.request, message.idempotency.as_ref(), &abort);
            let data = transport::read(answer).await?;
            let reply = (message.read)(&data);
            if let Ok(Reply::Registered(_)) = reply {
                self.known.borrow_mut().attempt = None;
            }
            reply
        })
    }

    fn ask(&self, request: Request, abort: AbortController) -> Answer<'_, Data> {
        Box::pin(transport::read(self.send(&request, None, &abort)))
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
