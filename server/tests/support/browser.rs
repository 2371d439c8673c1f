//! A browser that opens links from mails.
use reqwest::redirect::Policy;

use super::{Reply, TestServer};

/// A browser: it keeps its cookie, and has no headers of ours.
pub struct Browser {
    pub http: reqwest::Client,
    cookie: Option<String>,
}

impl Browser {
    pub fn new() -> Self {
        Self {
            http: reqwest::Client::builder()
                .redirect(Policy::none())
                .build()
                .unwrap(),
            cookie: None,
        }
    }

    pub fn with_cookie_of(reply: &Reply) -> Self {
        let set = reply.headers["set-cookie"].to_str().unwrap();
        assert!(
            set.contains("HttpOnly") && set.contains("SameSite=Lax"),
            "{set}"
        );
        let cookie = set.split(';').next().unwrap().to_owned();
        Self {
            cookie: Some(cookie),
            ..Self::new()
        }
    }

    pub async fn open(&self, url: &str) -> (u16, String) {
        let answer = self.http.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    pub async fn press(&self, url: &str) -> (u16, String) {
        let mut request = self.http.post(url);
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = request.send().await.unwrap();
        assert!(answer.headers().get("set-cookie").is_none());
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

/// The address in the newest mail with a link to `to`.
pub async fn link(server: &TestServer, to: &str) -> String {
    let mails = server.mails(to).await;
    let lines = mails
        .iter()
        .flat_map(|it| it["text"].as_str().unwrap().lines());
    let mut links = lines.filter(|it| it.contains("/link/"));
    let link = links
        .next()
        .unwrap_or_else(|| panic!("no link in {mails:?}"));
    // The configured address is that of this server, by another name.
    let path = &link[link.find("/link/").unwrap()..];
    format!("{}{path}", server.base)
}

pub async fn verified(server: &TestServer, email: &str) -> i64 {
    let sql = format!("SELECT email_verified FROM users WHERE email = '{email}'");
    server.database.count(&sql).await
}
