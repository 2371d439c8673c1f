//! Pages and JSON for whoever develops against this server. There only with `--dev`, and only for this machine's own pages; the phone page with `--lan` for
//! phones of this network, too.
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

use crate::http::{answer, own, peer};
use crate::lan;
use crate::refusal::Refusal;
use crate::server::Server;

mod apps;
mod captchas;
mod hosted;
mod outbox;
mod pages;
mod phone;
mod qrcode;
mod users;

pub fn router() -> Router<Server> {
    let api = Router::new()
        .merge(outbox::router())
        .merge(apps::router())
        .merge(qrcode::router())
        .merge(users::router())
        .merge(captchas::router())
        .layer(middleware::from_fn(same_origin));
    let tools = api
        .merge(pages::router())
        .merge(hosted::router())
        .layer(middleware::from_fn(this_machine));
    let phone = phone::api()
        .layer(middleware::from_fn(same_origin))
        .merge(phone::pages())
        .layer(middleware::from_fn(this_network));
    tools
        .merge(phone)
        .method_not_allowed_fallback(answer::no_such_method)
}

/// A name of this machine in the address bar, so that no foreign name that leads here (DNS rebinding) opens these pages.
async fn this_machine(request: Request, next: Next) -> Response {
    if is_this_machine(&request) {
        next.run(request).await
    } else {
        Refusal::NoSuchPath.into_response()
    }
}

/// The same, or a phone that came by the address for phones: by number, since a name may be anybody's.
async fn this_network(request: Request, next: Next) -> Response {
    if is_this_machine(&request) || lan::is_from_network(&request) {
        next.run(request).await
    } else {
        Refusal::NoSuchPath.into_response()
    }
}

fn is_this_machine(request: &Request) -> bool {
    // Whoever comes from the network may write any name there.
    own::is_this_machine(host(request.headers()))
        && peer::is_this_machine(request)
        && !lan::is_from_outside(request)
}

/// No other page, whatever it may do with the apps, reads mails or changes settings.
async fn same_origin(request: Request, next: Next) -> Response {
    if is_own(request.headers()) {
        next.run(request).await
    } else {
        Refusal::OriginRefused.into_response()
    }
}

fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    let authority = |origin: &str| {
        origin
            .parse::<Uri>()
            .ok()?
            .authority()
            .map(|it| it.as_str().to_owned())
    };
    text("origin").is_none_or(|it| authority(it).as_deref() == Some(host(headers)))
        && text("sec-fetch-site").is_none_or(|it| matches!(it, "same-origin" | "none"))
}

fn host(headers: &HeaderMap) -> &str {
    headers
        .get("host")
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default()
}
