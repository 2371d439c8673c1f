//! Runs cases on the databases that are there, each on a server and a database of its own.
#![allow(
    dead_code,
    reason = "three test programs share this, and none uses all of it"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use libtest_mimic::{Arguments, Trial};

pub mod client;
pub mod database;
pub mod server;
pub mod smtp;

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

/// `threads`: how many cases may run at once; `None` for as many as there are cores.
pub fn run(cases: Vec<Case>, threads: Option<usize>) {
    let mut arguments = Arguments::from_args();
    if arguments.test_threads.is_none() {
        arguments.test_threads = threads;
    }
    let mut trials = Vec::new();
    for case in cases {
        for kind in database::available() {
            let run = case.run;
            trials.push(Trial::test(
                format!("{}::{}", case.name, kind.name()),
                move || {
                    let database = Database::create(kind);
                    let leftover = database.clone();
                    let runtime = tokio::runtime::Builder::new_multi_thread()
                        .worker_threads(2)
                        .enable_all()
                        .build()
                        .unwrap();
                    let result = catch_unwind(AssertUnwindSafe(|| runtime.block_on(run(database))));
                    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
                    leftover.remove();
                    result.map_err(|panic| {
                        let text = panic
                            .downcast_ref::<String>()
                            .cloned()
                            .or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
                        text.unwrap_or_else(|| "panicked".to_owned()).into()
                    })
                },
            ));
        }
    }
    let listing = arguments.list;
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !listing {
        database::remove_templates();
    }
    conclusion.exit();
}
