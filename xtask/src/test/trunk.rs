//! The playground as Trunk builds it, for those who have Trunk. Only in `--full`: from source it takes half an hour to have.

use super::{Context, Result};
use crate::postgres::free_port;
use crate::trouble::{At, Outcome, Trouble};
use crate::{cargo, place, run, toolchain};
use std::ffi::OsString;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// As Trunk.toml and Cargo.toml ask for; a test compares them.
const TRUNK: &str = "0.21.14";
const BINDGEN: &str = "0.2.130";

/// Seconds: it builds before it serves.
const PATIENCE: u32 = 600;

/// What the playground cannot do without.
const FILES: [&str; 4] = [
    "index.html",
    "guard/guard-login.js",
    "guard/guard_login.js",
    "guard/guard_login_bg.wasm",
];

pub fn run(_: &Context) -> Result {
    installed()
        .and_then(|()| built())
        .and_then(|()| served())
        .into()
}

fn installed() -> Outcome {
    for (program, package, version) in [
        ("trunk", "trunk", TRUNK),
        ("wasm-bindgen", "wasm-bindgen-cli", BINDGEN),
    ] {
        let mut asked = Command::new(program);
        asked.arg("--version").env("PATH", path());
        if run::printed(&mut asked).is_ok_and(|it| it.ends_with(version)) {
            continue;
        }
        println!(
            "Installing {package} {version} from source into target/tools/cargo; this takes a while."
        );
        let mut install = cargo::new();
        install
            .args(["install", "--quiet", "--root"])
            .arg(place::target("tools/cargo"));
        install
            .args(["--target-dir"])
            .arg(place::target("tools/cargo-target"));
        if package == "trunk" {
            // wasm-bindgen-cli's own lock file asks for versions that no longer build.
            install.arg("--locked");
        }
        cargo::build(install.arg(format!("{package}@{version}")))?;
    }
    Ok(())
}

fn built() -> Outcome {
    let dist = place::target("trunk-dist");
    run::shown(trunk()?.args(["build", "--offline", "--dist"]).arg(&dist))?;
    whole(&dist)
}

/// `trunk serve`, looked at in a browser.
fn served() -> Outcome {
    let port = free_port()?.to_string();
    let mut serve = trunk()?;
    serve
        .args(["serve", "--offline", "--port", &port])
        .stdout(Stdio::null());
    let mut server = serve.spawn().at("trunk")?;
    let looked = answers(&mut server, &port).and_then(|()| {
        let mut look = super::e2e::node("playground.mjs");
        run::shown(look.arg(format!("http://127.0.0.1:{port}/")))
    });
    // It may have ended by itself.
    let _ = server.kill();
    server.wait().at("trunk")?;
    looked
}

fn answers(server: &mut Child, port: &str) -> Outcome {
    for _ in 0..PATIENCE {
        if let Some(status) = server.try_wait().at("trunk")? {
            return Err(Trouble::new(format!(
                "trunk serve ended at once ({status})"
            )));
        }
        if TcpStream::connect(format!("127.0.0.1:{port}")).is_ok() {
            return Ok(());
        }
        sleep(Duration::from_secs(1));
    }
    Err(Trouble::new(format!(
        "trunk serve did not answer within {PATIENCE} s"
    )))
}

/// trunk, with the toolchain that builds for wasm32 here and the tools of the versions asked for.
fn trunk() -> Outcome<Command> {
    let missing =
        || Trouble::new("No toolchain here builds for wasm32").mended_by("cargo xtask setup");
    let toolchain = toolchain::best().ok_or_else(missing)?;
    let mut trunk = Command::new("trunk");
    trunk
        .current_dir(place::root())
        .env("PATH", path())
        .env("CARGO_TARGET_DIR", place::target("wasm"));
    toolchain.for_others(&mut trunk);
    Ok(trunk)
}

fn whole(dist: &Path) -> Outcome {
    match FILES.iter().find(|it| !dist.join(it).is_file()) {
        None => Ok(()),
        Some(file) => Err(Trouble::new(format!("Trunk built no {file}"))
            .mended_by("look at Trunk.toml and index.html")),
    }
}

/// What we installed comes before what the machine has.
fn path() -> OsString {
    let ours = [
        place::target("tools/cargo/bin"),
        place::target("tools/node_modules/.bin"),
    ];
    let before = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&before))).unwrap_or(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_version_of_each_tool_is_named_everywhere() {
        let trunk = include_str!("../../../Trunk.toml");
        assert!(trunk.contains(&format!("trunk-version = \"={TRUNK}\"")));
        assert!(trunk.contains(&format!("wasm_bindgen = \"{BINDGEN}\"")));
        assert!(
            include_str!("../../../Cargo.toml").contains(&format!("wasm-bindgen = \"={BINDGEN}\""))
        );
        assert!(
            include_str!("../../dist/Cargo.toml")
                .contains(&format!("wasm-bindgen-cli-support = \"={BINDGEN}\""))
        );
        let tools: serde_json::Value =
            serde_json::from_str(include_str!("../../dist/package.json")).unwrap();
        let binaryen = tools["devDependencies"]["binaryen"].as_str().unwrap();
        assert!(
            trunk.contains(&format!(
                "wasm_opt = \"version_{}\"",
                binaryen.trim_end_matches(".0.0")
            )),
            "{binaryen}"
        );
    }

    #[test]
    fn a_playground_without_its_wasm_is_not_whole() {
        let dir = std::env::temp_dir().join(format!("guard-trunk-{}", std::process::id()));
        std::fs::create_dir_all(dir.join("guard")).unwrap();
        for file in FILES {
            assert!(whole(&dir).is_err());
            std::fs::write(dir.join(file), "").unwrap();
        }
        assert!(whole(&dir).is_ok());
        std::fs::remove_dir_all(dir).unwrap();
    }
}
