//! The built widget under `/guard/`: plain files, readable from every page that embeds it.
use std::path::PathBuf;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::server::Server;

/// `changing`: somebody is working on the files.
pub fn router(folder: PathBuf, changing: bool) -> Router<Server> {
    let always =
        |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    let headers = ServiceBuilder::new()
        .layer(always(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .layer(always(
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ))
        .layer(always(header::VARY, "accept-encoding"))
        .layer(middleware::from_fn(move |request, next| {
            kept(changing, request, next)
        }));
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    Router::new().nest_service("/guard", headers.service(files))
}

/// For how long a browser keeps a file: for good where its name is marked with its content; else for five minutes, and for a day it may
/// use what it has once more while it asks.
async fn kept(changing: bool, request: Request, next: Next) -> Response {
    let marked = is_marked(request.uri().path());
    let mut response = next.run(request).await;
    let status = response.status();
    let how = match () {
        () if status.is_client_error() || status.is_server_error() => "no-store",
        () if marked => "public, max-age=31536000, immutable",
        () if changing => "no-cache",
        () => "public, max-age=300, stale-while-revalidate=86400",
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
    response
}

/// `NAME.MARK.wasm`, a mark of 16 hexadecimal digits, as the build gives it.
fn is_marked(path: &str) -> bool {
    let mark = || path.strip_suffix(".wasm")?.rsplit_once('.');
    mark().is_some_and(|(_, it)| it.len() == 16 && it.bytes().all(|it| it.is_ascii_hexdigit()))
}
