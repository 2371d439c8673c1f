//! The server as people reach it: by which address, and whether a request comes from one of its own pages.
use axum::http::{HeaderMap, header};

use crate::server::Server;
use crate::settings::redirects;

/// The address of the server, without a slash at its end. The demo is reached by several names.
pub fn base(server: &Server, headers: &HeaderMap) -> String {
    match text(headers, header::HOST) {
        Some(host) if server.config.dev && is_this_machine(host) => format!("http://{host}"),
        _ => server.public_url.clone(),
    }
}

/// Whether a page of this server sends the request. What does not say where it comes from, or says `null`, is somebody else's unless the browser itself
/// vouches for it, which no page can make it do (`Sec-Fetch-Site`).
pub fn is_own(server: &Server, headers: &HeaderMap) -> bool {
    match text(headers, header::ORIGIN) {
        Some(origin) if origin != "null" => is_origin(server, headers, origin),
        _ => says(headers, "sec-fetch-site", "same-origin"),
    }
}

/// Whether `origin` is this server's own.
pub fn is_origin(server: &Server, headers: &HeaderMap, origin: &str) -> bool {
    redirects::origin(&base(server, headers)) == Some(origin)
}

/// Whether somebody comes in person: by a link or the address bar, not by a script, and not in a frame. Browsers that say nothing are believed.
pub fn is_visit(headers: &HeaderMap) -> bool {
    let is = |name, value| headers.get(name).is_none() || says(headers, name, value);
    is("sec-fetch-dest", "document") && is("sec-fetch-mode", "navigate")
}

/// A name of this machine, with or without a port.
pub fn is_this_machine(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|it| it.is_ascii_digit()))
        .map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

fn says(headers: &HeaderMap, name: &str, value: &str) -> bool {
    headers.get(name).is_some_and(|it| it == value)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|it| it.to_str().ok())
}
