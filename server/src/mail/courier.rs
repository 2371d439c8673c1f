//! Delivers mails over SMTP.
use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::db::outbox::{Channel, Letter};
use crate::letters::round::{Carrier, Fate};
use crate::server::Server;

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

pub struct Courier {
    smtp: Smtp,
    from: Mailbox,
}

impl Courier {
    /// `None` where no SMTP server is configured: mails then wait in the outbox, for the pages of `--dev` or for a later start.
    pub fn configured(server: &Server) -> Option<Self> {
        let (url, from) = (
            server.config.smtp_url.as_ref()?,
            server.config.mail_from.as_ref()?,
        );
        // Both were checked when the configuration was read.
        let smtp = Smtp::from_url(url)
            .ok()?
            .timeout(Some(Duration::from_secs(20)))
            .build();
        Some(Self {
            smtp,
            from: from.parse().ok()?,
        })
    }

    fn message(&self, letter: &Letter) -> Result<Message, Box<dyn std::error::Error>> {
        let domain = self.from.email.domain();
        Ok(Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.recipient.parse()?))
            .subject(&letter.subject)
            // The same on every try, so that a mail that arrived although its acknowledgement did not is recognised.
            .message_id(Some(format!("<{}@{domain}>", letter.id)))
            .multipart(MultiPart::alternative_plain_html(
                letter.body_text.clone(),
                letter.body_html.clone(),
            ))?)
    }
}

/// Whether a refusal is about this recipient or this letter, so that trying again is of no use. Other refusals for good are about the way there: a password
/// that the relay does not take (535), a sender that it does not know, no mail at all here (554). Whoever runs this can mend those, and a letter waits some
/// hours for it.
///
/// 550 stands for a recipient as well as for a sender (RFC 5321 section 4.3.2); the words tell them apart by RFC 3463: 5.7 is policy, 5.1.7 and 5.1.8 are
/// about the sender.
fn is_final(code: u16, words: &str) -> bool {
    let of_sender = ["5.7.", "5.1.7", "5.1.8"];
    match code {
        551 | 552 | 556 => true,
        550 => !of_sender.iter().any(|it| words.contains(it)),
        _ => false,
    }
}

impl Carrier for Courier {
    const CHANNEL: Channel = Channel::Email;

    async fn deliver(&self, letter: &Letter) -> Fate {
        let Ok(message) = self.message(letter) else {
            return Fate::End("failed");
        };
        match self.smtp.send(message).await {
            Ok(_) => Fate::End("sent"),
            Err(fault) => {
                // The server's words may quote the address; its code does not.
                let code = fault.status().map(|it| it.to_string());
                tracing::warn!(
                    letter = letter.id,
                    code,
                    permanent = fault.is_permanent(),
                    tries = letter.tries,
                    "a mail was not accepted"
                );
                if fault
                    .status()
                    .is_some_and(|it| is_final(it.into(), &fault.to_string()))
                {
                    Fate::End("failed")
                } else {
                    Fate::Again
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d14_only_a_refusal_of_the_recipient_or_the_letter_ends_a_mail() {
        for (code, words, ends) in [
            (550, "5.1.1 no such user here", true),
            (550, "mailbox unavailable", true),
            (552, "5.3.4 message too big", true),
            (
                550,
                "5.7.60 client does not have permissions to send as this sender",
                false,
            ),
            (
                553,
                "5.7.1 sender address rejected: not owned by user",
                false,
            ),
            (550, "5.1.8 sender domain does not exist", false),
            (535, "5.7.8 authentication failed", false),
            (554, "5.7.1 access denied", false),
        ] {
            let words = format!("permanent error ({code}): {words}");
            assert_eq!(is_final(code, &words), ends, "{words}");
        }
    }
}
