//! Runs cases on the databases that are there, each on a server and a database of its own.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use std::time::Duration;

use libtest_mimic::{Arguments, Failed, Trial};
use tokio::runtime::Builder;

use database::Kind;
use lock::Lock;

pub mod assets;
pub mod browser;
pub mod client;
pub mod database;
pub mod hearing;
mod lock;
pub mod provider;
pub mod qr;
pub mod server;
pub mod smtp;
pub mod tls;

pub use client::{Client, Reply};
pub use database::Database;
pub use server::TestServer;

pub type Run = fn(Database) -> Pin<Box<dyn Future<Output = ()> + Send>>;

pub struct Case {
    pub name: &'static str,
    pub run: Run,
}

/// Lists the cases of a module: each an `async fn(TestServer)`.
#[macro_export]
macro_rules! cases {
    ($($name:ident),* $(,)?) => {
        pub fn cases() -> Vec<$crate::support::Case> {
            vec![$($crate::support::Case {
                name: stringify!($name),
                run: |database| Box::pin(async move { $name($crate::support::TestServer::start(database).await).await }),
            }),*]
        }
    };
}

/// Lists cases that start the program themselves: each an `async fn(Database)`.
#[macro_export]
macro_rules! process_cases {
    ($($name:ident),* $(,)?) => {
        pub fn cases() -> Vec<$crate::support::Case> {
            vec![$($crate::support::Case { name: stringify!($name), run: |database| Box::pin($name(database)) }),*]
        }
    };
}

/// Runs some cases side by side, and then others one by one; ends the program.
pub fn run(together: Vec<Case>, alone: Vec<Case>) {
    let mut arguments = Arguments::from_args();
    let first = libtest_mimic::run(&arguments, trials(together, || Lock::together("machine")));
    arguments.test_threads = Some(1);
    let second = libtest_mimic::run(&arguments, trials(alone, || Lock::alone("machine")));
    if first.has_failed() {
        first.exit();
    }
    second.exit();
}

fn trials(cases: Vec<Case>, lock: fn() -> Lock) -> Vec<Trial> {
    let mut trials = Vec::new();
    for case in cases {
        for kind in database::available() {
            let run = case.run;
            trials.push(Trial::test(
                format!("{}::{}", kind.name(), case.name),
                move || {
                    let _machine = lock();
                    on(kind, run)
                },
            ));
        }
    }
    trials
}

/// One case on a database of its own, which goes whatever comes of it.
fn on(kind: Kind, run: Run) -> Result<(), Failed> {
    let database = Database::create(kind);
    let leftover = database.clone();
    let runtime = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run(database))));
    runtime.shutdown_timeout(Duration::from_secs(2));
    leftover.remove();
    result.map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
        text.unwrap_or_else(|| "panicked".to_owned()).into()
    })
}
