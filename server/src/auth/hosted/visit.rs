//! Who is signed in on the server's own page, as far as its cookie tells.
//!
//! The cookie is a random secret of which the database holds a fingerprint. It names a session for each app, so that signing in to one app signs nobody
//! out of another, and says nothing to an app that it names none for.
use crate::app::App;
use crate::auth::sessions;
use crate::db::hosted;
use crate::db::sessions::SessionRow;
use crate::db::users::User;
use crate::keyed;
use crate::random;
use crate::refusal::Refusal;
use crate::server::Server;

/// Remembers the session in this browser, under a new secret: one that somebody may have planted before is worth nothing afterwards.
pub async fn enter(
    server: &Server,
    app: &App,
    session: &SessionRow,
    before: Option<&str>,
) -> Result<String, Refusal> {
    let secret = random::token()?;
    let hash = keyed::fingerprint(&secret);
    let mut tx = server.db.begin().await?;
    if let Some(before) = before {
        hosted::rename(&mut tx, &keyed::fingerprint(before), &hash).await?;
    }
    hosted::put(&mut tx, (&hash, &app.id), &session.id, session.expires_at).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Who is signed in to the app in the browser with this cookie; nobody where their session has ended, wherever that was.
pub async fn who(
    server: &Server,
    app: &App,
    cookie: &str,
) -> Result<Option<(User, SessionRow)>, Refusal> {
    let hash = keyed::fingerprint(cookie);
    let Some((id,)) = hosted::session(&server.db, &hash, &app.id).await? else {
        return Ok(None);
    };
    match sessions::named(server, &app.pool, &app.id, &id).await {
        Ok(found) => Ok(Some(found)),
        Err(Refusal::NotSignedIn) => Ok(None),
        Err(refusal) => Err(refusal),
    }
}

/// Signs out of the app in this browser.
pub async fn leave(server: &Server, app: &App, cookie: &str) -> Result<(), Refusal> {
    let hash = keyed::fingerprint(cookie);
    if let Some((id,)) = hosted::session(&server.db, &hash, &app.id).await? {
        sessions::end(server, &app.id, &id).await?;
    }
    let mut tx = server.db.begin().await?;
    hosted::forget(&mut tx, &hash, &app.id).await?;
    tx.commit().await?;
    Ok(())
}
