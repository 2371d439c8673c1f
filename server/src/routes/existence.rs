//! Who exists: told only where the app chose to tell, and then only an id.
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::auth::addresses;
use crate::auth::identifier::{self, Identifier};
use crate::auth::target::Target;
use crate::db::users::{self, User};
use crate::http::answer::{Answer, Done};
use crate::http::apps::Caller;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/api/v2/users/find", get(find))
        .route("/api/v2/users/is-user-exists", get(exists))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Find {
    user_pool_id: Option<String>,
    key: Option<String>,
    r#type: Option<String>,
}

async fn find(State(server): State<Server>, caller: Caller, Query(asked): Query<Find>) -> Answer {
    let key = asked.key.unwrap_or_default();
    let who = match asked.r#type.as_deref() {
        Some("email") => Some(Identifier::Email(identifier::email_key(&key))),
        Some("username") => Some(Identifier::Username(identifier::username_key(&key))),
        Some("phone") => number(&caller, &key),
        _ => None,
    };
    let own_pool = asked.user_pool_id.is_none_or(|it| it == caller.app.pool);
    let found = look_up(&server, &caller, who.filter(|_| own_pool)).await?;
    Ok(Done(
        found.map_or(Value::Null, |user| json!({"id": user.id})),
    ))
}

#[derive(Deserialize)]
struct Exists {
    username: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

async fn exists(
    State(server): State<Server>,
    caller: Caller,
    Query(asked): Query<Exists>,
) -> Answer {
    let who = match (asked.email, asked.username, asked.phone) {
        (Some(email), ..) => Some(Identifier::Email(identifier::email_key(&email))),
        (None, Some(name), _) => Some(Identifier::Username(identifier::username_key(&name))),
        (None, None, Some(phone)) => number(&caller, &phone),
        (None, None, None) => None,
    };
    Ok(Done(json!(look_up(&server, &caller, who).await?.is_some())))
}

/// What is no number is nobody's.
fn number(caller: &Caller, typed: &str) -> Option<Identifier> {
    let target = Target::phone(caller, typed, None).ok()?;
    Some(target.identifier)
}

/// Nobody, unless the app tells.
async fn look_up(
    server: &Server,
    caller: &Caller,
    who: Option<Identifier>,
) -> Result<Option<User>, Refusal> {
    let Some(who) =
        who.filter(|it| caller.app.settings.tells_whether_taken && !it.key().contains('\0'))
    else {
        return Ok(None);
    };
    let mut tx = server.db.begin().await?;
    addresses::count(
        server,
        &mut tx,
        addresses::LOOKUPS,
        &caller.peer,
        server.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(users::by_identifier(&server.db.read, &caller.app.pool, &who).await?)
}
