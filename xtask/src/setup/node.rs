//! Node.js, and the npm packages pinned by a lock file: installed once, and again when the lock changes.

use crate::trouble::{At, Outcome, Trouble};
use crate::{apt, place, run};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What Playwright and esbuild ask for.
const OLDEST_NODE: (u32, u32) = (20, 11);
/// What is brought where the system's is older.
const NODE: &str = "22";

/// binaryen and esbuild; returns the folder that has them.
pub fn tools() -> Outcome<PathBuf> {
    let dir = place::target("tools");
    fs::create_dir_all(&dir).at(&dir)?;
    for file in ["package.json", "package-lock.json"] {
        let from = place::at("xtask/dist").join(file);
        fs::copy(&from, dir.join(file)).at(&from)?;
    }
    locked(&dir, "the tools that finish the widget (binaryen, esbuild)")?;
    Ok(dir)
}

/// Playwright and what the browser tests need.
pub fn e2e() -> Outcome {
    locked(
        &place::at("e2e"),
        "the browser tests' packages (Playwright)",
    )
}

/// hanko-elements and Guard 5, which `cargo xtask bench` measures beside ours.
pub fn peers() -> Outcome {
    locked(
        &place::at("e2e/bench"),
        "the login boxes that ours is measured beside",
    )
}

fn locked(dir: &Path, what: &str) -> Outcome {
    let lock = dir.join("package-lock.json");
    let installed = dir.join("node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).at(&lock)?;
    if fs::read(&installed).is_ok_and(|it| it == wanted) {
        return Ok(());
    }
    recent_node()?;
    println!("Installing {what} with npm.");
    npm(dir, &["ci"]).map_err(|it| {
        let said = it.to_string();
        let offline = [
            "ENOTFOUND",
            "EAI_AGAIN",
            "ECONNREFUSED",
            "ETIMEDOUT",
            "ENETUNREACH",
        ];
        if offline.iter().any(|it| said.contains(it)) {
            return Trouble::new(format!(
                "{what} are not on this machine, and npm's registry cannot be reached"
            ))
            .mended_by("connect to the network, then cargo xtask setup");
        }
        it.mended_by("cargo xtask setup")
    })?;
    fs::write(&installed, wanted).at(&installed)
}

fn npm(dir: &Path, arguments: &[&str]) -> Outcome {
    let mut npm = command("npm");
    npm.args(arguments)
        .args(["--no-audit", "--no-fund", "--loglevel=error"]);
    run::quiet(
        npm.current_dir(dir)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )
}

/// A program of Node.js or one that Node.js runs, with the Node.js that setup brought before any other.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    let ours = ours();
    if ours.is_dir() {
        let before = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(ours).chain(std::env::split_paths(&before));
        command.env("PATH", std::env::join_paths(all).unwrap_or(before));
    }
    command
}

/// Node.js as the npm registry packages it, for systems whose own is too old, such as Debian 12.
fn ours() -> PathBuf {
    place::target("tools/node/node_modules")
        .join(package())
        .join("bin")
}

fn package() -> String {
    let arch = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x64"
    };
    let system = if cfg!(target_os = "macos") {
        "darwin"
    } else {
        "linux"
    };
    format!("node-{system}-{arch}")
}

fn recent_node() -> Outcome {
    if run::found("node").is_none() || run::found("npm").is_none() {
        apt::install(&["nodejs", "npm"])?;
    }
    let version = run::printed(command("node").arg("--version"))?;
    if read(&version).is_some_and(|it| it >= OLDEST_NODE) {
        return Ok(());
    }
    println!(
        "Node.js here is {version}, and {}.{} or newer is needed: bringing {NODE} with npm.",
        OLDEST_NODE.0, OLDEST_NODE.1
    );
    let dir = place::target("tools/node");
    fs::create_dir_all(&dir).at(&dir)?;
    let wanted = format!("{}@{NODE}", package());
    let mend = "install Node.js 20.11 or newer as this system does";
    npm(&dir, &["install", "--no-save", "--prefix", ".", &wanted]).map_err(|it| it.mended_by(mend))
}

/// The first two numbers of `v20.11.1`.
fn read(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_node_prints() {
        assert_eq!(read("v20.20.2"), Some((20, 20)));
        assert_eq!((read("20"), read("v"), read("v20")), (None, None, None));
        assert!(read("v20.9.0") < Some(OLDEST_NODE) && read("v22.0.0") > Some(OLDEST_NODE));
    }
}
