//! Connections: HTTP/1.1 over whatever a listener takes in. One that says nothing for too long is closed, so that nobody keeps the others out by holding
//! connections open and never finishing a request.
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tower::ServiceExt;

/// How long the head of a request may take, counted from the end of the one before: longer than the minute for which proxies keep a connection that they
/// mean to use again.
pub const SILENCE: Duration = Duration::from_secs(75);

/// Serves until `stop`, and then lets the requests that are going on come to their end.
pub async fn serve(
    mut listener: impl Listener<Addr = SocketAddr>,
    router: Router,
    silence: Duration,
    stop: impl Future<Output = ()>,
) {
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, from) = tokio::select! {
            taken = listener.accept() => taken,
            () = &mut stop => break,
        };
        let router = router.clone();
        let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            router.clone().oneshot(Request::from(request))
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(silence)
            .serve_connection(TokioIo::new(stream), answer);
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // Whoever has gone needs no answer.
            let _ = connection.await;
        });
    }
    drop(listener);
    open.shutdown().await;
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::oneshot;

    use super::*;

    async fn served(silence: Duration) -> (SocketAddr, oneshot::Sender<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route(
            "/",
            get(|ConnectInfo(from): ConnectInfo<SocketAddr>| async move { from.ip().to_string() }),
        );
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(serve(listener, router, silence, async {
            let _ = stopped.await;
        }));
        (address, stop)
    }

    /// What comes back until the connection is closed.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn e17_whoever_never_finishes_a_request_is_closed_and_others_are_answered() {
        let (address, _stop) = served(Duration::from_millis(300)).await;
        let mut slow = Vec::new();
        for said in [
            "",
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\nhost: x\r\n\r\n",
        ] {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(said.as_bytes()).await.unwrap();
            slow.push(stream);
        }
        let mut other = TcpStream::connect(address).await.unwrap();
        let whole = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        other.write_all(whole).await.unwrap();
        assert!(rest(&mut other).await.ends_with("127.0.0.1"));
        let began = Instant::now();
        let mut said = Vec::new();
        for stream in &mut slow {
            said.push(rest(stream).await);
        }
        assert!(began.elapsed() < Duration::from_secs(30));
        assert!(said[2].ends_with("127.0.0.1"), "answered, and then closed");
    }

    #[tokio::test]
    async fn a_connection_that_rests_is_closed_when_the_server_stops() {
        let (address, stop) = served(SILENCE).await;
        let mut idle = TcpStream::connect(address).await.unwrap();
        idle.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .unwrap();
        idle.readable().await.unwrap();
        stop.send(()).unwrap();
        assert!(rest(&mut idle).await.ends_with("127.0.0.1"));
    }
}
