//! The demo's app as it uses the server's own sign-in page: it sends people there, and asks who they are when they come back. What it keeps meanwhile is
//! in a cookie of the browser that went, so that nobody can be sent back as somebody else.
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Query, Request, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use serde::Deserialize;
use serde_json::Value;

use super::pages;
use crate::app;
use crate::auth::hosted::handover::{self, Shown, s256};
use crate::demo;
use crate::http::apps::Caller;
use crate::http::{cookies, own};
use crate::random;
use crate::refusal::{self, Refusal};
use crate::server::Server;
use crate::settings::redirects;

const COOKIE: &str = "guard_demo_verifier";

pub fn router() -> Router<Server> {
    Router::new()
        .route("/dev/hosted", get(go))
        .route("/dev/callback", get(come_back))
}

#[derive(Deserialize)]
struct Asked {
    app: Option<String>,
    ticket: Option<String>,
    state: Option<String>,
}

/// Off to the sign-in page.
async fn go(
    State(server): State<Server>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<Response, Refusal> {
    let base = own::base(&server, request.headers());
    let app = asked.app.as_deref().unwrap_or(demo::FIRST_APP);
    let verifier = random::token()?;
    let challenge = s256(&verifier);
    let query = [
        ("app_id", app),
        ("redirect_uri", &demo::address(app, &base)),
        ("state", &challenge),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ];
    let mut response = Redirect::to(&redirects::with("/login", &query)).into_response();
    if let Some(cookie) = cookies::set_here(COOKIE, &verifier, 3600, &server.public_url) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "returned.html")]
struct Returned<'a> {
    app: &'a str,
    title: &'a str,
    text: &'a str,
    facts: Vec<(&'static str, &'a str)>,
}

/// Back with a ticket.
async fn come_back(
    State(server): State<Server>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Result<impl IntoResponse, Refusal> {
    let id = asked.app.unwrap_or_default();
    let app = app::find(&server, &id).await?.ok_or(Refusal::NoSuchApp)?;
    let (verifier, address) = (
        cookies::read(request.headers(), COOKIE),
        demo::address(&id, &own::base(&server, request.headers())),
    );
    let caller = Caller::visiting(&server, &request, Arc::new(app), "en-US");
    let went = verifier.as_deref().map(s256);
    let user = match asked.ticket {
        Some(ticket) if went.is_some() && went == asked.state => {
            let shown = Shown {
                ticket,
                address,
                verifier,
                secret: None,
            };
            handover::exchange(&server, &caller, &shown).await
        }
        _from_elsewhere => Err(Refusal::Expired),
    };
    let empty = Value::Null;
    let (title, text) = match &user {
        Ok(_) => (
            "Welcome back",
            "The app exchanged the ticket in its address for this person. It was good for that once: reload, and it no longer is.",
        ),
        Err(_) => (
            "This ticket is no longer good",
            "It was used, its minute is over, or it was meant for another browser.",
        ),
    };
    let facts = [("Name", "nickname"), ("Email", "email"), ("Phone", "phone")];
    let user = user.as_ref().unwrap_or(&empty);
    let fact = |(label, key): (&'static str, &str)| Some((label, user.get(key)?.as_str()?));
    let page = Returned {
        app: &id,
        title,
        text,
        facts: facts.into_iter().filter_map(fact).collect(),
    };
    Ok(pages::page(
        page.render().map_err(|it| refusal::broken(&it))?,
    ))
}
