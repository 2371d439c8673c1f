//! The release build: its size, and the playground that Trunk builds of the same crate.

use super::{Context, Result};
use crate::trouble::Trouble;
use crate::{dist, place, run, size};
use std::process::Command;

pub fn size(_: &Context) -> Result {
    dist::build(dist::Kind::Release)
        .and_then(|built| size::gate(&built))
        .into()
}

/// `trunk build` of the playground, with the tools this repository pins.
pub fn trunk(_: &Context) -> Result {
    if run::found("trunk").is_none() {
        let what = "Trunk is not installed";
        return Result::from(Err(Trouble::new(what).mended_by(format!(
            "cargo install --locked trunk@{} (about 20 minutes)",
            TRUNK
        ))));
    }
    let mut trunk = Command::new("trunk");
    trunk
        .current_dir(place::root())
        .args(["build", "--offline", "--dist"])
        .arg(place::target("trunk-dist"));
    run::shown(&mut trunk).into()
}

/// As Trunk.toml asks for.
pub const TRUNK: &str = "0.21.14";
