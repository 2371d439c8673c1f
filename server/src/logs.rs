//! Structured logs, one JSON object a line on standard error. No secret, no address, no identifier: people appear as keyed hashes.
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

/// Our own events from `info` on; of the libraries only warnings, since their lower levels print what passes through them.
pub fn start() {
    let ours = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("guard_server", LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_writer(std::io::stderr);
    // The place only: a panic's message may quote what it panicked about.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panicked");
    }));
    // A second start in one process keeps the first subscriber, which is all that tests need.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(ours))
        .try_init();
}

/// Says at most once a second that the database fails: a broken one fails for every request.
pub fn database_fault(fault: &sqlx::Error) {
    static LAST: Mutex<Option<Instant>> = Mutex::new(None);
    let Ok(mut last) = LAST.lock() else { return };
    if last.is_none_or(|it| it.elapsed() > Duration::from_secs(1)) {
        *last = Some(Instant::now());
        // The kind only: a database's message may quote the values of a row.
        let kind = match fault {
            sqlx::Error::Database(it) => format!(
                "refused by the database, code {}",
                it.code().unwrap_or_default()
            ),
            sqlx::Error::PoolTimedOut => "no connection became free".to_owned(),
            sqlx::Error::Io(it) => format!("connection: {}", it.kind()),
            sqlx::Error::RowNotFound => "a row that must exist is missing".to_owned(),
            sqlx::Error::ColumnDecode { index, .. } => {
                format!("column {index} does not hold what it should")
            }
            _ => "driver fault".to_owned(),
        };
        tracing::error!(kind, "the database does not answer as it should");
    }
}
