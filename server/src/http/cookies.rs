//! Cookies that name a browser: read from a request, and set so that they travel from pages of other sites where that is possible.
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::answer::Done;

/// Names the browser that a link in a mail may be opened in.
pub const BROWSER: &str = "guard_browser";
/// Names the picture of clients that do not name it themselves.
pub const CAPTCHA: &str = "guard_captcha";

/// Names a browser in which somebody has signed in.
pub const KNOWN: &str = "guard_known";

/// Names a browser in which somebody is signed in on the server's own page.
pub fn session(public_url: &str) -> &'static str {
    // A browser takes the prefix from this very host over TLS alone: no other host of the domain can plant one.
    if public_url.starts_with("https://") {
        "__Host-guard_session"
    } else {
        "guard_session"
    }
}

pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter();
    let pairs = all
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(';'));
    let mut named = pairs
        .filter_map(|it| it.trim().split_once('='))
        .filter(|(key, value)| *key == name && is_token(value));
    named.next().map(|it| it.1.to_owned())
}

/// `public_url` says whether people come by https. Without it no browser takes a cookie from another site's page.
pub fn set(name: &str, value: &str, seconds: i64, public_url: &str) -> Option<HeaderValue> {
    let across = if public_url.starts_with("https://") {
        "SameSite=None; Secure"
    } else {
        "SameSite=Lax"
    };
    HeaderValue::try_from(format!(
        "{name}={value}; Path=/; HttpOnly; Max-Age={seconds}; {across}"
    ))
    .ok()
}

/// A cookie that no page of another site sends along, but by a link that leads here. An empty value takes it away.
pub fn set_here(name: &str, value: &str, seconds: i64, public_url: &str) -> Option<HeaderValue> {
    let secure = if public_url.starts_with("https://") {
        "; Secure"
    } else {
        ""
    };
    HeaderValue::try_from(format!(
        "{name}={value}; Path=/; HttpOnly; Max-Age={seconds}; SameSite=Lax{secure}"
    ))
    .ok()
}

/// An answer that sets a cookie.
pub fn with(answer: Done, cookie: Option<HeaderValue>) -> Response {
    let mut response = answer.into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Whether a text can be one of our tokens, or a secret that a client made up.
pub fn is_token(text: &str) -> bool {
    (22..=64).contains(&text.len())
        && text
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || it == b'-' || it == b'_')
}
