//! What every endpoint has in common: envelope, origins, bodies, headers. It must never know what an endpoint is for.
pub mod answer;
pub mod apps;
pub mod body;
pub mod cookies;
pub mod evenly;
pub mod headers;
pub mod lang;
pub mod own;
pub mod own_server;
pub mod peer;
