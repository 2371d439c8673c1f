//! The built widget under `/guard/`: plain files, readable from every page that embeds it.
use std::path::PathBuf;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::server::Server;

pub fn router(folder: PathBuf) -> Router<Server> {
    let always =
        |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    let headers = ServiceBuilder::new()
        .layer(always(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .layer(always(
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ))
        // Asked for each time and answered with 304 while it is the same: file names carry no version.
        .layer(always(header::CACHE_CONTROL, "no-cache"));
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .append_index_html_on_directories(false);
    Router::new().nest_service("/guard", headers.service(files))
}
