//! `cargo xtask dist [--dev]`: from Rust to the files that a browser loads.
//! cargo → split → wasm-bindgen → wasm-opt → esbuild → marked names → compressed siblings. A step whose input is as before is not run again.
//!
//! What ships is split into lazy chunks; the dev build is one module.

mod finish;
mod sync;
mod versions;

pub use sync::files;
pub use versions::plain as plain_name;

use crate::arguments::Arguments;
use crate::toolchain::{self, Recipe, TARGET, Toolchain};
use crate::trouble::{Outcome, Trouble};
use crate::{cargo, place, run, setup};
use std::path::PathBuf;
use std::process::Command;

/// The wasm and its glue, as `npm/guard-login.js` imports them.
pub const NAME: &str = "guard_login";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What ships: into `dist/`.
    Release,
    /// Quick to build and to debug: into `target/dev-dist/`.
    Dev,
}

pub struct Built {
    pub dir: PathBuf,
    pub recipe: Recipe,
}

pub fn run(mut arguments: Arguments) -> Outcome {
    let kind = if arguments.flag("--dev") {
        Kind::Dev
    } else {
        Kind::Release
    };
    arguments.done("cargo xtask dist [--dev]")?;
    let built = build(kind)?;
    println!("{} ({} recipe)", built.dir.display(), built.recipe.name());
    Ok(())
}

pub fn build(kind: Kind) -> Outcome<Built> {
    setup::need(&[setup::Part::Widget])?;
    let toolchain = toolchain::best().ok_or_else(|| {
        Trouble::new("No toolchain here builds for wasm32").mended_by("cargo xtask setup")
    })?;
    let (recipe, dir) = match kind {
        Kind::Release => (toolchain.recipe(), place::at("dist")),
        Kind::Dev => (Recipe::Dev, place::target("dev-dist")),
    };
    let wasm = compile(&toolchain, recipe)?;
    let out = finish::finish(&wasm, recipe)?;
    sync::mirror(&out, &dir)?;
    if kind == Kind::Release {
        run::shown(finish::guard_dist().arg("compress").arg(&dir))?;
    }
    Ok(Built { dir, recipe })
}

fn compile(toolchain: &Toolchain, recipe: Recipe) -> Outcome<PathBuf> {
    let profile = if recipe == Recipe::Dev {
        "widget-dev"
    } else {
        "widget"
    };
    println!("Compiling the widget ({}).", recipe.name());
    let mut cargo = toolchain.cargo();
    cargo.current_dir(place::root());
    // `cargo rustc --crate-type cdylib`: with an rlib beside it, fat LTO would be left out without a word.
    cargo.args([
        "rustc",
        "--quiet",
        "--package",
        "guard-login",
        "--lib",
        "--crate-type",
        "cdylib",
        "--profile",
        profile,
    ]);
    aimed(&mut cargo, toolchain, recipe);
    if recipe.splits() {
        // The splitter moves functions and data, and so has to know who names whom.
        cargo.args(["--features", "lazy", "--", "-Clink-arg=--emit-relocs"]);
    }
    cargo::build(&mut cargo)?;
    Ok(place::target("wasm")
        .join(TARGET)
        .join(profile)
        .join(format!("{NAME}.wasm")))
}

/// Points a cargo command at the browser: target, flags, and a target folder apart from this machine's.
pub fn aimed(cargo: &mut Command, toolchain: &Toolchain, recipe: Recipe) {
    cargo.arg("--target-dir").arg(place::target("wasm"));
    toolchain.for_wasm(cargo, recipe);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", rustflags(recipe).join("\u{1f}"));
}

/// No path of the machine that built it may end up in what ships.
fn rustflags(recipe: Recipe) -> Vec<String> {
    let home = std::env::var("CARGO_HOME")
        .ok()
        .or_else(|| std::env::var("HOME").ok().map(|it| format!("{it}/.cargo")));
    let ours = format!("--remap-path-prefix={}=guard", place::root().display());
    let mut flags = vec![ours];
    flags.extend(home.map(|it| format!("--remap-path-prefix={it}=cargo")));
    if recipe == Recipe::Small {
        flags.extend([
            "-Zunstable-options".into(),
            "-Cpanic=immediate-abort".into(),
            // Not by itself where size counts, and yet smaller.
            "-Zinline-mir=yes".into(),
        ]);
    }
    flags
}
