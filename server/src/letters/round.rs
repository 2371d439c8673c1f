//! A courier's round: takes what waits in the outbox, at its own pace, so that the person who caused a letter neither waits for it nor can tell
//! that there was one.
use std::time::Duration;

use crate::clock::{MINUTE, Millis, SECOND};
use crate::db::outbox::{self, Channel, Letter};
use crate::server::Server;

/// Between looks into the outbox. Fixed, so that a letter that waits makes no later request slower than one that does not.
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

/// What became of a delivery.
pub enum Fate {
    End(&'static str),
    Again,
}

/// Whoever can deliver letters of one channel.
pub trait Carrier: Sync {
    const CHANNEL: Channel;

    fn deliver(&self, letter: &Letter) -> impl Future<Output = Fate> + Send;
}

pub async fn run<C: Carrier>(carrier: C, server: Server) {
    loop {
        tokio::time::sleep(PACE).await;
        loop {
            match deliver_one(&carrier, &server).await {
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
async fn deliver_one<C: Carrier>(carrier: &C, server: &Server) -> Result<bool, sqlx::Error> {
    let now = server.clock.now();
    let mut tx = server.db.begin().await?;
    let Some(letter) = outbox::take(&mut tx, C::CHANNEL, now, now + LEASE).await? else {
        return Ok(false);
    };
    tx.commit().await?;
    let fate = if letter.expires_at <= now {
        Fate::End("expired")
    } else {
        carrier.deliver(&letter).await
    };
    let mut tx = server.db.begin().await?;
    match fate {
        Fate::End(state) => outbox::finish(&mut tx, &letter.id, state).await?,
        Fate::Again => match usize::try_from(letter.tries - 1)
            .ok()
            .and_then(|it| RETRIES.get(it))
        {
            Some(wait) => {
                outbox::retry_at(&mut tx, &letter.id, server.clock.now() + wait).await?;
            }
            None => outbox::finish(&mut tx, &letter.id, "failed").await?,
        },
    }
    tx.commit().await?;
    Ok(true)
}
