//! The first form of an app as HTML, for pages that want it to stand there before any script. Public, as the settings are that it is made of.
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use guard_protocol::Rule;
use serde::Deserialize;

use super::asked::{address, spoken};
use super::first_form;
use crate::app;
use crate::http::own;
use crate::prerender::{Form, NoScript, Sheet, Tree};
use crate::refusal::Refusal;
use crate::routes::facts::{preflight, public};
use crate::server::Server;
use crate::settings::redirects;

pub fn router() -> Router<Server> {
    Router::new()
        .route(
            "/api/v2/applications/{app}/prerender",
            get(prerender).options(preflight),
        )
        .layer(map_response(public))
}

#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
    redirect_uri: Option<String>,
    render: Option<String>,
    style: Option<String>,
}

/// By what a policy allows the sheet that stands in the form.
const STYLE_HASH: HeaderName = HeaderName::from_static("guard-style-hash");

async fn prerender(
    State(server): State<Server>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let first = first_form(&server)?;
    let app = app::find(&server, &id).await?.ok_or(Refusal::NoSuchApp)?;
    let to = address(&app, asked.redirect_uri.as_deref()).map_err(|_| Refusal::Invalid {
        field: "redirect_uri",
        rule: Rule::Format,
    })?;
    let tree = match asked.render.as_deref() {
        None | Some("shadow") => Tree::Shadow,
        Some("light") => Tree::Light,
        Some(_) => {
            return Err(Refusal::Invalid {
                field: "render",
                rule: Rule::Format,
            });
        }
    };
    let linked = match asked.style.as_deref() {
        None | Some("link") => true,
        Some("inline") => false,
        Some(_) => {
            return Err(Refusal::Invalid {
                field: "style",
                rule: Rule::Format,
            });
        }
    };
    let (base, lang) = (
        own::base(&server, &headers),
        spoken(&app, &headers, asked.lang.as_deref()),
    );
    let mut query = vec![("app_id", app.id.as_str())];
    query.extend(to.map(|it| ("redirect_uri", it.as_str())));
    query.push(("ui_locales", lang));
    let address = format!("{base}/guard/guard-login.css");
    let form = Form {
        app: &app,
        lang,
        tree,
        sheet: if linked {
            Sheet::Linked(&address)
        } else {
            Sheet::Within
        },
        action: &redirects::with(&format!("{base}/login"), &query),
        account: None,
        no_script: NoScript::Link,
    };
    let mut response = Html(form.draw(first).into_string()).into_response();
    if !linked && let Ok(hash) = HeaderValue::try_from(&first.css_hash) {
        response.headers_mut().insert(STYLE_HASH, hash);
    }
    Ok(response)
}
