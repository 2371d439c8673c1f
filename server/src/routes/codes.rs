//! One-time codes: asked for, looked at, and signed in with; and the link beside a mail's code.
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware;
use axum::response::Response;
use axum::routing::post;
use guard_protocol::Rule;
use serde_json::{Value, json};

use super::to_its_end;
use crate::auth::captcha::Answered;
use crate::auth::code_sign_in::{self, Terms};
use crate::auth::codes::{self, Purpose, Wish};
use crate::auth::known::{self, Browser};
use crate::auth::links::{self, Wanted};
use crate::auth::target::Target;
use crate::auth::tries;
use crate::auth::verification;
use crate::clock::{DAY, SECOND};
use crate::http::answer::{Answer, Done};
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::http::cookies;
use crate::http::evenly::evenly;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    let sent = Router::new()
        .route("/api/v2/email/send", post(send_mail))
        .route("/api/v2/sms/send", post(send_message))
        .route("/api/v2/email/send-link", post(send_link))
        .route_layer(middleware::from_fn(evenly));
    sent.route("/api/v2/email/preCheckCode", post(check_mailed))
        .route("/api/v2/sms/preCheckCode", post(check_messaged))
        .route("/api/v2/login/email-code", post(by_mail))
        .route("/api/v2/login/phone-code", post(by_message))
        .route("/api/v2/login/email-link", post(by_link))
}

async fn send_mail(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let scene = form.text("scene", 64)?;
    let target = email(&form)?;
    if scene == "VERIFY_EMAIL" {
        let (captcha, browser) = (captcha(&headers, &form)?, browser(&headers));
        return to_its_end(async move {
            verification::send(&server, &caller, &target, &captcha, browser.as_deref()).await
        })
        .await
        .map(Done);
    }
    send(server, caller, &headers, &form, target).await
}

async fn send_message(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let target = phone(&caller, &form)?;
    send(server, caller, &headers, &form, target).await
}

async fn send(
    server: Server,
    caller: Caller,
    headers: &HeaderMap,
    form: &Form,
    target: Target,
) -> Answer {
    let purpose = Purpose::from_scene(form.text("scene", 64)?).ok_or(Refusal::Invalid {
        field: "scene",
        rule: Rule::Format,
    })?;
    let captcha = captcha(headers, form)?;
    to_its_end(async move {
        let wish = Wish {
            purpose,
            target: &target,
            captcha,
            link: None,
        };
        codes::send(&server, &caller, wish).await
    })
    .await
    .map(Done)
}

/// Sets the cookie that the browser is recognised by when the link is opened.
async fn send_link(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    if !caller.app.settings.email_link_enabled {
        return Err(Refusal::NoSuchPath);
    }
    let target = email(&form)?;
    let captcha = captcha(&headers, &form)?;
    let browser = match browser(&headers) {
        Some(it) => it,
        None => random::token()?,
    };
    let cookie = cookies::set(cookies::BROWSER, &browser, DAY / SECOND, &server.public_url);
    let poll = random::token()?;
    let wanted = Wanted {
        browser,
        poll: poll.clone(),
    };
    let mut data = to_its_end(async move {
        let wish = Wish {
            purpose: Purpose::Login,
            target: &target,
            captcha,
            link: Some(&wanted),
        };
        codes::send(&server, &caller, wish).await
    })
    .await?;
    if let Value::Object(data) = &mut data {
        data.insert("pollToken".to_owned(), json!(poll));
    }
    Ok(cookies::with(Done(data), cookie))
}

async fn check_mailed(State(server): State<Server>, caller: Caller, form: Form) -> Answer {
    let target = email(&form)?;
    check(server, caller, target, form.text("emailCode", 64)?).await
}

async fn check_messaged(State(server): State<Server>, caller: Caller, form: Form) -> Answer {
    let target = phone(&caller, &form)?;
    check(server, caller, target, form.text("phoneCode", 64)?).await
}

async fn check(server: Server, caller: Caller, target: Target, code: &str) -> Answer {
    let (code, chinese) = (code.to_owned(), caller.chinese);
    let valid =
        to_its_end(async move { tries::pre_check(&server, &caller, &target, &code).await }).await?;
    let wrong = Refusal::WrongCode { remaining: None }.message(chinese);
    let message = if valid { String::new() } else { wrong };
    Ok(Done(json!({"valid": valid, "message": message})))
}

async fn by_mail(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    let target = email(&form)?;
    sign_in(server, caller, &headers, &form, target).await
}

async fn by_message(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    let target = phone(&caller, &form)?;
    sign_in(server, caller, &headers, &form, target).await
}

async fn sign_in(
    server: Server,
    caller: Caller,
    headers: &HeaderMap,
    form: &Form,
    target: Target,
) -> Result<Response, Refusal> {
    let (code, terms) = (form.text("code", 64)?.to_owned(), terms(headers, form)?);
    let cookie = remembered(&server, &terms.browser);
    let person =
        to_its_end(
            async move { code_sign_in::sign_in(&server, &caller, &target, &code, &terms).await },
        )
        .await?;
    Ok(cookies::with(Done(person), cookie))
}

async fn by_link(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Refusal> {
    let poll = form.text("pollToken", 128)?.to_owned();
    let terms = terms(&headers, &form)?;
    let cookie = remembered(&server, &terms.browser);
    let said =
        to_its_end(async move { links::poll(&server, &caller, &poll, &terms).await }).await?;
    // Whoever still waits is nobody yet.
    let cookie = cookie.filter(|_| said.get("token").is_some());
    Ok(cookies::with(Done(said), cookie))
}

fn terms(headers: &HeaderMap, form: &Form) -> Result<Terms, Refusal> {
    Ok(Terms {
        auto_register: !form.denies("autoRegister"),
        agreement_ids: form.numbers("agreementIds"),
        browser: known(headers)?,
    })
}

/// The browser as whoever signs in there is to find it again.
pub fn known(headers: &HeaderMap) -> Result<Browser, Refusal> {
    Ok(Browser::of(cookies::read(headers, cookies::KNOWN))?)
}

/// The cookie by which it is found.
pub fn remembered(server: &Server, browser: &Browser) -> Option<HeaderValue> {
    let seconds = known::LIFE / SECOND;
    cookies::set(cookies::KNOWN, &browser.secret, seconds, &server.public_url)
}

fn email(form: &Form) -> Result<Target, Refusal> {
    Target::email(form.text("email", 1024)?)
}

pub fn phone(caller: &Caller, form: &Form) -> Result<Target, Refusal> {
    let country = form.optional("phoneCountryCode", 16)?;
    Target::phone(caller, form.text("phone", 128)?, country)
}

/// The captcha's letters, and the secret that named its picture.
pub fn captcha(headers: &HeaderMap, form: &Form) -> Result<Answered, Refusal> {
    let own = form.optional("captchaId", 128)?;
    Ok(Answered {
        handle: own
            .filter(|it| cookies::is_token(it))
            .map(str::to_owned)
            .or_else(|| cookies::read(headers, cookies::CAPTCHA)),
        letters: form.optional("captchaCode", 64)?.map(str::to_owned),
    })
}

pub fn browser(headers: &HeaderMap) -> Option<String> {
    cookies::read(headers, cookies::BROWSER)
}
