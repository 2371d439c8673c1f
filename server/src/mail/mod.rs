//! Mails: written here, put into the outbox in the transaction that causes them, delivered by the courier.
//!
//! Links come from the configured public URL alone; no header of a request has a say in a mail.
use askama::Template;
use guard_protocol::json::plain;

use crate::auth::codes::Purpose;
use crate::clock::{DAY, MINUTE, Millis};
use crate::db::Tx;
use crate::db::outbox::{self, Channel, NewLetter};
use crate::http::apps::Caller;
use crate::letters::To;
use crate::random;
use crate::refusal::{self, Refusal};
use crate::server::Server;

pub mod courier;
mod words;

/// Why a mail is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occasion {
    Welcome,
    /// To confirm the address an account was opened with.
    Verify {
        link: String,
    },
    /// Somebody tried to register an address that has an account.
    AlreadyRegistered,
    Code {
        purpose: Purpose,
        code: String,
        minutes: i64,
        /// Signs in the box that asked, if it is opened in the same browser.
        link: Option<String>,
    },
    PasswordChanged,
    /// A hundred wrong passwords in a row.
    Held,
}

impl Occasion {
    /// After this a mail is of no use to anybody.
    pub fn useful_for(&self) -> Millis {
        match self {
            // A link beside the code lives on for as long again.
            Self::Code { minutes, link, .. } => {
                minutes * MINUTE * if link.is_some() { 2 } else { 1 }
            }
            Self::Verify { .. } => DAY,
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
        Occasion::Code { code, .. } => Some(code.as_str()),
        Occasion::Welcome
        | Occasion::Verify { .. }
        | Occasion::AlreadyRegistered
        | Occasion::PasswordChanged
        | Occasion::Held => None,
    };
    let link = match occasion {
        Occasion::Code { link, .. } => link.as_deref(),
        Occasion::Verify { link } => Some(link.as_str()),
        Occasion::Welcome
        | Occasion::AlreadyRegistered
        | Occasion::PasswordChanged
        | Occasion::Held => None,
    };
    let button = link.map(|it| (words::button(occasion, to.chinese), it));
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

    fn code(purpose: Purpose, code: &str) -> Occasion {
        Occasion::Code {
            purpose,
            code: code.into(),
            minutes: 5,
            link: None,
        }
    }

    #[test]
    fn cd_7_a_link_stands_in_both_parts_beside_its_code() {
        let mail = written(
            "Ada",
            "Acorn",
            &Occasion::Code {
                purpose: Purpose::Login,
                code: "012345".into(),
                minutes: 5,
                link: Some("https://id.example.com/link/abc".into()),
            },
        );
        for part in [&mail.text, &mail.html] {
            assert!(part.contains("https://id.example.com/link/abc") && part.contains("012345"));
        }
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
            let mail = write(&to, &code(Purpose::Reset, "012345")).unwrap();
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
            Occasion::Verify {
                link: "https://x.example/link/1".into(),
            },
            code(Purpose::Login, "1"),
            code(Purpose::Register, "1"),
            code(Purpose::Reset, "1"),
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
