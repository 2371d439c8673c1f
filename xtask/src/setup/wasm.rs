//! A toolchain that builds for wasm32, in order of preference: rustup's, Debian's, none.

use crate::trouble::{Outcome, Trouble};
use crate::{apt, run, toolchain};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];
const DEBIAN_CLIPPY: &str = "rust-web-clippy";
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
    let tried = tried.or_else(|first| {
        if run::found("apt-get").is_none() {
            return Err(first);
        }
        by_debian().and_then(|()| small_by("apt-get"))
    });
    match tried {
        Err(why) if toolchain::best().is_none() => Err(without(&why)),
        _ => Ok(()),
    }
}

/// Says why there is none, and what to do; a reason that says so itself is left as it is.
fn without(why: &Trouble) -> Trouble {
    let what = format!("No toolchain here builds for wasm32. {why}");
    if why.has_mend() {
        return Trouble::new(what);
    }
    let mend = if run::found("rustup").is_some() {
        format!("connect to the network, then {BY_RUSTUP}")
    } else {
        "install rustup as https://rustup.rs says".to_owned()
    };
    Trouble::new(what).mended_by(mend)
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
    let Some(best) = toolchain::best() else {
        return Err(
            Trouble::new("No toolchain here builds for wasm32").mended_by("cargo xtask setup")
        );
    };
    if best.has_clippy() {
        return Ok(());
    }
    // rustup would add it to its own toolchain, which may have it already.
    if best.is_debian() {
        apt::install(&[DEBIAN_CLIPPY])?;
    } else {
        add_component("clippy", DEBIAN_CLIPPY)?;
    }
    if best.has_clippy() {
        return Ok(());
    }
    let what = format!("{} has no clippy", best.describe());
    Err(Trouble::new(what).mended_by("rustup component add clippy"))
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
    if !toolchain::debian_is_installed() {
        let lld = apt::lld_beside("rust-web-llvm")?;
        let mut packages = PACKAGES.to_vec();
        packages.push(&lld);
        apt::install(&packages)?;
    }
    if run::found("rustup").is_some() {
        run::quiet(Command::new("rustup").args(["toolchain", "link", toolchain::DEBIAN, "/usr"]))?;
    }
    Ok(())
}
