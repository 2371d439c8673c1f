//! An app's own server, known by a secret of which only the fingerprint is kept.
use crate::db::app_secrets;
use crate::keyed;
use crate::refusal::Refusal;
use crate::server::Server;

/// Whether the secret is one of the app's.
pub async fn shows(server: &Server, app: &str, secret: &str) -> Result<bool, Refusal> {
    Ok(app_secrets::is_of(&server.db, app, &keyed::fingerprint(secret)).await?)
}
