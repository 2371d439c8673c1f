//! Mails: written here, put into the outbox in the transaction that causes them, delivered by the courier.
//!
//! Links come from the configured public URL alone; no header of a request has a say in a mail.
use askama::Template;
use guard_protocol::json::plain;

use crate::clock::{DAY, MINUTE, Millis};
use crate::db::Tx;
use crate::db::outbox::{self, NewLetter};
use crate::http::apps::Caller;
use crate::random;
use crate::refusal::{self, Refusal};
use crate::server::Server;

pub mod courier;
mod words;

/// Why a mail is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    Welcome,
    /// Somebody tried to register an address that has an account.
    AlreadyRegistered,
    ResetCode {
        code: String,
        minutes: i64,
    },
    PasswordChanged,
    /// A hundred wrong passwords in a row.
    Held,
}

impl Occasion {
    /// After this a mail is of no use to anybody.
    fn useful_for(&self) -> Millis {
        match self {
            Self::ResetCode { minutes, .. } => minutes * MINUTE,
            Self::Welcome | Self::AlreadyRegistered | Self::PasswordChanged | Self::Held => 2 * DAY,
        }
    }
}

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
    footer: &'a str,
    link: &'a str,
}

/// Whom a mail is for and where they will be led.
pub struct Addressee<'a> {
    pub name: Option<&'a str>,
    pub app: &'a str,
    pub public_url: &'a str,
    pub chinese: bool,
}

pub fn write(to: &Addressee<'_>, occasion: &Occasion) -> Result<Mail, askama::Error> {
    let app = one_line(to.app);
    let said = words::of(occasion, &app, to.chinese);
    let mut paragraphs = vec![words::greeting(
        to.name.map(one_line).as_deref(),
        to.chinese,
    )];
    paragraphs.extend(said.paragraphs);
    let code = match occasion {
        Occasion::ResetCode { code, .. } => Some(code.as_str()),
        Occasion::Welcome
        | Occasion::AlreadyRegistered
        | Occasion::PasswordChanged
        | Occasion::Held => None,
    };
    let footer = words::footer(&app, to.chinese);
    let html = Html {
        lang: if to.chinese { "zh-CN" } else { "en" },
        app: &app,
        title: &said.subject,
        paragraphs: &paragraphs,
        code,
        footer: &footer,
        link: to.public_url,
    };
    let mut parts = paragraphs.clone();
    parts.extend(code.map(|it| format!("    {it}")));
    parts.push(format!("{footer}\n{}", to.public_url));
    Ok(Mail {
        subject: said.subject.clone(),
        html: html.render()?,
        text: parts.join("\n\n"),
    })
}

/// Names are part of subjects and sentences: no line breaks, no controls, no direction overrides, and not endless.
fn one_line(name: &str) -> String {
    plain(name)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(64)
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
    let state = if to.is_some() { "queued" } else { "suppressed" };
    put(
        server,
        tx,
        caller,
        (to.unwrap_or("nobody@example.invalid"), state),
        name,
        occasion,
    )
    .await
}

/// Does the work of a mail to `address` for somebody who does not exist.
pub async fn pretend(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    address: &str,
    occasion: &Occasion,
) -> Result<(), Refusal> {
    put(server, tx, caller, (address, "suppressed"), None, occasion).await
}

async fn put(
    server: &Server,
    tx: &mut Tx,
    caller: &Caller,
    (to, state): (&str, &'static str),
    name: Option<&str>,
    occasion: &Occasion,
) -> Result<(), Refusal> {
    let addressee = Addressee {
        name,
        app: &caller.app.settings.name,
        public_url: &server.public_url,
        chinese: caller.chinese,
    };
    let mail = write(&addressee, occasion).map_err(|it| refusal::broken(&it))?;
    let now = server.clock.now();
    let letter = NewLetter {
        id: &random::id()?,
        app: &caller.app.id,
        recipient: to,
        subject: &mail.subject,
        text: &mail.text,
        html: &mail.html,
        state,
        expires_at: now + occasion.useful_for(),
    };
    outbox::add(tx, &letter, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, app: &str, occasion: &Occasion) -> Mail {
        write(
            &Addressee {
                name: Some(name),
                app,
                public_url: "https://id.example.com",
                chinese: false,
            },
            occasion,
        )
        .unwrap()
    }

    #[test]
    fn x16_what_people_typed_is_text_in_a_mail_and_never_markup_or_a_header() {
        for payload in [
            "<img src=x onerror=alert(1)//>",
            "<p>abc<iframe//src=jAva&Tab;script:alert(3)>def</p>",
            "Test <a href=\"https://www.google.co.uk\">Fake link</a>",
            "x\r\nBcc: eve@example.com",
            "\u{202e}evil",
        ] {
            let mail = written(payload, payload, &Occasion::Welcome);
            assert!(
                !mail.html.contains("<img")
                    && !mail.html.contains("<iframe")
                    && !mail.html.contains("<a href=\"https://www"),
                "{}",
                mail.html
            );
            assert!(
                !mail.subject.contains(['\r', '\n', '\u{202e}']),
                "{}",
                mail.subject
            );
            assert!(
                !mail.text.contains('\r') && !mail.text.contains("\nBcc"),
                "{}",
                mail.text
            );
        }
    }

    #[test]
    fn a_code_stands_in_both_parts_and_in_no_subject() {
        for chinese in [false, true] {
            let to = Addressee {
                name: None,
                app: "Acorn",
                public_url: "https://id.example.com",
                chinese,
            };
            let mail = write(
                &to,
                &Occasion::ResetCode {
                    code: "012345".into(),
                    minutes: 5,
                },
            )
            .unwrap();
            assert!(
                mail.text.contains("012345")
                    && mail.html.contains("012345")
                    && !mail.subject.contains("012345")
            );
            assert!(mail.text.contains("https://id.example.com") && mail.subject.contains("Acorn"));
        }
    }

    #[test]
    fn every_mail_is_written_in_both_languages() {
        for occasion in [
            Occasion::Welcome,
            Occasion::AlreadyRegistered,
            Occasion::ResetCode {
                code: "1".into(),
                minutes: 5,
            },
            Occasion::PasswordChanged,
            Occasion::Held,
        ] {
            let in_language = |chinese| {
                write(
                    &Addressee {
                        name: Some("Ada"),
                        app: "Acorn",
                        public_url: "https://x.example",
                        chinese,
                    },
                    &occasion,
                )
                .unwrap()
            };
            let (english, chinese) = (in_language(false), in_language(true));
            assert_ne!(english.subject, chinese.subject);
            assert!(
                chinese
                    .text
                    .chars()
                    .any(|it| ('\u{4e00}'..'\u{9fff}').contains(&it))
                    && english.text.is_ascii(),
                "{}",
                english.text
            );
        }
    }
}
