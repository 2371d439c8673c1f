//! `cargo xtask setup`: what a machine lacks to build and test this. Nothing is asked of the network when all is there.

mod node;
mod wasm;

pub use node::command as node;

use crate::apt;
use crate::arguments::Arguments;
use crate::run;
use crate::trouble::Outcome;
use std::path::{Path, PathBuf};

/// What a command needs of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A toolchain for wasm32, and the npm tools that finish what it makes.
    Widget,
    /// The same, and if it can be had, what the small recipe takes.
    SmallWidget,
    /// clippy for wasm32, and rustfmt.
    Lints,
    /// Chromium, the fonts its screenshots need, and Playwright.
    Browser,
    /// Firefox, for what another engine might do differently.
    Firefox,
    /// The login boxes that ours is measured beside.
    Peers,
    /// zbarimg, which reads the codes that we draw.
    Decoder,
    /// A PostgreSQL server to start throw-away clusters of.
    Postgres,
}

pub fn run(arguments: Arguments) -> Outcome {
    arguments.done("cargo xtask setup")?;
    need(&[
        Part::SmallWidget,
        Part::Lints,
        Part::Browser,
        Part::Firefox,
        Part::Postgres,
        Part::Decoder,
    ])?;
    if let Some(toolchain) = crate::toolchain::best() {
        println!("Everything is there: {}.", toolchain.describe());
    }
    Ok(())
}

pub fn need(parts: &[Part]) -> Outcome {
    for part in parts {
        match part {
            Part::Widget => {
                wasm::toolchain()?;
                node::tools()?;
            }
            Part::SmallWidget => {
                wasm::toolchain_for_small()?;
                node::tools()?;
            }
            Part::Lints => {
                wasm::toolchain()?;
                wasm::lints()?;
            }
            Part::Browser => browser()?,
            Part::Firefox => {
                if firefox().is_none() {
                    apt::install(&["firefox-esr"])?;
                }
            }
            Part::Peers => node::peers()?,
            Part::Postgres => postgres()?,
            Part::Decoder => decoder()?,
        }
    }
    Ok(())
}

/// Chromium as Debian names it; `GUARD_CHROMIUM` names another.
pub fn chromium() -> Option<PathBuf> {
    program(
        "GUARD_CHROMIUM",
        &["chromium", "chromium-browser", "google-chrome"],
    )
}

/// Firefox, likewise; `GUARD_FIREFOX` names another.
pub fn firefox() -> Option<PathBuf> {
    program("GUARD_FIREFOX", &["firefox-esr", "firefox"])
}

fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|it| it.is_file());
    named.or_else(|| names.iter().copied().find_map(run::found))
}

fn browser() -> Outcome {
    let mut missing = Vec::new();
    if chromium().is_none() {
        missing.push("chromium");
    }
    let fonts = [
        ("opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
        ("truetype/noto/NotoSans-Regular.ttf", "fonts-noto-core"),
    ];
    let lacks = |font: &str| {
        Path::new("/usr/share/fonts").is_dir() && !Path::new("/usr/share/fonts").join(font).exists()
    };
    if run::found("apt-get").is_some() {
        missing.extend(
            fonts
                .iter()
                .filter(|(font, _)| lacks(font))
                .map(|(_, package)| *package),
        );
    }
    if !missing.is_empty() {
        apt::install(&missing)?;
    }
    node::e2e()
}

fn postgres() -> Outcome {
    if crate::postgres::programs().is_some() {
        return Ok(());
    }
    apt::install(&["postgresql"])
}

fn decoder() -> Outcome {
    if run::found("zbarimg").is_some() {
        return Ok(());
    }
    apt::install(&["zbar-tools"])
}
