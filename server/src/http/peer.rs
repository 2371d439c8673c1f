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
    claimed
        .or_else(|| connected(request))
        .map_or_else(|| "unknown".to_owned(), addresses::group)
}

/// Whether the connection itself comes from this machine, whatever the request says of itself.
pub fn is_this_machine(request: &Request) -> bool {
    connected(request).is_some_and(|it| it.to_canonical().is_loopback())
}

fn connected(request: &Request) -> Option<IpAddr> {
    let info = request.extensions().get::<ConnectInfo<SocketAddr>>();
    info.map(|it| it.0.ip())
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn only_a_connection_of_this_machine_comes_from_it_whatever_the_request_says() {
        for (from, is) in [
            ("127.0.0.1:5", true),
            ("[::1]:5", true),
            ("[::ffff:127.0.0.1]:5", true),
            ("192.168.1.7:5", false),
            ("[fd00::1]:5", false),
        ] {
            let mut request = Request::new(Body::empty());
            let claims = request.headers_mut();
            claims.insert("host", "localhost".parse().unwrap());
            claims.insert("x-forwarded-for", "127.0.0.1".parse().unwrap());
            assert!(!is_this_machine(&request), "nobody knows where from");
            let from = ConnectInfo(from.parse::<SocketAddr>().unwrap());
            request.extensions_mut().insert(from);
            assert_eq!(is_this_machine(&request), is, "{from:?}");
        }
    }
}
