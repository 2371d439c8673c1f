//! What is known of the codes that browsers wait for: thousands of them ask about one code each, every two seconds, and next to none has changed.
//!
//! So a question is answered from memory, and one statement for all of them asks what has changed since the last one, on whatever node. An answer is at
//! most [`FRESH`] behind another node, and never behind this one.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::clock::{MINUTE, Millis};
use crate::db::Db;
use crate::db::polls::{self, Polled};

/// Longest that a change made by another node stays unseen.
const FRESH: Duration = Duration::from_millis(20);
/// Least time between two statements.
const PACE: Duration = Duration::from_millis(10);
/// How long a code is remembered after its time: what was agreed to in the last moment can be fetched as long as a ticket is good.
const KEPT: Millis = 6 * MINUTE;
/// Most codes that are remembered; others are read each time.
const MOST: usize = 100_000;

/// The statement has failed, which is in the log by now.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the database gave no answer")]
pub struct NoAnswer;

type Answer = Result<Option<Arc<Polled>>, NoAnswer>;

#[derive(Clone, Default)]
pub struct Board(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    /// By the fingerprint of the secret handle.
    codes: HashMap<String, Arc<Polled>>,
    /// The latest change that `codes` holds; absent before the first question.
    seen: Option<i64>,
    /// How many changes this node has made.
    own: u64,
    /// When `codes` was up to date, and after how many changes of our own.
    fresh: Option<(Instant, u64)>,
    questions: Vec<Question>,
    /// Whether somebody is asking the database already.
    asking: bool,
    /// When the last question came.
    now: Millis,
    tidied_at: Millis,
}

impl Board {
    /// The row of a secret handle's fingerprint.
    pub async fn find(&self, db: &Db, poll_hash: String, now: Millis) -> Answer {
        let told = {
            let mut known = self.lock();
            known.now = now;
            if let Some(code) = known.at_once(&poll_hash) {
                return Ok(Some(code));
            }
            let (tell, told) = oneshot::channel();
            known.questions.push((poll_hash, tell));
            if !std::mem::replace(&mut known.asking, true) {
                tokio::spawn(self.clone().ask(db.clone()));
            }
            told
        };
        told.await.unwrap_or(Err(NoAnswer))
    }

    /// This node has changed a code, and has committed that.
    pub fn changed(&self) {
        self.lock().own += 1;
    }

    async fn ask(self, db: Db) {
        loop {
            let (questions, seen, own, unknown) = {
                let mut known = self.lock();
                let questions = std::mem::take(&mut known.questions);
                known.asking = !questions.is_empty();
                let unknown = known.without(&questions);
                (questions, known.seen, known.own, unknown)
            };
            if questions.is_empty() {
                return;
            }
            let began = Instant::now();
            match read(&db, seen, &unknown).await {
                Ok(read) => {
                    let mut known = self.lock();
                    known.learn(&read);
                    known.fresh = Some((began, own));
                    tell(questions, |hash| Ok(known.of(hash, &read)));
                }
                Err(NoAnswer) => tell(questions, |_| Err(NoAnswer)),
            }
            tokio::time::sleep(PACE).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Question = (String, oneshot::Sender<Answer>);

fn tell(questions: Vec<Question>, answer: impl Fn(&str) -> Answer) {
    for (hash, tell) in questions {
        // Whoever is gone needs no answer.
        let _ = tell.send(answer(&hash));
    }
}

impl Known {
    /// What is known without asking: nothing has changed here since, and too little time has passed for it to matter elsewhere.
    fn at_once(&self, hash: &str) -> Option<Arc<Polled>> {
        let (at, own) = self.fresh?;
        if own != self.own || at.elapsed() > FRESH {
            return None;
        }
        self.codes.get(hash).cloned()
    }

    /// Those of `questions` that nothing is remembered for.
    fn without(&self, questions: &[Question]) -> Vec<String> {
        let hashes = questions.iter().map(|it| &it.0);
        let new = hashes.filter(|it| !self.codes.contains_key(*it));
        new.cloned().collect()
    }

    fn learn(&mut self, read: &Read) {
        self.seen = Some(read.seen);
        for code in &read.changed {
            // What nobody asks about here need not be known here.
            if let Some(known) = self.codes.get_mut(&code.poll_hash) {
                *known = Arc::clone(code);
            }
        }
        for code in &read.asked {
            if self.codes.len() < MOST {
                self.codes.insert(code.poll_hash.clone(), Arc::clone(code));
            }
        }
        if self.now - self.tidied_at > MINUTE {
            self.tidied_at = self.now;
            let ended = self.now - KEPT;
            self.codes.retain(|_, it| it.expires_at > ended);
        }
    }

    fn of(&self, hash: &str, read: &Read) -> Option<Arc<Polled>> {
        let just = || read.asked.iter().find(|it| it.poll_hash == hash);
        self.codes.get(hash).or_else(just).cloned()
    }
}

/// What the database said.
struct Read {
    changed: Vec<Arc<Polled>>,
    asked: Vec<Arc<Polled>>,
    /// The latest change among them.
    seen: i64,
}

/// Changes first and rows after them, so that a row is never older than the changes that are counted as seen.
async fn read(db: &Db, seen: Option<i64>, unknown: &[String]) -> Result<Read, NoAnswer> {
    let all = async {
        let (changed, seen) = match seen {
            Some(seen) => {
                let changed = polls::since(db, seen).await?;
                let latest = changed.iter().map(|it| it.changed).max();
                (changed, latest.unwrap_or(seen))
            }
            None => (Vec::new(), polls::latest(db).await?),
        };
        let hashes: Vec<_> = unknown.iter().map(String::as_str).collect();
        let asked = polls::rows(db, &hashes).await?;
        let shared = |rows: Vec<Polled>| rows.into_iter().map(Arc::new).collect();
        Ok(Read {
            changed: shared(changed),
            asked: shared(asked),
            seen,
        })
    };
    all.await.map_err(|fault: sqlx::Error| {
        crate::logs::database_fault(&fault);
        NoAnswer
    })
}
