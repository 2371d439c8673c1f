//! How a request shows that the app's own server sends it.
use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// `x-authing-app-secret`, or the password of `Authorization: Basic …` (RFC 7617) whose user is the app or its pool.
pub fn secret(headers: &HeaderMap, app: &str, pool: &str) -> Option<String> {
    let text = |name| headers.get(name).and_then(|it| it.to_str().ok());
    if let Some(secret) = text("x-authing-app-secret") {
        return Some(secret.to_owned());
    }
    let (scheme, rest) = text("authorization")?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    let (name, secret) = decoded.split_once(':')?;
    // Somebody else's secret is a wrong one, and not none.
    Some(if name == app || name == pool {
        secret.to_owned()
    } else {
        String::new()
    })
}
