//! The demo for phones of this network: a second address with TLS, since browsers open a camera for nothing less, under a certificate made for the occasion.
//!
//! What comes in here is marked, so that the rest of the server can tell it from this machine's own requests.
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::Request;
use axum::http::Uri;
use axum::serve::Listener;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::server::TlsStream;

use crate::connections::{self, SILENCE};
use crate::server::Server;

/// On every request that came by the address for phones.
#[derive(Clone, Copy)]
struct FromOutside;

pub struct Lan {
    listener: TcpListener,
    addresses: Vec<IpAddr>,
    port: u16,
}

/// Takes the address, before anything else is begun.
pub fn open(address: SocketAddr) -> Result<Lan, String> {
    let fault = |it: std::io::Error| {
        format!(
            "{address} cannot be listened on ({}). Choose another address with --lan (GUARD_LAN), like 0.0.0.0:8443.",
            it.kind()
        )
    };
    let listener = TcpListener::bind(address).map_err(fault)?;
    listener.set_nonblocking(true).map_err(fault)?;
    let port = listener.local_addr().map_err(fault)?.port();
    let addresses = if address.ip().is_unspecified() {
        of_this_machine(address.is_ipv4())
    } else {
        vec![address.ip()]
    };
    Ok(Lan {
        listener,
        addresses,
        port,
    })
}

/// Where other machines may find this one; this machine's own name for itself where there is no network.
fn of_this_machine(only_v4: bool) -> Vec<IpAddr> {
    let mut found: Vec<IpAddr> = if_addrs::get_if_addrs()
        .unwrap_or_default()
        .iter()
        .filter(|it| !it.is_loopback() && !it.is_link_local())
        .map(if_addrs::Interface::ip)
        .filter(|it| it.is_ipv4() || !only_v4)
        .collect();
    // People type the short ones.
    found.sort_by_key(IpAddr::is_ipv6);
    if found.is_empty() {
        found.push(Ipv4Addr::LOCALHOST.into());
    }
    found
}

impl Lan {
    fn urls(&self) -> impl Iterator<Item = String> {
        self.addresses
            .iter()
            .map(|it| format!("https://{}/dev/phone", SocketAddr::new(*it, self.port)))
    }

    /// Where a phone finds the page, and a code of the first address for its camera.
    pub fn invitation(&self) -> String {
        let urls: Vec<_> = self.urls().collect();
        let code = urls
            .first()
            .and_then(|it| QrCode::new(it).ok())
            .map(|it| {
                it.render::<Dense1x2>()
                    .dark_color(Dense1x2::Light)
                    .light_color(Dense1x2::Dark)
                    .build()
            })
            .unwrap_or_default();
        format!(
            "Phones of this network scan at {}\nThe certificate is made for this run: the phone warns once, and may go on.\n{code}",
            urls.join("  ")
        )
    }

    pub async fn serve(self, server: Server) {
        if let Err(fault) = self.served(server).await {
            tracing::error!(fault, "phones cannot be served");
        }
    }

    async fn served(self, server: Server) -> Result<(), String> {
        let names: Vec<_> = self.addresses.iter().map(ToString::to_string).collect();
        let made = rcgen::generate_simple_self_signed(names).map_err(|it| it.to_string())?;
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der())?;
        let tls = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .map_err(|it| it.to_string())?;
        let listener =
            tokio::net::TcpListener::from_std(self.listener).map_err(|it| it.to_string())?;
        let (shaken, ready) = mpsc::channel(16);
        tokio::spawn(shake_hands(
            listener,
            TlsAcceptor::from(Arc::new(tls)),
            shaken,
        ));
        let router = crate::app(server).layer(Extension(FromOutside));
        let secured = Secured {
            ready,
            port: self.port,
        };
        connections::serve(secured, router, SILENCE, std::future::pending()).await;
        Ok(())
    }
}

type Secure = (TlsStream<TcpStream>, SocketAddr);

/// One task a connection, so that a slow phone keeps nobody waiting.
async fn shake_hands(
    mut listener: tokio::net::TcpListener,
    tls: TlsAcceptor,
    shaken: mpsc::Sender<Secure>,
) {
    const LONGEST: Duration = Duration::from_secs(10);
    loop {
        let (stream, from) = Listener::accept(&mut listener).await;
        let (tls, shaken) = (tls.clone(), shaken.clone());
        tokio::spawn(async move {
            if let Ok(Ok(stream)) = tokio::time::timeout(LONGEST, tls.accept(stream)).await {
                // Nobody takes it any more where the server has stopped.
                let _ = shaken.send((stream, from)).await;
            }
        });
    }
}

/// Connections whose handshake is done.
struct Secured {
    ready: mpsc::Receiver<Secure>,
    port: u16,
}

impl Listener for Secured {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> Secure {
        match self.ready.recv().await {
            Some(secure) => secure,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), self.port))
    }
}

pub fn is_from_outside(request: &Request) -> bool {
    request.extensions().get::<FromOutside>().is_some()
}

/// Came by the address for phones, and named it by number: a name that leads here may be anybody's (DNS rebinding).
pub fn is_from_network(request: &Request) -> bool {
    let named = request
        .headers()
        .get("host")
        .and_then(|it| it.to_str().ok())
        .and_then(host_of);
    is_from_outside(request) && named.is_some_and(|it| it.parse::<IpAddr>().is_ok())
}

fn host_of(authority: &str) -> Option<String> {
    let authority: Uri = authority.parse().ok()?;
    let host = authority.host()?;
    Some(host.trim_matches(['[', ']']).to_owned())
}

/// The phone page asks its own server, whose address no app can list beforehand.
pub fn is_own_page(request: &Request, origin: &str) -> bool {
    let host = request
        .headers()
        .get("host")
        .and_then(|it| it.to_str().ok());
    is_from_network(request) && origin.strip_prefix("https://") == host
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_from_a_name() {
        for (authority, host) in [
            ("192.168.1.7:8443", "192.168.1.7"),
            ("[fd00::1]:8443", "fd00::1"),
            ("evil.example:8443", "evil.example"),
        ] {
            assert_eq!(host_of(authority).as_deref(), Some(host));
        }
        assert_eq!(host_of("a b"), None);
    }

    #[test]
    fn the_invitation_names_the_address_and_draws_it() {
        let lan = open("127.0.0.1:0".parse().unwrap()).unwrap();
        let said = lan.invitation();
        assert!(said.contains(&format!("https://127.0.0.1:{}/dev/phone", lan.port)));
        assert!(said.contains('█') || said.contains('▀'), "{said}");
    }
}
