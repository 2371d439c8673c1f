//! The demo's host page and the two tools beside it, under the strictest policy that the widget is promised to live with.
use askama::Template;
use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::header;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use serde::Deserialize;

use crate::demo;
use crate::refusal::{self, Refusal};
use crate::server::Server;

pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

pub const STYLE: &str = "text/css; charset=utf-8";
pub const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Path, type and content of what the pages load.
const FILES: [File; 6] = [
    (
        "/dev/files/demo.css",
        STYLE,
        include_str!("../../../pages/demo.css"),
    ),
    (
        "/dev/files/tools.css",
        STYLE,
        include_str!("../../../pages/tools.css"),
    ),
    (
        "/dev/files/demo.js",
        SCRIPT,
        include_str!("../../../pages/demo.js"),
    ),
    (
        "/dev/files/outbox.js",
        SCRIPT,
        include_str!("../../../pages/outbox.js"),
    ),
    (
        "/dev/files/setting-rows.js",
        SCRIPT,
        include_str!("../../../pages/setting-rows.js"),
    ),
    (
        "/dev/files/settings.js",
        SCRIPT,
        include_str!("../../../pages/settings.js"),
    ),
];

pub fn router() -> Router<Server> {
    let pages = Router::new()
        .route("/", get(host_page))
        .route(
            "/dev/outbox",
            get(|| async { page(include_str!("../../../pages/outbox.html").to_owned()) }),
        )
        .route(
            "/dev/settings",
            get(|| async { page(include_str!("../../../pages/settings.html").to_owned()) }),
        );
    with_files(pages, &FILES)
}

/// Path, type and content.
pub type File = (&'static str, &'static str, &'static str);

/// Adds files to pages that load them.
pub fn with_files(pages: Router<Server>, files: &[File]) -> Router<Server> {
    files.iter().fold(pages, |router, &(path, kind, content)| {
        router.route(
            path,
            get(move || async move {
                (
                    [
                        (header::CONTENT_TYPE, kind),
                        (header::CACHE_CONTROL, "no-cache"),
                    ],
                    content,
                )
            }),
        )
    })
}

pub fn page(html: String) -> impl IntoResponse {
    (
        [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        Html(html),
    )
}

#[derive(Template)]
#[template(path = "demo.html")]
struct HostPage<'a> {
    app: &'a str,
    host: &'a str,
    people: Vec<&'static str>,
    password: &'static str,
}

#[derive(Deserialize)]
struct Asked {
    app: Option<String>,
}

/// An ordinary page that embeds the box: `?app=` shows another app's.
async fn host_page(
    State(_): State<Server>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<impl IntoResponse, Refusal> {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let page_of = HostPage {
        app: asked.app.as_deref().unwrap_or(demo::FIRST_APP),
        host: &format!("http://{host}"),
        people: demo::names().collect(),
        password: demo::PASSWORD,
    };
    Ok(page(page_of.render().map_err(|it| refusal::broken(&it))?))
}
