//! Listens, serves until it is told to stop, and then lets what is going on come to its end.
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::connections::{self, SILENCE};
use crate::db::sweep;
use crate::letters::round;
use crate::server::Server;
use crate::{logs, mail, sms};

/// Longest wait for requests that are going on when the server stops.
const GRACE: Duration = Duration::from_secs(10);
const SWEEPS: Duration = Duration::from_secs(600);

/// Says what to do about an address that cannot be listened on.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    listen_for("--listen (GUARD_LISTEN)", address).await
}

/// The same for the address that `flag` names.
pub async fn listen_for(flag: &str, address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|fault| match fault.kind() {
        std::io::ErrorKind::AddrInUse => format!("Port {} is in use. Stop what uses it, or choose another one with {flag}.", address.port()),
        std::io::ErrorKind::PermissionDenied => format!("Port {} may not be used by this account. Choose one above 1023 with {flag}.", address.port()),
        kind => format!("{address} cannot be listened on ({kind}). Choose an address of this machine with {flag}."),
    })
}

pub async fn run(
    listener: TcpListener,
    server: Server,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let couriers = [
        mail::courier::Courier::configured(&server)
            .map(|it| tokio::spawn(round::run(it, server.clone()))),
        sms::courier::Courier::configured(&server)
            .map(|it| tokio::spawn(round::run(it, server.clone()))),
    ];
    let sweeping = tokio::spawn(sweep(server.clone()));
    let (stopping, stopped) = watch::channel(false);
    let mut told = stopped.clone();
    let serving = connections::serve(listener, crate::app(server), SILENCE, async move {
        stop.await;
        // A receiver that is gone has nothing left to stop.
        let _ = stopping.send(true);
    });
    let overdue = async move {
        if told.wait_for(|it| *it).await.is_ok() {
            tokio::time::sleep(GRACE).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = serving => {}
        () = overdue => tracing::warn!("stopped with requests unfinished"),
    }
    sweeping.abort();
    for courier in couriers.into_iter().flatten() {
        courier.abort();
    }
}

async fn sweep(server: Server) {
    loop {
        if let Err(fault) = sweep::sweep(&server.db, server.clock.now()).await {
            logs::database_fault(&fault);
        }
        tokio::time::sleep(SWEEPS).await;
    }
}

/// Completes at SIGTERM or SIGINT.
pub async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return;
    };
    let Ok(mut interrupt) = signal(SignalKind::interrupt()) else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
