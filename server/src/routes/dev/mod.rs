//! Pages and JSON for whoever develops against this server. There only with `--dev`, and only for this machine's own pages.
use axum::Router;

use crate::server::Server;

pub fn router() -> Router<Server> {
    Router::new()
}
