//! Delivers what waits in the outbox, at its own pace: the person who caused a mail neither waits for it nor can tell that there was one.
use std::time::Duration;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::clock::{MINUTE, Millis, SECOND};
use crate::db::outbox::{self, Letter};
use crate::server::Server;

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// Between looks into the outbox. Fixed, so that a mail that waits makes no later request slower than one that does not.
const PACE: Duration = Duration::from_millis(500);
/// How long one delivery may take before another node may try.
const LEASE: Millis = MINUTE;
/// Waits after each failed try; then a letter is given up.
const RETRIES: [Millis; 6] = [
    5 * SECOND,
    30 * SECOND,
    2 * MINUTE,
    10 * MINUTE,
    60 * MINUTE,
    240 * MINUTE,
];

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

    pub async fn run(self, server: Server) {
        loop {
            tokio::time::sleep(PACE).await;
            loop {
                match self.deliver_one(&server).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(fault) => {
                        crate::logs::database_fault(&fault);
                        break;
                    }
                }
            }
        }
    }

    /// False when nothing waits.
    async fn deliver_one(&self, server: &Server) -> Result<bool, sqlx::Error> {
        let now = server.clock.now();
        let mut tx = server.db.begin().await?;
        let Some(letter) = outbox::take(&mut tx, now, now + LEASE).await? else {
            return Ok(false);
        };
        tx.commit().await?;
        let fate = if letter.expires_at <= now {
            Fate::End("expired")
        } else {
            self.send(&letter).await
        };
        let mut tx = server.db.begin().await?;
        match fate {
            Fate::End(state) => outbox::finish(&mut tx, &letter.id, state).await?,
            Fate::Again => match usize::try_from(letter.tries - 1)
                .ok()
                .and_then(|it| RETRIES.get(it))
            {
                Some(wait) => {
                    outbox::retry_at(&mut tx, &letter.id, server.clock.now() + wait).await?
                }
                None => outbox::finish(&mut tx, &letter.id, "failed").await?,
            },
        }
        tx.commit().await?;
        Ok(true)
    }

    async fn send(&self, letter: &Letter) -> Fate {
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
                if fault.is_permanent() {
                    Fate::End("failed")
                } else {
                    Fate::Again
                }
            }
        }
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

enum Fate {
    End(&'static str),
    Again,
}
