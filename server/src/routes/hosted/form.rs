//! The form of the sign-in page as a browser without JavaScript sends it.
//!
//! Pages of other sites that show the same form send it here, too, as long as no script has come. They get the page with the account filled in, and never
//! a session, whatever password they sent: otherwise any site could sign its visitors in as somebody else.
use axum::Form;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use guard_protocol::{Rule, Secret};
use serde::Deserialize;
use serde_json::Value;

use super::asked::{Asked, Visit, Wrong, is_account};
use super::page::{self, Typed};
use super::{Entered, accepted, enter, first_form, words};
use crate::auth::captcha::Answered;
use crate::auth::sessions;
use crate::auth::sign_in::{self, Attempt, Sent};
use crate::http::apps::Caller;
use crate::http::own;
use crate::refusal::Refusal;
use crate::routes::codes::{known, remembered};
use crate::routes::to_its_end;
use crate::server::Server;

/// Longest password, in bytes: as long as a sealed one.
const PASSWORD: usize = 1024;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Posted {
    username: String,
    password: String,
}

pub async fn sign_in(
    State(server): State<Server>,
    asked: Result<Query<Asked>, QueryRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let headers = request.headers().clone();
    let visit = match Visit::read(&server, &headers, asked).await? {
        Ok(visit) => visit,
        Err(wrong) => return page::wrong(wrong, accepted(&headers)),
    };
    let caller = Caller::visiting(&server, &request, visit.app.clone(), visit.lang);
    let Ok(Form(posted)) = Form::<Posted>::from_request(request, &()).await else {
        return page::wrong(Wrong::Request, accepted(&headers));
    };
    let typed = Typed {
        account: Some(posted.username.as_str()).filter(|it| is_account(it)),
        notice: None,
    };
    if !own::is_own(&server, &headers) {
        return page::form(first_form(&server)?, &visit, StatusCode::OK, typed);
    }
    let attempt = async {
        let (account, password) = read(&posted)?;
        let browser = known(&headers)?;
        let cookie = remembered(&server, &browser);
        let attempt = Attempt {
            account,
            calling_code: None,
            password: Sent::Plain(password),
            captcha: Answered {
                handle: None,
                letters: None,
            },
            agreement_ids: Vec::new(),
            browser,
        };
        let own = server.clone();
        let user =
            to_its_end(async move { sign_in::sign_in(&own, &caller, attempt).await }).await?;
        let token = user.get("token").and_then(Value::as_str);
        let token = token.ok_or(Refusal::Broken)?;
        let app = &visit.app;
        let (_, session) = sessions::whose(&server, &app.pool, &app.id, token).await?;
        Ok::<_, Refusal>((enter(&server, &visit, &session).await?, cookie))
    };
    match attempt.await {
        Ok((Entered { address, cookie }, known)) => {
            let mut response = page::redirect(&address)?;
            for it in cookie.into_iter().chain(known) {
                response.headers_mut().append(header::SET_COOKIE, it);
            }
            Ok(response)
        }
        Err(refusal) => {
            let notice = words::notice(&refusal, visit.is_chinese());
            let typed = Typed {
                notice: Some(&notice),
                ..typed
            };
            page::form(first_form(&server)?, &visit, status(&refusal), typed)
        }
    }
}

fn read(posted: &Posted) -> Result<(String, Secret), Refusal> {
    let invalid = |field, rule| Refusal::Invalid { field, rule };
    if posted.username.is_empty() {
        return Err(invalid("account", Rule::Required));
    }
    if posted.password.is_empty() {
        return Err(invalid("password", Rule::Required));
    }
    if !is_account(&posted.username) || posted.password.len() > PASSWORD {
        return Err(invalid("account", Rule::TooLong));
    }
    Ok((posted.username.clone(), Secret::new(&posted.password)))
}

/// What the protocol answers with 200 is a failure to whoever looks at statuses, such as a password manager.
fn status(refusal: &Refusal) -> StatusCode {
    match refusal.status() {
        200 => StatusCode::UNAUTHORIZED,
        other => StatusCode::from_u16(other).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
    }
}
