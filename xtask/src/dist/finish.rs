//! From rustc's wasm to the folder that ships, before compression. Knows nothing of toolchains.

use super::{NAME, versions};
use crate::toolchain::Recipe;
use crate::trouble::{At, Outcome, Trouble};
use crate::{cargo, place, run, setup};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What rustc's wasm32 target emits, so that wasm-opt may read it: all in the browsers of the last three years.
const WASM_FEATURES: [&str; 9] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-call-indirect-overlong",
    "--enable-extended-const",
];

/// What makes the module smallest as a compressor sees it; found by trying (`docs/decisions/0010-early-first-form.md`). No address below 1,024
/// is anybody's: the end of the stack lies there.
const OPTIMISATIONS: [&str; 8] = [
    "-Os",
    "--low-memory-unused",
    "--monomorphize",
    "-Os",
    "--skip-pass=local-cse",
    "--skip-pass=code-pushing",
    "--strip-debug",
    "--strip-producers",
];

/// Assembles everything that ships in one folder, and returns it.
pub fn finish(wasm: &Path, recipe: Recipe) -> Outcome<PathBuf> {
    let stage = place::target("wasm/stage").join(recipe.name());
    let out = place::target("wasm/out").join(recipe.name());
    fs::create_dir_all(&stage).at(&stage)?;
    glue(wasm, &stage, recipe)?;
    if out.exists() {
        fs::remove_dir_all(&out).at(&out)?;
    }
    fs::create_dir_all(&out).at(&out)?;
    for module in modules(&stage.join(READY))? {
        copy_into(&module, &out)?;
    }
    script(wasm, &stage, &out, recipe)?;
    for name in SENT {
        copy_into(&wasm.with_file_name(name), &out)?;
    }
    copy_all(&place::at("public"), &out)?;
    versions::mark(&out)?;
    Ok(out)
}

/// The folder of the stage whose modules ship as they are.
const READY: &str = "ready";
/// The folder of the stage with what the splitter made: chunks, and the JS that loads them.
const PARTS: &str = "parts";

/// The command that runs the heavy half of this.
pub fn guard_dist() -> Command {
    let mut cargo = cargo::new();
    cargo.args(["run", "--quiet", "--package", "guard-dist", "--"]);
    cargo
}

/// The splitter, wasm-bindgen and wasm-opt, unless the last run had the same wasm and the same versions.
fn glue(wasm: &Path, stage: &Path, recipe: Recipe) -> Outcome {
    let (input, versions) = (fs::read(wasm).at(wasm)?, versions()?);
    let (kept, stamp) = (stage.join("input.wasm"), stage.join("versions"));
    if fs::read(&kept).is_ok_and(|it| it == input)
        && fs::read(&stamp).is_ok_and(|it| it == versions)
    {
        return Ok(());
    }
    // Gone until the end: a run that is broken off must not look finished.
    if stamp.exists() {
        fs::remove_file(&stamp).at(&stamp)?;
    }
    let (parts, ready) = (stage.join(PARTS), stage.join(READY));
    for dir in [&parts, &ready] {
        if dir.exists() {
            fs::remove_dir_all(dir).at(dir)?;
        }
        fs::create_dir_all(dir).at(dir)?;
    }
    let file = format!("{NAME}_bg.wasm");
    if recipe.splits() {
        println!("Splitting the wasm into chunks.");
        let main = stage.join("main.wasm");
        let mut split = guard_dist();
        split.arg("split").arg(wasm).arg(&parts).arg(&main);
        run::quiet(&mut split)?;
        copy_all(&parts, stage)?;
        bindgen(&main, stage, recipe)?;
        optimise(&stage.join(&file), &ready)?;
        for chunk in modules(&parts)? {
            optimise(&chunk, &ready)?;
        }
    } else {
        bindgen(wasm, stage, recipe)?;
        copy_into(&stage.join(file), &ready)?;
    }
    fs::copy(wasm, &kept).at(&kept)?;
    fs::write(&stamp, versions).at(&stamp)
}

fn bindgen(wasm: &Path, stage: &Path, recipe: Recipe) -> Outcome {
    println!("Making the JavaScript glue with wasm-bindgen.");
    let mut bindgen = guard_dist();
    bindgen.arg("bindgen").arg(wasm).arg(stage).arg(NAME);
    if recipe == Recipe::Dev {
        bindgen.arg("--debug");
    }
    run::shown(&mut bindgen)
}

/// Shrinks a module, as it is and as a compressor sees it, into the folder `into`, under its own name.
fn optimise(module: &Path, into: &Path) -> Outcome {
    let Some(name) = module.file_name() else {
        return Ok(());
    };
    println!("Shrinking {} with wasm-opt.", name.display());
    let mut opt = tool("wasm-opt");
    opt.args(OPTIMISATIONS).args(WASM_FEATURES);
    let shrunk = into.join(name);
    run::shown(opt.arg(module).arg("-o").arg(&shrunk))?;
    run::shown(guard_dist().arg("order").arg(shrunk))
}

/// The wasm files in `dir`.
fn modules(dir: &Path) -> Outcome<Vec<PathBuf>> {
    let all = super::files(dir)?.into_iter();
    let wasm = all.filter(|it| it.extension().is_some_and(|it| it == "wasm"));
    Ok(wasm.map(|it| dir.join(it)).collect())
}

fn copy_into(file: &Path, dir: &Path) -> Outcome {
    let Some(name) = file.file_name() else {
        return Ok(());
    };
    fs::copy(file, dir.join(name)).at(file).map(drop)
}

/// What decides the result besides the wasm: the tools' lock files, the flags, and guard-dist's own source.
fn versions() -> Outcome<Vec<u8>> {
    let mut all = WASM_FEATURES.join(" ").into_bytes();
    all.extend(OPTIMISATIONS.join(" ").into_bytes());
    for path in [
        "xtask/dist/package-lock.json",
        "xtask/dist/Cargo.toml",
        "xtask/dist/src/bindgen.rs",
        "xtask/dist/src/glue.rs",
        "xtask/dist/src/order.rs",
        "xtask/dist/src/start.js",
        "xtask/dist/src/split.rs",
    ] {
        all.extend(fs::read(place::at(path)).at(path)?);
    }
    Ok(all)
}

/// Modules that the element imports when they are wanted.
const LATE: [&str; 4] = ["late.js", "media.js", "scanning.js", "tabs.js"];
/// Modules that no browser loads: for the servers of pages.
const APART: [&str; 1] = ["prerender.mjs"];
/// Modules that the widget's build script makes, beside the wasm.
const MADE: [&str; 2] = ["first.js", "late-words.js"];
/// What it makes for servers that send the first form before any script.
const SENT: [&str; 2] = ["first-form.json", "guard-login.css"];

/// The element and the glue as one module. The wasm stays a file beside it, found by `import.meta.url`.
fn script(wasm: &Path, stage: &Path, out: &Path, recipe: Recipe) -> Outcome {
    let entry = place::at("npm/guard-login.js");
    if !entry.is_file() {
        return Err(Trouble::new(
            "npm/guard-login.js, the element that loads the wasm, is missing",
        )
        .mended_by("git checkout -- npm"));
    }
    copy_all(&place::at("npm"), stage)?;
    for name in MADE {
        copy_into(&wasm.with_file_name(name), stage)?;
    }
    let mut esbuild = tool("esbuild");
    esbuild.arg(stage.join("guard-login.js")).args([
        "--bundle",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
        "--legal-comments=none",
    ]);
    // Fetched when they are wanted, from beside the element.
    esbuild.args(LATE.map(|it| format!("--external:./{it}")));
    esbuild.arg(if recipe == Recipe::Dev {
        "--sourcemap=inline"
    } else {
        "--minify"
    });
    run::shown(esbuild.arg(format!(
        "--outfile={}",
        out.join("guard-login.js").display()
    )))?;
    for name in LATE.into_iter().chain(APART) {
        let mut esbuild = tool("esbuild");
        esbuild.arg(stage.join(name));
        esbuild.args([
            "--bundle",
            "--format=esm",
            "--target=es2022",
            "--log-level=warning",
        ]);
        if recipe != Recipe::Dev {
            esbuild.arg("--minify");
        }
        run::shown(esbuild.arg(format!("--outfile={}", out.join(name).display())))?;
    }
    for name in ["guard-login.d.ts", "prerender.d.mts"] {
        let types = place::at("npm").join(name);
        if types.is_file() {
            copy_into(&types, out)?;
        }
    }
    Ok(())
}

fn tool(name: &str) -> Command {
    let mut command = setup::node(place::target("tools/node_modules/.bin").join(name));
    command.current_dir(place::root());
    command
}

fn copy_all(from: &Path, to: &Path) -> Outcome {
    if !from.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(to).at(to)?;
    for entry in fs::read_dir(from).at(from)? {
        let path = entry.at(from)?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            copy_all(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).at(&path)?;
        }
    }
    Ok(())
}
