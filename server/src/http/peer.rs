//! Where a request comes from, for limits; never for the log.
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, Request};

use crate::auth::addresses;

/// The connection's address, or what a trusted proxy wrote last into `header`.
pub fn of(request: &Request, header: Option<&str>) -> String {
    // The last entry is the proxy's own; those before it are whatever the caller claimed.
    let claimed = header.and_then(|name| {
        request
            .headers()
            .get_all(name)
            .iter()
            .next_back()?
            .to_str()
            .ok()?
            .rsplit(',')
            .next()?
            .trim()
            .parse::<IpAddr>()
            .ok()
    });
    let connected = || {
        request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map(|it| it.0.ip())
    };
    claimed
        .or_else(connected)
        .map_or_else(|| "unknown".to_owned(), addresses::group)
}
