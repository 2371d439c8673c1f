//! Sessions: begun by a proof, ended by the person, by a new password or by time.
use super::tokens::TokenFault;
use crate::clock::{HOUR, MINUTE, Millis};
use crate::db::sessions::{self, SessionRow};
use crate::db::users::{self, User};
use crate::db::{Db, Tx};
use crate::random;
use crate::refusal::{self, Refusal};
use crate::server::Server;

/// Longest life, and longest rest, of a session.
pub const LIFE: Millis = 12 * HOUR;
pub const IDLE: Millis = 30 * MINUTE;
/// Uses within this time of one another are written down once.
const NOTICED: Millis = MINUTE;

/// A session with the token that stands for it.
#[derive(Clone)]
pub struct Session {
    pub id: String,
    pub token: String,
    pub expires_at: Millis,
}

/// Writes a session down in `tx`, together with whatever caused it.
pub async fn begin(
    server: &Server,
    tx: &mut Tx,
    user: &str,
    app: &str,
) -> Result<Session, Refusal> {
    let now = server.clock.now();
    let row = SessionRow {
        id: random::id()?,
        user_id: user.to_owned(),
        app_id: app.to_owned(),
        created_at: now,
        seen_at: now,
        expires_at: now + LIFE,
    };
    sessions::add(tx, &row).await?;
    of(server, &row)
}

/// The token of a session that has been written down; the same facts give a token for the same session each time.
pub fn of(server: &Server, row: &SessionRow) -> Result<Session, Refusal> {
    let token = server.tokens.issue(
        &row.user_id,
        &row.app_id,
        &row.id,
        row.created_at,
        row.expires_at,
    )?;
    Ok(Session {
        id: row.id.clone(),
        token,
        expires_at: row.expires_at,
    })
}

/// Who acts with `token` in an app, if its session is still good.
pub async fn whose(
    server: &Server,
    pool: &str,
    app: &str,
    token: &str,
) -> Result<(User, SessionRow), Refusal> {
    let claims = server.tokens.read(token, app).ok_or(Refusal::NotSignedIn)?;
    named(server, pool, app, &claims.sid).await
}

/// Who acts with `token` in a pool, through whichever of its apps.
pub async fn of_pool(
    server: &Server,
    pool: &str,
    token: &str,
) -> Result<(User, SessionRow), Refusal> {
    let claims = server
        .tokens
        .read_of_any(token)
        .ok_or(Refusal::NotSignedIn)?;
    named(server, pool, &claims.aud, &claims.sid).await
}

/// Whose a session of an app is, if it is still good. That counts as a use of it.
pub async fn named(
    server: &Server,
    pool: &str,
    app: &str,
    id: &str,
) -> Result<(User, SessionRow), Refusal> {
    let found = alive(server, pool, app, id).await?;
    let (user, row) = found.ok_or(Refusal::NotSignedIn)?;
    let now = server.clock.now();
    if now - row.seen_at > NOTICED {
        notice(&server.db, &row.id, now).await?;
    }
    Ok((user, row))
}

/// The same, and looking is no use.
pub async fn alive(
    server: &Server,
    pool: &str,
    app: &str,
    id: &str,
) -> Result<Option<(User, SessionRow)>, Refusal> {
    let now = server.clock.now();
    let Some(row) = sessions::live(&server.db, id, app, now, IDLE).await? else {
        return Ok(None);
    };
    let user = users::by_id(&server.db.read, pool, &row.user_id).await?;
    Ok(user.filter(|it| it.blocked == 0).map(|it| (it, row)))
}

async fn notice(db: &Db, id: &str, now: Millis) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    sessions::seen(&mut tx, id, now).await?;
    tx.commit().await
}

pub async fn end(server: &Server, app: &str, session: &str) -> Result<(), Refusal> {
    let mut tx = server.db.begin().await?;
    sessions::revoke(&mut tx, session, app, server.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

impl From<TokenFault> for Refusal {
    fn from(fault: TokenFault) -> Self {
        match fault {
            TokenFault::Database(fault) => fault.into(),
            TokenFault::Damaged => refusal::broken(&fault),
        }
    }
}
