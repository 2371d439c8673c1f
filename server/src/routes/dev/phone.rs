//! The demo's phone: a page that reads codes, for people who are signed in without being asked for a password. Only the demo's own people can be.
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::pages::{self, File, SCRIPT, STYLE};
use crate::app;
use crate::auth::identifier::{Identifier, username_key};
use crate::auth::sessions;
use crate::db::users;
use crate::demo;
use crate::http::body::Form;
use crate::refusal::{self, Refusal};
use crate::server::Server;

const FILES: [File; 5] = [
    (
        "/dev/files/page.css",
        STYLE,
        include_str!("../../../pages/page.css"),
    ),
    (
        "/dev/files/acorn.svg",
        "image/svg+xml",
        include_str!("../../../pages/acorn.svg"),
    ),
    (
        "/dev/files/phone.css",
        STYLE,
        include_str!("../../../pages/phone.css"),
    ),
    (
        "/dev/files/phone.js",
        SCRIPT,
        include_str!("../../../pages/phone.js"),
    ),
    (
        "/dev/files/qr-decode.js",
        SCRIPT,
        include_str!("../../../pages/qr-decode.js"),
    ),
];

pub fn pages() -> Router<Server> {
    pages::with_files(Router::new().route("/dev/phone", get(phone)), &FILES)
}

pub fn api() -> Router<Server> {
    Router::new().route("/dev/api/phone", post(sign_in))
}

#[derive(Template)]
#[template(path = "phone.html")]
struct Phone {
    people: Vec<(&'static str, &'static str)>,
}

async fn phone() -> Result<impl IntoResponse, Refusal> {
    let page = Phone {
        people: demo::people_named().collect(),
    };
    Ok(pages::page(
        page.render().map_err(|it| refusal::broken(&it))?,
    ))
}

/// A session of one of the demo's people, in the pool that a code names.
async fn sign_in(State(server): State<Server>, form: Form) -> Result<Json<Value>, Refusal> {
    let account = form.text("account", 64)?;
    if !demo::names().any(|it| it == account) {
        return Err(Refusal::NotSignedIn);
    }
    let app = app::first_of_pool(&server, form.text("userPoolId", 64)?)
        .await?
        .ok_or(Refusal::NotSignedIn)?;
    let who = Identifier::Username(username_key(account));
    let user = users::by_identifier(&server.db.read, &app.pool, &who)
        .await?
        .filter(|it| it.blocked == 0)
        .ok_or(Refusal::NotSignedIn)?;
    let mut tx = server.db.begin().await?;
    let session = sessions::begin(&server, &mut tx, &user.id, &app.id).await?;
    tx.commit().await?;
    Ok(Json(json!({"token": session.token})))
}
