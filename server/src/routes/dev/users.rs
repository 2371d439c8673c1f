//! People for tests and trials, without the rules that registering has.
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use guard_protocol::{Rule, Secret};
use serde_json::Value;

use crate::app;
use crate::auth::identifier::{email_key, username_key};
use crate::auth::phone::Phone;
use crate::auth::{password, people};
use crate::db::users::{self, NewUser};
use crate::http::body::Form;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::InternationalSms;

pub fn router() -> Router<Server> {
    Router::new().route("/dev/api/users", post(add))
}

fn any_number(typed: &str) -> Result<Phone, Refusal> {
    let any = InternationalSms {
        enabled: true,
        ..InternationalSms::default()
    };
    Phone::parse(typed, None, &any).map_err(|rule| Refusal::Invalid {
        field: "phone",
        rule,
    })
}

/// The password is taken as it is: this endpoint is no door, and whoever can reach it can read the database.
async fn add(
    State(server): State<Server>,
    form: Form,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let app = app::find(&server, form.text("appId", 64)?)
        .await?
        .ok_or(Refusal::NoSuchApp)?;
    let (email, username) = (
        form.optional("email", 256)?,
        form.optional("username", 256)?,
    );
    let phone = form.optional("phone", 32)?.map(any_number).transpose()?;
    if email.is_none() && username.is_none() && phone.is_none() {
        return Err(Refusal::Invalid {
            field: "account",
            rule: Rule::Required,
        });
    }
    let given = password::normal(&Secret::new(form.text("password", 1024)?));
    let hash = server.hasher.seat()?.hash(given).await?;
    let (email_key, username_key) = (email.map(email_key), username.map(username_key));
    let id = random::id()?;
    let user = NewUser {
        id: &id,
        pool: &app.pool,
        username: username.zip(username_key.as_deref()),
        email: email.zip(email_key.as_deref()),
        email_verified: form.flag("emailVerified"),
        phone: phone.as_ref().map(Phone::e164),
        phone_verified: form.flag("phoneVerified"),
        nickname: form.optional("nickname", 256)?,
        password_hash: &hash,
        source: "import",
    };
    let mut tx = server.db.begin().await?;
    if !users::add(&mut tx, &user, server.clock.now()).await? {
        return Err(Refusal::Taken { field: "account" });
    }
    tx.commit().await?;
    let user = users::by_id(&server.db.read, &app.pool, &id)
        .await?
        .ok_or(Refusal::Broken)?;
    Ok((StatusCode::CREATED, Json(people::person(&user, None))))
}
