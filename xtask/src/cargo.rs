//! cargo in this repository, and its failures told: a package that is not here and could not be fetched has its own sentence.

use crate::trouble::{Outcome, Trouble};
use crate::{place, run};
use std::process::Command;

pub fn new() -> Command {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(place::root());
    cargo
}

/// Runs a build; when it fails for want of packages, says so.
pub fn build(command: &mut Command) -> Outcome {
    run::shown(command).map_err(|trouble| {
        if has_packages() {
            trouble
        } else {
            without_network()
        }
    })
}

/// Whether every package in Cargo.lock lies on this machine.
fn has_packages() -> bool {
    run::succeeds(new().args(["fetch", "--quiet", "--locked", "--offline"]))
}

fn without_network() -> Trouble {
    Trouble::new("Some Rust packages are not on this machine, and they could not be downloaded")
        .mended_by("connect to the network, then cargo fetch --locked")
}
