//! Which app a request is for, and whether the page that sends it may use that app.
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::answer::{RequestId, speaks_chinese};
use crate::app::{self, App};
use crate::http::{own, peer};
use crate::lan;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::origins;

/// Whoever sent a request: the app it is for and where it came from.
#[derive(Clone, Debug)]
pub struct Caller {
    pub app: Arc<App>,
    /// The network address, grouped; never written down as it is.
    pub peer: String,
    pub chinese: bool,
    /// As `x-authing-lang` says it, else empty.
    pub lang: String,
    /// The page's host, where a page asks: its origin is one of the app's.
    pub page: Option<String>,
    /// The request's id.
    pub request: String,
}

impl Caller {
    /// Whoever comes to a page of the server's own.
    pub fn visiting(server: &Server, request: &Request, app: Arc<App>, lang: &str) -> Self {
        let id = request.extensions().get::<RequestId>();
        Self {
            app,
            peer: peer::of(request, server.config.trusted_proxy_header.as_deref()),
            chinese: lang.starts_with("zh"),
            lang: lang.to_owned(),
            page: None,
            request: id.map(|it| it.0.clone()).unwrap_or_default(),
        }
    }

    /// Stands for somebody who is written to about an app that they did not call themselves.
    pub fn reading(app: App, chinese: bool) -> Self {
        Self {
            app: Arc::new(app),
            peer: String::new(),
            chinese,
            lang: if chinese { "zh-CN" } else { "en-US" }.to_owned(),
            page: None,
            request: String::new(),
        }
    }
}

/// Taken from the request by the [`of_an_app`] layer.
impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Refusal::NoSuchApp)
    }
}

/// Endpoints of an app: the app's own origins, this server's own pages, and callers that are no browsers.
pub async fn of_an_app(State(server): State<Server>, request: Request, next: Next) -> Response {
    admitted(server, Settings::Now, request, next).await
}

/// The same for what is asked all the time: the app's settings may be a second old.
pub async fn of_a_waiting_browser(
    State(server): State<Server>,
    request: Request,
    next: Next,
) -> Response {
    admitted(server, Settings::Lately, request, next).await
}

/// As they are, or as they were within [`app::LATELY`].
#[derive(Clone, Copy)]
enum Settings {
    Now,
    Lately,
}

async fn admitted(
    server: Server,
    settings: Settings,
    mut request: Request,
    next: Next,
) -> Response {
    let origin = text(request.headers(), "origin").map(str::to_owned);
    if request.method() == Method::OPTIONS
        && request
            .headers()
            .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
    {
        return preflight(&server, origin)
            .await
            .unwrap_or_else(IntoResponse::into_response);
    }
    let app = match named_app(&server, settings, request.headers()).await {
        Ok(app) => app,
        Err(refusal) => return refusal.into_response(),
    };
    if let (Some(app), Some(origin)) = (&app, &origin)
        && !origins::allows(&app.settings.allowed_origins, origin)
        && !own::is_origin(&server, request.headers(), origin)
        && !lan::is_own_page(&request, origin)
    {
        return Refusal::OriginRefused.into_response();
    }
    let reader = app.as_ref().and(origin);
    if let Some(app) = app {
        let peer = peer::of(&request, server.config.trusted_proxy_header.as_deref());
        let chinese = speaks_chinese(request.headers());
        let lang = text(request.headers(), "x-authing-lang")
            .unwrap_or_default()
            .chars()
            .take(16)
            .collect();
        let page = reader.as_deref().and_then(host_of);
        let id = request
            .extensions()
            .get::<RequestId>()
            .map(|it| it.0.clone())
            .unwrap_or_default();
        request.extensions_mut().insert(Caller {
            app,
            peer,
            chinese,
            lang,
            page,
            request: id,
        });
    }
    let mut response = next.run(request).await;
    if let Some(origin) = reader {
        readable_by(response.headers_mut(), &origin);
    }
    response
}

/// Public facts, that any page may read.
pub async fn of_anybody(request: Request, next: Next) -> Response {
    let mut response = if request.method() == Method::OPTIONS {
        let mut response = StatusCode::NO_CONTENT.into_response();
        allow_requests(response.headers_mut());
        response
    } else {
        next.run(request).await
    };
    response.headers_mut().insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    response
}

/// A preflight names no app, so an origin of any app gets its answer; the request itself is checked against its own app.
async fn preflight(server: &Server, origin: Option<String>) -> Result<Response, Refusal> {
    let origin = origin.ok_or(Refusal::OriginRefused)?;
    if !app::all(server)
        .await?
        .iter()
        .any(|it| origins::allows(&it.settings.allowed_origins, &origin))
    {
        return Err(Refusal::OriginRefused);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    readable_by(response.headers_mut(), &origin);
    allow_requests(response.headers_mut());
    Ok(response)
}

/// Every header that the protocol's clients send.
const HEADERS: &str = "content-type, authorization, idempotency-key, x-authing-app-id, x-authing-userpool-id, x-authing-lang, x-authing-request-from, x-authing-sdk-version, x-authing-device-id, x-authing-app-tenant-id";

fn allow_requests(headers: &mut HeaderMap) {
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static(HEADERS),
    );
    headers.insert(
        header::ACCESS_CONTROL_MAX_AGE,
        HeaderValue::from_static("7200"),
    );
}

fn readable_by(headers: &mut HeaderMap, origin: &str) {
    // It was a header's value when it came in.
    let Ok(origin) = HeaderValue::from_str(origin) else {
        return;
    };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
        HeaderValue::from_static("true"),
    );
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("retry-after"),
    );
    headers.append(header::VARY, HeaderValue::from_static("origin"));
}

/// The app of `x-authing-app-id`, in the pool of `x-authing-userpool-id` where that is sent, too.
async fn named_app(
    server: &Server,
    settings: Settings,
    headers: &HeaderMap,
) -> Result<Option<Arc<App>>, Refusal> {
    let pool = text(headers, "x-authing-userpool-id");
    let Some(id) = text(headers, "x-authing-app-id") else {
        // Clients of the QR interfaces name their pool alone: its oldest app speaks for it.
        return match pool {
            Some(pool) => Ok(app::first_of_pool(server, pool).await?.map(Arc::new)),
            None => Ok(None),
        };
    };
    let found = match settings {
        Settings::Now => app::find(server, id).await?.map(Arc::new),
        Settings::Lately => app::lately(server, id).await?,
    };
    Ok(found.filter(|app| pool.is_none_or(|it| it == app.pool)))
}

/// The host of an origin, without its port.
fn host_of(origin: &str) -> Option<String> {
    origin.parse::<Uri>().ok()?.host().map(str::to_owned)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|it| it.to_str().ok())
}
