//! `/login`: the server's own sign-in page, made of the widget. Whoever has signed in there is sent on to an address of the app, with a ticket.
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};

use crate::auth::hosted::handover;
use crate::auth::hosted::visit as visits;
use crate::auth::sessions;
use crate::clock::SECOND;
use crate::db::sessions::SessionRow;
use crate::http::{cookies, own};
use crate::prerender::FirstForm;
use crate::refusal::Refusal;
use crate::routes::to_its_end;
use crate::server::Server;
use asked::{Asked, Visit};
use page::Typed;

mod asked;
mod files;
mod form;
mod handed;
mod page;
mod prerender;
mod words;

pub use handed::tickets;
pub use prerender::router as prerendered;

/// Longest form, in bytes.
const FORM: usize = 16 * 1024;

pub fn router() -> Router<Server> {
    let pages = Router::new()
        .route("/login", get(show).post(form::sign_in))
        .route("/login/leave", post(leave))
        .route("/login/handover", post(handed::hand_over))
        .layer(DefaultBodyLimit::max(FORM));
    files::with(pages)
}

async fn show(
    State(server): State<Server>,
    asked: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let first = first_form(&server)?;
    let visit = match Visit::read(&server, &headers, asked).await? {
        Ok(visit) => visit,
        Err(wrong) => return page::wrong(wrong, accepted(&headers)),
    };
    // A script or a frame sees what a stranger sees.
    let cookie = visit.cookie.as_deref();
    let cookie = cookie.filter(|_| own::is_visit(&headers) && !visit.prompt);
    let found = match cookie {
        Some(cookie) => visits::who(&server, &visit.app, cookie).await?,
        None => None,
    };
    match (found, &visit.to) {
        (Some((_, session)), Some(to)) => {
            page::redirect(&handover::begin(&server, &visit.app, &session, to).await?)
        }
        (Some((user, _)), None) => page::signed_in(&visit, &user),
        (None, _) => {
            let typed = Typed {
                account: visit.account.as_deref(),
                notice: None,
            };
            page::form(first, &visit, StatusCode::OK, typed)
        }
    }
}

async fn leave(
    State(server): State<Server>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let headers = request.headers();
    if !own::is_own(&server, headers) {
        return Err(Refusal::OriginRefused);
    }
    let Ok(visit) = Visit::read(&server, headers, asked).await? else {
        return Err(Refusal::NoSuchPath);
    };
    let home = page::home(&visit);
    if let Some(cookie) = visit.cookie.clone() {
        to_its_end(async move { visits::leave(&server, &visit.app, &cookie).await }).await?;
    }
    page::redirect(&home)
}

/// Where a visitor who has just signed in goes on to, and the cookie by which they are known from now on.
struct Entered {
    address: String,
    cookie: Option<HeaderValue>,
}

async fn enter(server: &Server, visit: &Visit, session: &SessionRow) -> Result<Entered, Refusal> {
    let app = &visit.app;
    let secret = visits::enter(server, app, session, visit.cookie.as_deref()).await?;
    let address = match &visit.to {
        Some(to) => handover::begin(server, app, session, to).await?,
        None => page::home(visit),
    };
    let url = &server.public_url;
    let cookie = cookies::set_here(cookies::session(url), &secret, sessions::LIFE / SECOND, url);
    Ok(Entered { address, cookie })
}

/// There wherever this router is.
fn first_form(server: &Server) -> Result<&FirstForm, Refusal> {
    server.first_form.as_ref().ok_or(Refusal::NoSuchPath)
}

fn accepted(headers: &HeaderMap) -> &str {
    let header = headers.get(header::ACCEPT_LANGUAGE);
    header.and_then(|it| it.to_str().ok()).unwrap_or_default()
}
