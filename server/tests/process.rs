//! The program itself: started, killed, stopped, flooded and read over its shoulder.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
mod support;

#[path = "process/crashes.rs"]
mod crashes;
#[path = "process/logs.rs"]
mod logs;
#[path = "process/program.rs"]
mod program;
#[path = "process/starting.rs"]
mod starting;
#[path = "process/stopping.rs"]
mod stopping;

/// Lists cases that start the program themselves: each an `async fn(Database)`.
#[macro_export]
macro_rules! process_cases {
    ($($name:ident),* $(,)?) => {
        pub fn cases() -> Vec<$crate::support::Case> {
            vec![$($crate::support::Case { name: stringify!($name), run: |database| Box::pin($name(database)) }),*]
        }
    };
}

fn main() {
    let all = [
        crashes::cases(),
        logs::cases(),
        starting::cases(),
        stopping::cases(),
    ]
    .into_iter()
    .flatten()
    .collect();
    // One at a time: they measure memory and times.
    support::run(all, Some(1));
}
