//! What the browser that asked for a code learns of it, and its ticket, once.
use serde_json::{Value, json};

use super::fingerprint;
use super::ticket::{enter, further_step};
use crate::app::App;
use crate::audit::{Event, Outcome};
use crate::auth::people;
use crate::clock::{Millis, SECOND};
use crate::db::polls::Polled;
use crate::db::qrcodes::status;
use crate::db::tickets;
use crate::db::users::{self, User};
use crate::http::apps::Caller;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

/// What an answer says beside the handle.
struct Said {
    status: i64,
    ticket: Option<String>,
    user: Value,
    user_id: Option<String>,
    further: Value,
    used: bool,
}

impl Said {
    fn only(status: i64) -> Self {
        Self {
            status,
            ticket: None,
            user: json!({}),
            user_id: None,
            further: Value::Null,
            used: false,
        }
    }
}

const EXPIRED: i64 = -1;
const FURTHER_STEP: i64 = 4;

/// `random`: the secret handle.
pub async fn poll(server: &Server, caller: &Caller, random: &str) -> Result<Value, Refusal> {
    let app = &*caller.app;
    let now = server.clock.now();
    let row = server
        .board
        .find(&server.db, fingerprint(random), now)
        .await
        .map_err(|_| Refusal::Unavailable)?
        .filter(|it| it.app_id == app.id)
        .ok_or(Refusal::Expired)?;
    let said = said(server, app, &row, now, caller.chinese).await?;
    if said.ticket.is_some() {
        // Of all that is polled, this is what matters to an account.
        Event {
            name: "qr_ticket",
            caller,
            who: said.user_id.as_deref(),
        }
        .log(server, &Outcome::of::<()>(&Ok(())));
    }
    Ok(json!({
        "random": random,
        "status": said.status,
        "userInfo": said.user,
        "ticket": said.ticket,
        "scannedUserId": said.user_id,
        "scannedResult": said.further,
        "expiresIn": (row.expires_at - now).max(0).div_euclid(SECOND),
        "customData": serde_json::from_str::<Value>(&row.custom_data).unwrap_or_default(),
        "used": said.used,
    }))
}

async fn said(
    server: &Server,
    app: &App,
    row: &Polled,
    now: Millis,
    chinese: bool,
) -> Result<Said, Refusal> {
    let open = row.expires_at > now;
    match row.status {
        status::WAITING if open => Ok(Said::only(status::WAITING)),
        status::SCANNED if open => {
            let user = whose(server, app, row).await?;
            Ok(Said {
                user: user.as_ref().map_or_else(|| json!({}), face),
                user_id: user.map(|it| it.id),
                ..Said::only(status::SCANNED)
            })
        }
        status::CANCELLED => Ok(Said::only(status::CANCELLED)),
        status::AGREED if row.ticket_hash.is_some() => Ok(used()),
        status::AGREED => agreed(server, app, row, now, chinese).await,
        _ => Ok(Said::only(EXPIRED)),
    }
}

fn used() -> Said {
    Said {
        used: true,
        ..Said::only(EXPIRED)
    }
}

async fn whose(server: &Server, app: &App, row: &Polled) -> Result<Option<User>, sqlx::Error> {
    match &row.user_id {
        Some(id) => users::by_id(&server.db.read, &app.pool, id).await,
        None => Ok(None),
    }
}

/// What may be seen before the person has agreed: a name and a picture.
fn face(user: &User) -> Value {
    let whole = people::person(user, None);
    json!({"nickname": user.nickname.as_ref().or(user.username.as_ref()), "photo": whole.get("photo")})
}

/// Agreed to, and nobody has fetched it yet.
async fn agreed(
    server: &Server,
    app: &App,
    row: &Polled,
    now: Millis,
    chinese: bool,
) -> Result<Said, Refusal> {
    let Some(user) = whose(server, app, row).await?.filter(|it| it.blocked == 0) else {
        return Ok(Said::only(EXPIRED));
    };
    if let Some(refusal) = further_step(app, &user) {
        return Ok(Said {
            user: face(&user),
            user_id: Some(user.id),
            further: json!({"code": refusal.code(), "message": refusal.message(chinese), "data": refusal.data()}),
            ..Said::only(FURTHER_STEP)
        });
    }
    let (ticket, life) = (
        random::token()?,
        i64::from(app.settings.qrcode.ticket_expires_in) * SECOND,
    );
    let mut tx = server.db.begin().await?;
    let given = tickets::issue(
        &mut tx,
        &row.poll_hash,
        &fingerprint(&ticket),
        now + life,
        now - life,
    )
    .await?;
    if !given {
        // Its like has been decided by somebody else, whom this node has not heard of.
        server.board.changed();
        let late = row.decided_at.is_none_or(|it| it <= now - life);
        return Ok(if late { Said::only(EXPIRED) } else { used() });
    }
    let shown = if app.settings.qrcode.full_user_in_status {
        enter(server, &mut tx, app, user.clone(), now).await?.1
    } else {
        face(&user)
    };
    tx.commit().await?;
    server.board.changed();
    Ok(Said {
        ticket: Some(ticket),
        user: shown,
        user_id: Some(user.id),
        ..Said::only(status::AGREED)
    })
}
