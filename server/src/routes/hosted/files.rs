//! What the sign-in page loads beside the widget.
use axum::Router;
use axum::http::header;
use axum::routing::get;

use crate::server::Server;

const FILES: [(&str, &str, &str); 2] = [
    (
        "/login/page.css",
        "text/css; charset=utf-8",
        include_str!("../../../pages/hosted.css"),
    ),
    (
        "/login/page.js",
        "text/javascript; charset=utf-8",
        include_str!("../../../pages/hosted.js"),
    ),
];

pub fn with(pages: Router<Server>) -> Router<Server> {
    FILES.iter().fold(pages, |router, &(path, kind, content)| {
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        router.route(path, get(move || async move { (headers, content) }))
    })
}
