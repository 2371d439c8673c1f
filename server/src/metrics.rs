//! Counts for whoever watches the server, in the text format that Prometheus and most others read. On an address of its own, since they are nobody
//! else's business.
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::alarms::Alarm;
use crate::server::Server;

/// Of this node, since it started.
#[derive(Default)]
pub struct Metrics {
    alarms: [AtomicU64; Alarm::ALL.len()],
    accepted: AtomicU64,
    refused: AtomicU64,
}

impl Metrics {
    pub fn alarm(&self, alarm: Alarm) {
        let counts = Alarm::ALL.iter().zip(&self.alarms);
        for (_, count) in counts.filter(|it| *it.0 == alarm) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A password that was looked at.
    pub fn password(&self, right: bool) {
        let count = if right { &self.accepted } else { &self.refused };
        count.fetch_add(1, Ordering::Relaxed);
    }

    pub fn text(&self) -> String {
        let mut text =
            "# HELP guard_alarms_total Alarms raised.\n# TYPE guard_alarms_total counter\n"
                .to_owned();
        let mut line = |name: &str, label: &str, value: &str, count: &AtomicU64| {
            // Writing to a text cannot fail.
            let _ = writeln!(
                text,
                "{name}{{{label}=\"{value}\"}} {}",
                count.load(Ordering::Relaxed)
            );
        };
        for (alarm, count) in Alarm::ALL.iter().zip(&self.alarms) {
            line("guard_alarms_total", "alarm", alarm.key(), count);
        }
        let name = "guard_passwords_total";
        line(name, "outcome", "accepted", &self.accepted);
        line(name, "outcome", "refused", &self.refused);
        text
    }
}

/// `GET /metrics`, and nothing else.
pub async fn serve(listener: TcpListener, server: Server) -> std::io::Result<()> {
    let router = Router::new()
        .route("/metrics", get(metrics))
        .with_state(server);
    axum::serve(listener, router).await
}

async fn metrics(State(server): State<Server>) -> impl IntoResponse {
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (kind, server.metrics.text())
}
