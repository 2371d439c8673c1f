//! How the page's script passes on who has signed in, and how the app's side gets the person for a ticket.
use axum::Router;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Query, Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::post;
use guard_protocol::Rule;
use serde_json::{Value, json};

use super::asked::{Asked, Visit};
use super::{Entered, enter};
use crate::auth::hosted::handover::{self, Shown};
use crate::auth::qrcode::ticket::{self, By};
use crate::auth::sessions;
use crate::clock::{MINUTE, Millis};
use crate::http::answer::{Answer, Done};
use crate::http::apps::Caller;
use crate::http::body::Form;
use crate::http::{cookies, own, own_server};
use crate::refusal::Refusal;
use crate::routes::{bearer, to_its_end};
use crate::server::Server;
use crate::settings::redirects;

/// The page hands over at once: an older token was not made by signing in on it a moment ago.
const FRESH: Millis = 5 * MINUTE;
/// Longest ticket or secret.
const TICKET: usize = 128;

/// `POST login/handover`: the page shows the token that the box got, or the ticket of a code that was scanned.
pub async fn hand_over(
    State(server): State<Server>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let headers = request.headers().clone();
    if !own::is_own(&server, &headers) {
        return Err(Refusal::OriginRefused);
    }
    let Ok(visit) = Visit::read(&server, &headers, asked).await? else {
        return Err(Refusal::Invalid {
            field: "redirect_uri",
            rule: Rule::Format,
        });
    };
    let caller = Caller::visiting(&server, &request, visit.app.clone(), visit.lang);
    let shown = bearer(&request).map(str::to_owned);
    let base = own::base(&server, &headers);
    let by = By::HostedPage(redirects::origin(&base).unwrap_or_default().to_owned());
    let form = Form::from_request(request, &()).await?;
    let scanned = form.optional("scanTicket", TICKET)?.map(str::to_owned);
    let entered = to_its_end(async move {
        let token = match (shown, scanned) {
            (Some(token), _) => token,
            (None, Some(scanned)) => {
                let user = ticket::exchange(&server, &caller, &by, &scanned).await?;
                let token = user.get("token").and_then(Value::as_str);
                token.ok_or(Refusal::Broken)?.to_owned()
            }
            (None, None) => return Err(Refusal::NotSignedIn),
        };
        let app = &visit.app;
        let (_, session) = sessions::whose(&server, &app.pool, &app.id, &token).await?;
        if server.clock.now() - session.created_at > FRESH {
            return Err(Refusal::Expired);
        }
        enter(&server, &visit, &session).await
    });
    let Entered { address, cookie } = entered.await?;
    Ok(cookies::with(Done(json!({"url": address})), cookie))
}

pub fn tickets() -> Router<Server> {
    Router::new().route("/api/v2/login/ticket", post(exchange))
}

async fn exchange(
    State(server): State<Server>,
    caller: Caller,
    headers: HeaderMap,
    form: Form,
) -> Answer {
    let shown = Shown {
        ticket: form.text("ticket", TICKET)?.to_owned(),
        address: form.text("redirectUri", 4096)?.to_owned(),
        verifier: form.optional("codeVerifier", TICKET)?.map(str::to_owned),
        secret: own_server::secret(&headers, &caller.app.id, &caller.app.pool),
    };
    to_its_end(async move { handover::exchange(&server, &caller, &shown).await })
        .await
        .map(Done)
}
