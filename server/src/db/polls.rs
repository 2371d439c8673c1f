//! What pollers ask: thousands of browsers want to know of one row each, every two seconds. Questions that arrive within a few milliseconds share one
//! statement, so many of them cost the database little; nothing is kept, so each answer is as fresh as a statement of its own would be, on any number of nodes.
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use sqlx::AssertSqlSafe;
use tokio::sync::oneshot;

use super::{Db, Found};
use crate::clock::Millis;

/// Least time between two statements; a question that meets none in progress does not wait.
const PACE: Duration = Duration::from_millis(10);
/// Most questions in one statement.
const MOST: usize = 128;

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Polled {
    pub poll_hash: String,
    pub app_id: String,
    pub custom_data: String,
    pub status: i64,
    pub user_id: Option<String>,
    pub decided_at: Option<Millis>,
    pub ticket_hash: Option<String>,
    pub expires_at: Millis,
}

/// The statement has failed, which is in the log by now.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the database gave no answer")]
pub struct NoAnswer;

type Answer = Result<Option<Polled>, NoAnswer>;

#[derive(Default)]
struct Waiting {
    questions: Vec<(String, oneshot::Sender<Answer>)>,
    /// Whether somebody is asking already.
    asking: bool,
}

#[derive(Clone, Default)]
pub struct Polls(Arc<Mutex<Waiting>>);

impl Polls {
    /// The row of a secret handle's fingerprint.
    pub async fn find(&self, db: &Db, poll_hash: String) -> Answer {
        let (tell, told) = oneshot::channel();
        let first = self.with(|it| {
            it.questions.push((poll_hash, tell));
            !std::mem::replace(&mut it.asking, true)
        });
        if first {
            tokio::spawn(self.clone().ask(db.clone()));
        }
        told.await.unwrap_or(Err(NoAnswer))
    }

    async fn ask(self, db: Db) {
        loop {
            let questions = self.with(|it| {
                let few = it.questions.len().min(MOST);
                it.asking = few > 0;
                it.questions.drain(..few).collect::<Vec<_>>()
            });
            if questions.is_empty() {
                return;
            }
            let found = match &questions[..] {
                [(one, _)] => one_row(&db, one).await.map(|it| it.into_iter().collect()),
                many => rows(&db, many.iter().map(|it| it.0.as_str())).await,
            };
            let found = found.map_err(|fault: sqlx::Error| {
                crate::logs::database_fault(&fault);
                NoAnswer
            });
            let found = found.map(|rows: Vec<Polled>| {
                rows.into_iter()
                    .map(|it| (it.poll_hash.clone(), it))
                    .collect::<HashMap<_, _>>()
            });
            for (hash, tell) in questions {
                // Whoever is gone needs no answer.
                let _ = tell.send(
                    found
                        .as_ref()
                        .map(|it| it.get(&hash).cloned())
                        .map_err(|it| *it),
                );
            }
            tokio::time::sleep(PACE).await;
        }
    }

    fn with<T>(&self, job: impl FnOnce(&mut Waiting) -> T) -> T {
        job(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

const COLUMNS: &str =
    "poll_hash, app_id, custom_data, status, user_id, decided_at, ticket_hash, expires_at";

async fn one_row(db: &Db, hash: &str) -> Found<Polled> {
    static ONE: LazyLock<String> =
        LazyLock::new(|| format!("SELECT {COLUMNS} FROM qrcodes WHERE poll_hash = $1"));
    sqlx::query_as(AssertSqlSafe(ONE.as_str()))
        .bind(hash)
        .fetch_optional(&db.read)
        .await
}

/// Always of one length, so that the statement is prepared once; a place that nobody needs holds what no row has.
async fn rows<'a>(
    db: &Db,
    hashes: impl Iterator<Item = &'a str>,
) -> Result<Vec<Polled>, sqlx::Error> {
    static MANY: LazyLock<String> = LazyLock::new(|| {
        let places: Vec<_> = (1..=MOST).map(|it| format!("${it}")).collect();
        format!(
            "SELECT {COLUMNS} FROM qrcodes WHERE poll_hash IN ({})",
            places.join(", ")
        )
    });
    let mut query = sqlx::query_as(AssertSqlSafe(MANY.as_str()));
    for hash in hashes.chain(std::iter::repeat("")).take(MOST) {
        query = query.bind(hash);
    }
    query.fetch_all(&db.read).await
}
