//! A real SMTP server that keeps what it is sent, and refuses whom it is told to.
use std::net::{IpAddr, TcpListener};
use std::sync::{Arc, Mutex};

use mailin_embedded::{Handler, Response, Server, SslConfig, response};

#[derive(Clone, Debug, Default)]
pub struct Sink {
    pub received: Arc<Mutex<Vec<Received>>>,
    /// The answer to every recipient: 250 unless told otherwise.
    pub answer: Arc<Mutex<Option<u16>>>,
    letter: Received,
}

#[derive(Clone, Debug, Default)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: String,
}

impl Sink {
    /// Listens on a port of its own; the address for `--smtp-url`.
    pub fn start() -> (Self, String) {
        let sink = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let mut server = Server::new(sink.clone());
        server
            .with_name("sink.example")
            .with_ssl(SslConfig::None)
            .unwrap()
            .with_tcp_listener(listener);
        // It lives as long as the test program.
        std::thread::spawn(move || server.serve().unwrap());
        (sink, url)
    }

    pub fn refuse(&self, code: Option<u16>) {
        *self.answer.lock().unwrap() = code;
    }

    pub fn letters(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

impl Handler for Sink {
    fn mail(&mut self, _: IpAddr, _: &str, from: &str) -> Response {
        self.letter = Received {
            from: from.to_owned(),
            ..Received::default()
        };
        response::OK
    }

    fn rcpt(&mut self, to: &str) -> Response {
        match *self.answer.lock().unwrap() {
            Some(code) => Response::custom(code, "not today".to_owned()),
            None => {
                self.letter.to.push(to.to_owned());
                response::OK
            }
        }
    }

    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.letter.data.push_str(&String::from_utf8_lossy(line));
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        self.received.lock().unwrap().push(self.letter.clone());
        response::OK
    }
}
