//! The page behind a mail's link. Looking at it changes nothing, since mail scanners follow links; its button posts.
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use super::codes::browser;
use super::to_its_end;
use crate::app;
use crate::auth::links::{self, Followed, Reply};
use crate::http::cookies;
use crate::refusal::{self, Refusal};
use crate::server::Server;

mod words;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/link/style.css", get(style))
        .route("/link/{token}", get(look).post(agree))
        .route("/link/{token}/not-mine", post(disown))
}

const STYLE: &str = include_str!("../../templates/link.css");
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "link.html")]
struct Page<'a> {
    lang: &'a str,
    title: &'a str,
    text: &'a str,
    /// Where the button posts to, and what it says.
    button: Option<(String, &'a str)>,
    refuse: Option<(String, &'a str)>,
}

async fn look(
    State(server): State<Server>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let chinese = reads_chinese(&headers);
    let link = match cookies::is_token(&token) {
        true => links::look(&server, &token).await?,
        false => None,
    };
    let Some(link) = link else {
        return shown(words::followed(Followed::Dead, chinese), chinese);
    };
    let name = app::find(&server, &link.app_id)
        .await?
        .map_or_else(String::new, |it| it.settings.name);
    let asked = words::asked(&link.kind, &name, &link.email, chinese);
    let page = Page {
        lang: lang(chinese),
        title: &asked.title,
        text: &asked.text,
        button: Some((format!("/link/{token}"), asked.button)),
        refuse: asked
            .refuse
            .map(|label| (format!("/link/{token}/not-mine"), label)),
    };
    answer(StatusCode::OK, &page)
}

async fn agree(
    State(server): State<Server>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    follow(server, token, &headers, Reply::Continue).await
}

async fn disown(
    State(server): State<Server>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    follow(server, token, &headers, Reply::NotMine).await
}

async fn follow(
    server: Server,
    token: String,
    headers: &HeaderMap,
    reply: Reply,
) -> Result<Response, Refusal> {
    let (chinese, browser) = (reads_chinese(headers), browser(headers));
    let followed =
        to_its_end(async move { links::follow(&server, &token, browser.as_deref(), reply).await })
            .await?;
    shown(words::followed(followed, chinese), chinese)
}

fn shown(
    (status, title, text): (StatusCode, &str, &str),
    chinese: bool,
) -> Result<Response, Refusal> {
    let page = Page {
        lang: lang(chinese),
        title,
        text,
        button: None,
        refuse: None,
    };
    answer(status, &page)
}

fn answer(status: StatusCode, page: &Page<'_>) -> Result<Response, Refusal> {
    let html = page.render().map_err(|it| refusal::broken(&it))?;
    let policy = [(header::CONTENT_SECURITY_POLICY, POLICY)];
    Ok((status, policy, Html(html)).into_response())
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE)
}

fn lang(chinese: bool) -> &'static str {
    if chinese { "zh-CN" } else { "en" }
}

/// A page that is opened from a mail has no language but the browser's.
fn reads_chinese(headers: &HeaderMap) -> bool {
    let wanted = headers.get(header::ACCEPT_LANGUAGE);
    wanted
        .and_then(|it| it.to_str().ok())
        .is_some_and(|it| it.to_lowercase().starts_with("zh"))
}
