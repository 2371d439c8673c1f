//! Node.js, and the npm packages pinned by a lock file: installed once, and again when the lock changes.

use crate::trouble::{At, Outcome, Trouble};
use crate::{apt, place, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What Playwright and esbuild ask for.
const OLDEST_NODE: u32 = 20;

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

fn locked(dir: &Path, what: &str) -> Outcome {
    let (lock, installed) = (
        dir.join("package-lock.json"),
        dir.join("node_modules/.installed-lock.json"),
    );
    let wanted = fs::read(&lock).at(&lock)?;
    if fs::read(&installed).is_ok_and(|it| it == wanted) {
        return Ok(());
    }
    node()?;
    println!("Installing {what} with npm.");
    let ci = run::npm(&["ci", "--no-audit", "--no-fund", "--loglevel=error"], dir)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
        .output();
    let ci = ci.map_err(|error| Trouble::new(format!("npm could not be started: {error}")))?;
    if !ci.status.success() {
        let said = String::from_utf8_lossy(&ci.stderr);
        return Err(
            Trouble::new(format!("npm could not install {what}:\n{}\n", said.trim()))
                .mended_by(format!("cd {} && npm ci", dir.display())),
        );
    }
    fs::write(&installed, wanted).at(&installed)
}

fn node() -> Outcome {
    if run::found("node").is_none() || run::found("npm").is_none() {
        apt::install(&["nodejs", "npm"])?;
    }
    let version = run::printed(Command::new("node").arg("--version"))?;
    if major(&version).is_some_and(|it| it >= OLDEST_NODE) {
        return Ok(());
    }
    let what = format!("Node.js here is {version}, and {OLDEST_NODE} or newer is needed");
    Err(Trouble::new(what)
        .mended_by("npm install --global node@22, or install Node.js as this system does"))
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_what_node_prints() {
        assert_eq!(
            (major("v20.20.2"), major("20"), major("v")),
            (Some(20), None, None)
        );
    }
}
