//! The server's own sign-in page, as browsers with and without JavaScript use it, and the tickets that it gives to apps.
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use crate::support::client::PASSWORD;
use crate::support::{Case, Client, Database, Reply, TestServer, assets};

mod escaping;
mod forms;
mod handed;
mod pages;
mod prerendered;
mod tickets;
mod visits;

pub fn cases() -> Vec<Case> {
    [
        escaping::cases(),
        forms::cases(),
        handed::cases(),
        pages::cases(),
        prerendered::cases(),
        tickets::cases(),
        visits::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Where the app of these cases takes over, and another address of its own.
const ADDRESS: &str = "https://shop.example/in";
const OTHER: &str = "https://shop.example/other?from=guard";
/// The example of RFC 7636.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A server with a widget, whose demo app has addresses.
async fn hosted(database: Database) -> TestServer {
    hosted_with(database, &[]).await
}

async fn hosted_with(database: Database, more: &[&str]) -> TestServer {
    let folder = assets::beside(&database);
    let mut flags = vec!["--assets", &folder];
    flags.extend(more);
    let server = TestServer::with(database, &flags).await;
    let addresses = json!({"redirectUris": [ADDRESS, OTHER]});
    server.set("guard-demo", addresses).await;
    server
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    let one = |text: &str| -> String {
        text.bytes()
            .map(|it| match it.is_ascii_alphanumeric() {
                true => char::from(it).to_string(),
                false => format!("%{it:02X}"),
            })
            .collect()
    };
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", one(value)))
        .collect();
    pairs.join("&")
}

/// The address of the page for the demo app.
fn page(more: &[(&str, &str)]) -> String {
    format!(
        "/login?{}",
        encoded(&[&[("app_id", "guard-demo")], more].concat())
    )
}

struct Page {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Page {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// The value of a parameter in the address that it leads to.
    fn given(&self, name: &str) -> String {
        assert_eq!(self.status, 303, "{}", self.text);
        let (_, query) = self.header("location").split_once('?').unwrap();
        let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
        let found = pairs.find(|it| it.0 == name);
        found.unwrap_or_else(|| panic!("{query}")).1.to_owned()
    }

    fn has_form(&self) -> bool {
        self.text.contains("<guard-login ") && self.text.contains("name=\"password\"")
    }
}

/// A browser without JavaScript, which keeps the page's cookie.
struct Visitor {
    http: reqwest::Client,
    base: String,
    origin: String,
    cookie: Option<String>,
}

impl Visitor {
    fn of(server: &TestServer) -> Self {
        Self {
            http: reqwest::Client::builder()
                .redirect(Policy::none())
                .build()
                .unwrap(),
            base: server.base.clone(),
            origin: server.base.clone(),
            cookie: None,
        }
    }

    async fn send(&mut self, request: reqwest::RequestBuilder, more: &[(&str, &str)]) -> Page {
        let mut headers = HeaderMap::new();
        for (name, value) in more {
            let name = HeaderName::try_from(*name).unwrap();
            headers.insert(name, HeaderValue::from_str(value).unwrap());
        }
        if let Some(cookie) = &self.cookie {
            headers.insert("cookie", HeaderValue::from_str(cookie).unwrap());
        }
        let answer = request.headers(headers).send().await.unwrap();
        for it in answer.headers().get_all("set-cookie") {
            let pair = it.to_str().unwrap().split(';').next().unwrap();
            if pair.contains("guard_session=") {
                self.cookie = Some(pair.to_owned());
            }
        }
        Page {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            text: answer.text().await.unwrap(),
        }
    }

    async fn open(&mut self, path: &str) -> Page {
        self.open_with(path, &[]).await
    }

    async fn open_with(&mut self, path: &str, headers: &[(&str, &str)]) -> Page {
        let request = self.http.get(format!("{}{path}", self.base));
        self.send(request, headers).await
    }

    async fn post(&mut self, path: &str, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Page {
        let request = self.http.post(format!("{}{path}", self.base));
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(encoded(form)), &[&[kind], headers].concat())
            .await
    }

    /// Fills in the form of `path` and sends it.
    async fn sign_in(&mut self, path: &str, account: &str, password: &str) -> Page {
        let origin = self.origin.clone();
        let form = [("username", account), ("password", password)];
        self.post(path, &form, &[("origin", &origin)]).await
    }

    /// Ada signs in, and comes away with a ticket.
    async fn ticket(&mut self, more: &[(&str, &str)]) -> String {
        let page = self.sign_in(&page(more), "ada", PASSWORD).await;
        page.given("ticket")
    }
}

/// The app's own server.
async fn own_server(server: &TestServer) -> Client {
    let client = server.client().await;
    let answer = client
        .http
        .post(format!("{}/dev/api/apps/guard-demo/secret", server.base))
        .send()
        .await
        .unwrap();
    let answer: Value = answer.json().await.unwrap();
    client.with("x-authing-app-secret", answer["secret"].as_str().unwrap())
}

async fn exchange(client: &Client, ticket: &str, address: &str) -> Reply {
    let body = json!({"ticket": ticket, "redirectUri": address});
    client.post("/api/v2/login/ticket", body).await
}

async fn exchange_with(client: &Client, ticket: &str, verifier: &str) -> Reply {
    let body = json!({"ticket": ticket, "redirectUri": ADDRESS, "codeVerifier": verifier});
    client.post("/api/v2/login/ticket", body).await
}

fn token(reply: &Reply) -> String {
    reply.done()["token"].as_str().unwrap().to_owned()
}
