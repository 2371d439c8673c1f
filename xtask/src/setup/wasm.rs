//! A toolchain that builds for wasm32, in order of preference: rustup's, Debian's, none.

use crate::trouble::{Outcome, Trouble};
use crate::{apt, run, toolchain};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
const BY_RUSTUP: &str = "rustup target add wasm32-unknown-unknown && rustup component add rust-src";

/// One that builds at all. Asks the network only where there is none.
pub fn toolchain() -> Outcome {
    if toolchain::best().is_some() {
        Ok(())
    } else {
        fetched()
    }
}

/// One that makes the small build, tried for once a run; without it the build is larger, and works.
pub fn toolchain_for_small() -> Outcome {
    static TRIED: AtomicBool = AtomicBool::new(false);
    if is_small() || (toolchain::best().is_some() && TRIED.swap(true, Ordering::Relaxed)) {
        return Ok(());
    }
    fetched()
}

fn fetched() -> Outcome {
    let tried = by_rustup().and_then(|()| small_by("rustup"));
    let tried = tried.or_else(|_| by_debian().and_then(|()| small_by("apt-get")));
    match tried {
        Err(why) if toolchain::best().is_none() => {
            let what = format!("No toolchain here builds for wasm32. {why}");
            Err(Trouble::new(what).mended_by(BY_RUSTUP))
        }
        _ => Ok(()),
    }
}

fn is_small() -> bool {
    toolchain::best().is_some_and(|it| it.recipe() == toolchain::Recipe::Small)
}

fn small_by(who: &str) -> Outcome {
    if is_small() {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "{who} brought no toolchain that can rebuild the standard library"
    )))
}

/// clippy for the toolchain that builds the widget, and the formatter.
pub fn lints() -> Outcome {
    if !run::succeeds(Command::new("cargo").args(["fmt", "--version"])) {
        add_component("rustfmt", "rustfmt-web")?;
    }
    match toolchain::best() {
        Some(best) if !best.has_clippy() => add_component("clippy", "rust-web-clippy"),
        Some(_) => Ok(()),
        None => {
            Err(Trouble::new("No toolchain here builds for wasm32").mended_by("cargo xtask setup"))
        }
    }
}

fn add_component(component: &str, package: &str) -> Outcome {
    if run::found("rustup").is_some()
        && run::succeeds(Command::new("rustup").args(["component", "add", component]))
    {
        return Ok(());
    }
    apt::install(&[package])
}

fn by_rustup() -> Outcome {
    if run::found("rustup").is_none() {
        return Err(Trouble::new("rustup is not installed"));
    }
    println!("Adding the wasm32 target and the standard library's source with rustup.");
    run::quiet(Command::new("rustup").args(["target", "add", toolchain::TARGET]))?;
    run::quiet(Command::new("rustup").args(["component", "add", "rust-src"]))
}

fn by_debian() -> Outcome {
    println!("Taking Debian's Rust for the browser build.");
    let lld = apt::lld_beside("rust-web-llvm")?;
    let mut packages = PACKAGES.to_vec();
    packages.push(&lld);
    apt::install(&packages)?;
    if run::found("rustup").is_some() {
        run::quiet(Command::new("rustup").args(["toolchain", "link", toolchain::DEBIAN, "/usr"]))?;
    }
    Ok(())
}
