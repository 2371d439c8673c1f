//! The endpoints: each module reads a request, asks `auth`, and exports its `router()`.
use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::http::{answer, apps, headers};
use crate::refusal::Refusal;
use crate::server::Server;

mod assets;
mod captcha;
mod codes;
mod dev;
mod existence;
mod facts;
mod health;
mod hosted;
mod links;
mod passwords;
mod qrcode;
mod register;
mod sessions;
mod sign_in;

/// Longest that anything here takes, a slowly sent body included.
const LONGEST: Duration = Duration::from_secs(30);

/// Everything that the server answers.
pub fn router(server: Server) -> Router {
    let of_an_app = Router::new()
        .merge(sign_in::router())
        .merge(register::router())
        .merge(existence::router())
        .merge(passwords::router())
        .merge(codes::router())
        .merge(sessions::router())
        .merge(qrcode::router())
        .merge(hosted::tickets())
        .fallback(answer::no_such_path)
        .method_not_allowed_fallback(answer::no_such_method)
        .layer(middleware::from_fn_with_state(
            server.clone(),
            apps::of_an_app,
        ));
    let of_waiting = qrcode::polled()
        .method_not_allowed_fallback(answer::no_such_method)
        .layer(middleware::from_fn_with_state(
            server.clone(),
            apps::of_a_waiting_browser,
        ));
    let of_anybody = facts::router()
        .merge(hosted::prerendered())
        .merge(qrcode::pictures())
        .merge(captcha::router())
        .method_not_allowed_fallback(answer::no_such_method)
        .layer(middleware::from_fn(apps::of_anybody));
    let mut all = of_an_app
        .merge(of_waiting)
        .merge(of_anybody)
        .merge(health::router())
        .merge(links::router());
    if server.first_form.is_some() {
        all = all.merge(hosted::router().method_not_allowed_fallback(answer::no_such_method));
    }
    if server.config.dev {
        all = all.merge(dev::router());
    }
    if let Some(folder) = server.config.assets.clone() {
        all = all.merge(assets::router(folder, server.config.dev));
    }
    // Settings are most of what a first form waits for beside its files.
    let compressed = CompressionLayer::new().compress_when(
        |_: StatusCode, _: Version, _: &HeaderMap, it: &Extensions| {
            it.get::<facts::Public>().is_some()
        },
    );
    let layers = ServiceBuilder::new()
        .layer(compressed)
        .layer(middleware::from_fn(headers::secured))
        .layer(middleware::from_fn(answer::envelope))
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| {
            Refusal::Broken.into_response()
        }))
        .layer(middleware::from_fn(in_time));
    all.layer(layers).with_state(server)
}

async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(LONGEST, next.run(request)).await;
    answered.unwrap_or_else(|_| Refusal::Unavailable.into_response())
}

/// Runs `job` to its end even if the caller goes away: what it began in the database, it finishes.
async fn to_its_end<T: Send + 'static>(
    job: impl Future<Output = Result<T, Refusal>> + Send + 'static,
) -> Result<T, Refusal> {
    tokio::spawn(job).await.unwrap_or(Err(Refusal::Broken))
}

/// The token of `Authorization: Bearer …`.
fn bearer(request: &Request) -> Option<&str> {
    let value = request.headers().get("authorization")?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
