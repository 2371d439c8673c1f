//! The embedded backend: speaks the protocol of docs/protocol.md on SQLite or PostgreSQL.
//!
//! Layers: `routes` read requests and write answers, `auth` decides, `db` asks the database. `http` is what all routes share.
#![forbid(unsafe_code)]

mod alarms;
mod app;
mod audit;
mod auth;
pub mod clock;
pub mod config;
mod connections;
mod db;
mod demo;
mod hex;
mod http;
mod keyed;
pub mod lan;
mod letters;
pub mod logs;
mod mail;
pub mod metrics;
mod picture;
mod prerender;
mod random;
mod refusal;
mod routes;
pub mod serve;
mod server;
mod settings;
mod sms;

pub use server::{Server, StartFault};

/// Everything that the server answers; serve it with the peer's address as connect info.
pub fn app(server: Server) -> axum::Router {
    routes::router(server)
}
