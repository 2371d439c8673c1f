//! Mails: written here, put into the outbox in the transaction that causes them, delivered by the courier.
//!
//! Links come from the configured public URL alone; no header of a request has a say in a mail.
use askama::Template;
use guard_protocol::json::plain;

use crate::db::Tx;
use crate::db::outbox::{self, Channel, NewLetter};
use crate::http::apps::Caller;
use crate::letters::To;
use crate::random;
use crate::refusal::{self, Refusal};
use crate::server::Server;
use crate::settings::messages::{self, Wording};

pub mod courier;
mod occasion;
mod words;

pub use occasion::Occasion;

/// A mail as it is read: one line of subject, paragraphs, perhaps a code to copy.
pub struct Mail {
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    lang: &'a str,
    app: &'a str,
    title: &'a str,
    paragraphs: &'a [String],
    code: Option<&'a str>,
    button: Option<(&'a str, &'a str)>,
    footer: &'a str,
    link: &'a str,
}

/// Whom a mail is for and where they will be led.
pub struct Addressee<'a> {
    pub name: Option<&'a str>,
    pub app: &'a str,
    pub public_url: &'a str,
    pub chinese: bool,
    /// The app's own words for this occasion.
    pub own: Option<&'a Wording>,
}

pub fn write(to: &Addressee<'_>, occasion: &Occasion) -> Result<Mail, askama::Error> {
    let app = one_line(to.app);
    let name = to.name.map(one_line);
    let said = match to.own {
        Some(own) => words::own(own, occasion, &app, name.as_deref()),
        None => words::of(occasion, &app, name.as_deref(), to.chinese),
    };
    let paragraphs = said.paragraphs;
    let code = occasion.code();
    let button = occasion
        .link()
        .map(|it| (words::button(occasion, to.chinese), it));
    let footer = words::footer(&app, to.chinese);
    let html = Html {
        lang: if to.chinese { "zh-CN" } else { "en" },
        app: &app,
        title: &said.subject,
        paragraphs: &paragraphs,
        code,
        button,
        footer: &footer,
        link: to.public_url,
    };
    let mut parts = paragraphs.clone();
    parts.extend(code.map(|it| format!("    {it}")));
    parts.extend(button.map(|(label, url)| format!("{label}:\n{url}")));
    parts.push(format!("{footer}\n{}", to.public_url));
    Ok(Mail {
        subject: said.subject.clone(),
        html: html.render()?,
        text: parts.join("\n\n"),
    })
}

/// Names are part of subjects and sentences: no line breaks, no controls, no direction overrides, and not endless.
pub fn one_line(name: &str) -> String {
    shortened(name, 64)
}

/// The same for a whole subject.
fn subject_line(text: &str) -> String {
    shortened(text, 256)
}

fn shortened(text: &str, most: usize) -> String {
    plain(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(most)
        .collect()
}

/// Puts a mail into the outbox; `to: None` writes one that is never sent, since nobody is to get it.
pub async fn post(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    to: Option<&str>,
    name: Option<&str>,
    occasion: &Occasion,
) -> Result<(), Refusal> {
    let to = To {
        address: to.unwrap_or("nobody@example.invalid"),
        by_phone: false,
        name,
        suppressed: to.is_none(),
    };
    put(server, tx, caller, &to, occasion).await
}

/// Does the work of a mail to `address` for somebody who does not exist.
pub async fn pretend(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    address: &str,
    occasion: &Occasion,
) -> Result<(), Refusal> {
    let to = To {
        address,
        by_phone: false,
        name: None,
        suppressed: true,
    };
    put(server, tx, caller, &to, occasion).await
}

pub async fn put(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    to: &To<'_>,
    occasion: &Occasion,
) -> Result<(), Refusal> {
    let addressee = Addressee {
        name: to.name,
        app: &caller.app.settings.name,
        public_url: &server.public_url,
        chinese: caller.chinese,
        own: occasion
            .kind()
            .and_then(|it| messages::find(&caller.app.settings.messages, it, &caller.lang)),
    };
    let mail = write(&addressee, occasion).map_err(|it| refusal::broken(&it))?;
    let now = server.clock.now();
    let letter = NewLetter {
        id: &random::id()?,
        app: &caller.app.id,
        channel: Channel::Email,
        recipient: to.address,
        subject: &mail.subject,
        text: &mail.text,
        html: &mail.html,
        parameters: "",
        state: to.state(),
        expires_at: now + occasion.useful_for(),
    };
    outbox::add(tx, &letter, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
