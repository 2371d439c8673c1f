//! The browser tests. Playwright runs them; what it leaves is read, and a run that leaves nothing has failed.

use super::{Context, Result};
use crate::report::{self, Verdict};
use crate::trouble::{At, Outcome, Trouble};
use crate::{cargo, dist, place, run, setup, size};
use std::fs;
use std::net::TcpListener;
use std::process::Command;

pub fn types(_: &Context) -> Result {
    run::shown(&mut playwright_package("tsc", &["--noEmit"])).into()
}

pub fn run(_: &Context) -> Result {
    prepared()
        .and_then(|built| suite(&built))
        .unwrap_or_else(|trouble| Result::from(Err(trouble)))
}

/// The build that ships, and a server to serve it.
pub fn prepared() -> Outcome<dist::Built> {
    let built = dist::build(dist::Kind::Release)?;
    cargo::build(cargo::new().args(["build", "--quiet", "--locked", "--package", "guard-server"]))?;
    Ok(built)
}

/// `npx playwright test`, told where everything is.
pub fn playwright(arguments: &[&str]) -> Command {
    let mut command = playwright_package("playwright", &["test"]);
    command.args(arguments);
    informed(command)
}

/// A script of e2e/, told the same.
pub fn node(script: &str) -> Command {
    let mut command = setup::node("node");
    command.arg(script).current_dir(place::at("e2e"));
    informed(command)
}

fn informed(mut command: Command) -> Command {
    command
        .env("GUARD_REPORTS", place::reports(""))
        .env("GUARD_SERVER_BIN", place::target("debug/guard-server"))
        .env("GUARD_E2E_PORT", port(8089).to_string())
        .env("GUARD_E2E_HOSTS_PORT", port(8090).to_string());
    if let Some(chromium) = setup::chromium() {
        command.env("GUARD_CHROMIUM", chromium);
    }
    if let Some(firefox) = setup::firefox() {
        command.env("GUARD_FIREFOX", firefox);
    }
    command
}

/// This port, or another where this one is taken.
fn port(wanted: u16) -> u16 {
    let bound =
        TcpListener::bind(("127.0.0.1", wanted)).or_else(|_| TcpListener::bind("127.0.0.1:0"));
    bound
        .and_then(|it| it.local_addr())
        .map_or(wanted, |it| it.port())
}

fn suite(built: &dist::Built) -> Outcome<Result> {
    size::forget_measured()?;
    let json = place::reports("e2e-playwright.json");
    if json.exists() {
        fs::remove_file(&json).at(&json)?;
    }
    let ended = run::shown(&mut playwright(&[
        "--project=chromium",
        "--project=firefox",
    ]));
    if !json.is_file() {
        return Err(ended
            .err()
            .unwrap_or_else(|| Trouble::new("Playwright left no report")));
    }
    let tests = report::playwright(&fs::read_to_string(&json).at(&json)?)?;
    let mut result = Result {
        tests,
        troubles: Vec::new(),
    };
    let unrun = result
        .tests
        .iter()
        .filter(|it| it.verdict == Verdict::Unrun)
        .count();
    if unrun > 0 {
        result.troubles.push(Trouble::new(format!(
            "{unrun} browser tests did not run; they are named above"
        )));
    }
    if result.tests.is_empty() {
        result.troubles.push(Trouble::new("No browser test ran"));
    }
    let told =
        result.tests.iter().any(|it| it.verdict == Verdict::Failed) || !result.troubles.is_empty();
    result.troubles.extend(ended.err().filter(|_| !told));
    // What a first form costs is known only now that a browser has loaded one.
    result.troubles.extend(size::measured_gate(built).err());
    Ok(result)
}

fn playwright_package(program: &str, arguments: &[&str]) -> Command {
    let mut command = setup::node(place::at("e2e/node_modules/.bin").join(program));
    command.current_dir(place::at("e2e")).args(arguments);
    command
}
