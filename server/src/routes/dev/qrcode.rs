//! A phone's part, for tests and trials: somebody scans a code, agrees, cancels, or lets its time pass. The secrets of apps, too.
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use guard_protocol::Rule;
use serde_json::{Value, json};

use crate::app;
use crate::auth::identifier::Identifier;
use crate::auth::qrcode::phone::{self, Said, Step};
use crate::auth::{qrcode, sessions};
use crate::db::{app_secrets, qrcodes, users};
use crate::http::body::Form;
use crate::keyed;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
        .route("/dev/api/qrcode", post(act))
        .route("/dev/api/apps/{app}/secret", post(add_secret))
}

/// `random` is the public handle, as the code shows it; `account` acts, in the pool of the code.
async fn act(State(server): State<Server>, form: Form) -> Result<Json<Value>, Refusal> {
    let random = form.text("random", 128)?;
    let step = match form.text("action", 16)? {
        "scanned" => Step::Scanned,
        "confirm" => Step::Confirm,
        "cancel" => Step::Cancel,
        "expire" => return expire(&server, random).await,
        _ => {
            return Err(Refusal::Invalid {
                field: "action",
                rule: Rule::Format,
            });
        }
    };
    let code = qrcodes::open(&server.db, &keyed::fingerprint(random), server.clock.now())
        .await?
        .ok_or(Refusal::Expired)?;
    let who = Identifier::of(form.text("account", 256)?);
    let user = users::by_identifier(&server.db.read, &code.pool_id, &who)
        .await?
        .ok_or(Refusal::NotSignedIn)?;
    let mut tx = server.db.begin().await?;
    let session = sessions::begin(&server, &mut tx, &user.id, &code.app_id).await?;
    tx.commit().await?;
    let person = phone::Person {
        pool: &code.pool_id,
        user: &user.id,
        session: &session.id,
        chinese: false,
    };
    let said = Said {
        step,
        random: random.to_owned(),
        number: form.optional("matchNumber", 8)?.map(str::to_owned),
    };
    phone::acted(&server, &person, &said).await.map(Json)
}

async fn expire(server: &Server, random: &str) -> Result<Json<Value>, Refusal> {
    if qrcode::expire(server, random).await? {
        Ok(Json(json!({"random": random})))
    } else {
        Err(Refusal::Expired)
    }
}

/// Told this once, since only its fingerprint is kept.
async fn add_secret(
    State(server): State<Server>,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let app = app::find(&server, &id).await?.ok_or(Refusal::NoSuchApp)?;
    let secret = random::token()?;
    let mut tx = server.db.begin().await?;
    app_secrets::add(
        &mut tx,
        &app.id,
        &keyed::fingerprint(&secret),
        server.clock.now(),
    )
    .await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(json!({"secret": secret}))))
}
