//! Debian's packages, for the parts that rustup and npm cannot bring. Asks the network only when something is missing.

use crate::run;
use crate::trouble::{Outcome, Trouble};
use std::process::Command;
use std::sync::Once;

/// Installs packages, or says what to type where it may not.
pub fn install(packages: &[&str]) -> Outcome {
    let by_hand = format!(
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    );
    if run::found("apt-get").is_none() {
        let what = format!(
            "This machine has no apt-get, and these are missing: {}",
            packages.join(", ")
        );
        return Err(Trouble::new(what).mended_by("install them with this system's package manager"));
    }
    if !is_root() {
        return Err(Trouble::new(format!(
            "These packages are missing: {}",
            packages.join(", ")
        ))
        .mended_by(by_hand));
    }
    println!("Installing {} with apt-get.", packages.join(", "));
    update();
    let mut apt = Command::new("apt-get");
    apt.args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive");
    run::quiet(&mut apt).map_err(|trouble| {
        Trouble::new(format!(
            "{trouble}\napt-get could not install {}",
            packages.join(", ")
        ))
        .mended_by(by_hand)
    })
}

/// The lld that a Debian LLVM integration package was built with: the version is its dependency's, never ours to pin.
pub fn lld_beside(package: &str) -> Outcome<String> {
    update();
    let said = run::printed(Command::new("apt-cache").args(["depends", package]))?;
    lld_in(&said).ok_or_else(|| {
        Trouble::new(format!("{package} names no LLVM version"))
            .mended_by("apt-cache depends rust-web-llvm, and install the lld of that version")
    })
}

fn lld_in(depends: &str) -> Option<String> {
    let llvm = depends
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "))
        .find(|it| is_llvm(it))?;
    Some(llvm.replacen("llvm", "lld", 1))
}

fn is_llvm(package: &str) -> bool {
    package
        .strip_prefix("llvm-")
        .is_some_and(|it| !it.is_empty() && it.chars().all(|it| it.is_ascii_digit()))
}

pub fn is_root() -> bool {
    run::printed(Command::new("id").arg("-u")).is_ok_and(|it| it == "0")
}

/// Refreshes the lists once a run. A failure is not told: the install that follows may do without, and else it tells.
fn update() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if is_root() {
            run::succeeds(Command::new("apt-get").args(["update", "-q"]));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_linker_has_the_version_that_the_llvm_package_depends_on() {
        let said = "rust-web-llvm\n  Depends: libc6\n  Depends: libgcc-s1\n  Depends: llvm-22\n  Conflicts: <rust-llvm>";
        assert_eq!(lld_in(said).as_deref(), Some("lld-22"));
        assert_eq!(lld_in("x\n  Depends: llvm-runtime"), None);
    }
}
