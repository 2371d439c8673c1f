//! `GET /api/v2/security/captcha`, and the same letters read out. Any page may read both: a picture is worth nothing without the secret that names it.
use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;

use super::facts::preflight;
use crate::auth::captcha;
use crate::http::{cookies, peer};
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/api/v2/security/captcha", get(draw).options(preflight))
        .route(
            "/api/v2/security/captcha/audio",
            get(read_out).options(preflight),
        )
}

#[derive(Deserialize)]
struct Asked {
    r: Option<String>,
}

impl Asked {
    /// The secret of a box; a time or a random number, as other clients send it to get past caches, is none.
    fn secret(self) -> Option<String> {
        self.r.filter(|it| cookies::is_token(it))
    }
}

async fn draw(
    State(server): State<Server>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Response, Refusal> {
    let peer = peer::of(&request, server.config.trusted_proxy_header.as_deref());
    let (handle, cookie) = match asked.secret() {
        Some(secret) => (secret, None),
        None => {
            let handle = random::token()?;
            let cookie = cookies::set(cookies::CAPTCHA, &handle, 300, &server.public_url);
            (handle, cookie)
        }
    };
    let picture = captcha::draw(&server, &peer, &handle).await?;
    let mut response = ([(header::CONTENT_TYPE, "image/png")], picture).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn read_out(
    State(server): State<Server>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Response, Refusal> {
    let peer = peer::of(&request, server.config.trusted_proxy_header.as_deref());
    let own = asked.secret();
    let handle = own.or_else(|| cookies::read(request.headers(), cookies::CAPTCHA));
    let sound = match handle {
        Some(handle) => captcha::read_out(&server, &peer, &handle).await?,
        None => None,
    };
    let sound = sound.ok_or(Refusal::NoSuchPath)?;
    Ok(([(header::CONTENT_TYPE, "audio/wav")], sound).into_response())
}
