//! What the server promises, over real HTTP against a real database: every case runs on SQLite and, where one is named, on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]
mod support;

mod cases {
    pub mod answers;
    pub mod codes;
    pub mod demo;
    pub mod durability;
    pub mod enumeration;
    pub mod files;
    pub mod hashing;
    pub mod hosted;
    pub mod known;
    pub mod ladder;
    pub mod logging;
    pub mod mail;
    pub mod origins;
    pub mod passwords;
    pub mod phones;
    pub mod pools;
    pub mod process;
    pub mod qrcodes;
    pub mod registering;
    pub mod registering_limits;
    pub mod repeating;
    pub mod requests;
    pub mod resets;
    pub mod sessions;
    pub mod settings;
    pub mod signing_in;
    pub mod timing;
}

fn main() {
    let together = [
        cases::codes::cases(),
        cases::resets::cases(),
        cases::demo::cases(),
        cases::files::cases(),
        cases::durability::cases(),
        cases::enumeration::cases(),
        cases::hashing::cases(),
        cases::hosted::cases(),
        cases::known::cases(),
        cases::ladder::cases(),
        cases::logging::cases(),
        cases::mail::cases(),
        cases::origins::cases(),
        cases::passwords::cases(),
        cases::phones::cases(),
        cases::pools::cases(),
        cases::qrcodes::cases(),
        cases::registering::cases(),
        cases::registering_limits::cases(),
        cases::repeating::cases(),
        cases::requests::cases(),
        cases::answers::cases(),
        cases::sessions::cases(),
        cases::settings::cases(),
        cases::signing_in::cases(),
    ];
    // What measures memory or time has the machine to itself.
    let alone = [cases::process::cases(), cases::timing::cases()];
    support::run(
        together.into_iter().flatten().collect(),
        alone.into_iter().flatten().collect(),
    );
}
