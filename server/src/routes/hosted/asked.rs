//! What a visitor of the sign-in page brings along, checked before anything is shown.
use std::sync::Arc;

use axum::extract::Query;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderMap, header};
use serde::Deserialize;

use crate::app::{self, App};
use crate::auth::hosted::handover::Destination;
use crate::http::{cookies, lang, own};
use crate::refusal::Refusal;
use crate::server::Server;
use crate::settings::redirects;

/// Longest `state`, in bytes, and longest account, in characters.
const STATE: usize = 1024;
pub const ACCOUNT: usize = 254;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub app_id: Option<String>,
    pub redirect_uri: Option<String>,
    pub state: Option<String>,
    pub login_hint: Option<String>,
    pub ui_locales: Option<String>,
    pub prompt: Option<String>,
    pub code_challenge: Option<String>,
    pub code_challenge_method: Option<String>,
}

/// Why nobody can sign in here. It is said on a page of ours, and leads nowhere: the address to lead to is what may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    App,
    Address,
    /// What else stands in the address of the page, or in the form.
    Request,
}

/// A visit that can be served.
#[derive(Clone, Debug)]
pub struct Visit {
    pub app: Arc<App>,
    /// Nowhere, where the app has no address.
    pub to: Option<Destination>,
    pub account: Option<String>,
    pub lang: &'static str,
    /// Signing in is asked for, whoever is signed in.
    pub prompt: bool,
    /// The address of this server, as the visitor named it.
    pub base: String,
    pub cookie: Option<String>,
}

impl Visit {
    pub async fn read(
        server: &Server,
        headers: &HeaderMap,
        asked: Result<Query<Asked>, QueryRejection>,
    ) -> Result<Result<Self, Wrong>, Refusal> {
        let Ok(Query(asked)) = asked else {
            return Ok(Err(Wrong::Request));
        };
        let Some(app) = app::find(server, asked.app_id.as_deref().unwrap_or_default()).await?
        else {
            return Ok(Err(Wrong::App));
        };
        let to = match destination(&app, &asked) {
            Ok(to) => to,
            Err(wrong) => return Ok(Err(wrong)),
        };
        Ok(Ok(Self {
            to,
            lang: spoken(&app, headers, asked.ui_locales.as_deref()),
            account: asked.login_hint.filter(|it| is_account(it)),
            prompt: asked.prompt.as_deref() == Some("login"),
            base: own::base(server, headers),
            cookie: cookies::read(headers, cookies::session(&server.public_url)),
            app: Arc::new(app),
        }))
    }

    pub fn is_chinese(&self) -> bool {
        self.lang.starts_with("zh")
    }

    /// The address of the page for this visit again, beginning with `page`.
    pub fn again(&self, page: &str) -> String {
        let mut query = vec![("app_id", self.app.id.as_str())];
        if let Some(to) = &self.to {
            query.push(("redirect_uri", &to.address));
            query.extend(to.state.as_deref().map(|it| ("state", it)));
            if let Some(challenge) = &to.challenge {
                query.push(("code_challenge", challenge));
                query.push(("code_challenge_method", "S256"));
            }
        }
        query.push(("ui_locales", self.lang));
        redirects::with(page, &query)
    }
}

/// What can be shown in the account field.
pub fn is_account(text: &str) -> bool {
    text.chars().count() <= ACCOUNT && !text.contains(char::is_control)
}

/// What the page asks for, then what the app says, then what the browser reads.
pub fn spoken(app: &App, headers: &HeaderMap, wanted: Option<&str>) -> &'static str {
    let own = app.settings.global.default_language.as_str();
    let read = headers.get(header::ACCEPT_LANGUAGE);
    let read = read.and_then(|it| it.to_str().ok()).unwrap_or_default();
    let wishes = wanted.unwrap_or_default().split_whitespace().take(20);
    lang::best(
        wishes
            .chain((own != "browser").then_some(own))
            .chain(lang::accepted(read)),
    )
}

/// One of the app's addresses, to the letter; without a wish the first of them.
pub fn address<'a>(app: &'a App, wanted: Option<&str>) -> Result<Option<&'a String>, Wrong> {
    let own = &app.settings.redirect_uris;
    match wanted {
        None => Ok(own.first()),
        Some(wanted) => match own.iter().find(|it| *it == wanted) {
            Some(it) => Ok(Some(it)),
            None => Err(Wrong::Address),
        },
    }
}

fn destination(app: &App, asked: &Asked) -> Result<Option<Destination>, Wrong> {
    let address = address(app, asked.redirect_uri.as_deref())?;
    let is_base64 = |it: u8| it.is_ascii_alphanumeric() || it == b'-' || it == b'_';
    let method = asked.code_challenge_method.as_deref();
    let challenge = match asked.code_challenge.as_deref() {
        None if method.is_none() => None,
        // S256 alone (RFC 7636 section 4.2): 32 bytes in base64. `plain` would be no more than a second state.
        Some(it) if method == Some("S256") && it.len() == 43 && it.bytes().all(is_base64) => {
            Some(it.to_owned())
        }
        _another_method => return Err(Wrong::Request),
    };
    if asked.state.as_ref().is_some_and(|it| it.len() > STATE) {
        return Err(Wrong::Request);
    }
    Ok(address.map(|address| Destination {
        address: address.clone(),
        state: asked.state.clone(),
        challenge,
    }))
}
