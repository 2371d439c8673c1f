//! Formatting and clippy, on both targets.

use super::{Context, Result};
use crate::toolchain::{self, Recipe};
use crate::trouble::Trouble;
use crate::{cargo, dist, place, run};

pub fn formatting(_: &Context) -> Result {
    run::shown(cargo::new().args(["fmt", "--all", "--check"]))
        .map_err(|it| it.mended_by("cargo fmt --all"))
        .into()
}

pub fn native(_: &Context) -> Result {
    cargo::build(cargo::new().args([
        "clippy",
        "--quiet",
        "--locked",
        "--workspace",
        "--all-targets",
        "--keep-going",
        "--",
        "--deny",
        "warnings",
    ]))
    .into()
}

/// The widget alone: nothing else is built for browsers.
pub fn wasm(_: &Context) -> Result {
    let Some(toolchain) = toolchain::best() else {
        return Result::from(Err(
            Trouble::new("No toolchain here builds for wasm32").mended_by("cargo xtask setup")
        ));
    };
    let mut clippy = toolchain.cargo();
    clippy.current_dir(place::root()).args([
        "clippy",
        "--quiet",
        "--locked",
        "--package",
        "guard-login",
        "--lib",
        "--profile",
        "widget-dev",
    ]);
    dist::aimed(&mut clippy, &toolchain, Recipe::Dev);
    cargo::build(clippy.args(["--", "--deny", "warnings"])).into()
}
