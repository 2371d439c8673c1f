//! cargo in this repository, and its failures told: a package that is not here and could not be fetched has its own sentence.

use crate::trouble::{Outcome, Trouble};
use crate::{place, run, toolchain};
use std::process::Command;

pub fn new() -> Command {
    let mut cargo = Command::new("cargo");
    // Wherever else somebody has their builds: what is built here is looked for here.
    cargo
        .current_dir(place::root())
        .env("CARGO_TARGET_DIR", place::target(""))
        .env_remove("CARGO_BUILD_TARGET");
    cargo
}

/// Runs a build; when it failed for its packages and not for the code, says so.
pub fn build(command: &mut Command) -> Outcome {
    run::shown(command).map_err(|trouble| packages().err().unwrap_or(trouble))
}

/// Whether every package that is built here lies on this machine or can be fetched.
fn packages() -> Outcome {
    let host = run::printed(Command::new("rustc").args(["--print", "host-tuple"]))?;
    let mut fetch = new();
    fetch.args([
        "fetch",
        "--quiet",
        "--locked",
        "--target",
        &host,
        "--target",
        toolchain::TARGET,
    ]);
    run::quiet(&mut fetch).map_err(|trouble| explained(&trouble.to_string()))
}

fn explained(said: &str) -> Trouble {
    if said.contains("lock file") {
        return Trouble::new("Cargo.lock is not up to date with the manifests")
            .mended_by("cargo fetch, and commit Cargo.lock");
    }
    Trouble::new("Some Rust packages are not on this machine, and they could not be downloaded")
        .mended_by("connect to the network, then cargo fetch --locked")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stale_lock_file_and_a_missing_network_have_sentences_of_their_own() {
        let stale = "error: cannot update the lock file Cargo.lock because --locked was passed to prevent this";
        let offline = "error: failed to download from the index\n  Could not resolve host";
        assert!(explained(stale).to_string().contains("not up to date"));
        assert!(explained(offline).to_string().contains("network"));
    }
}
