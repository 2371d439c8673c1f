//! The packages that this project is made of by its founder's word: each is declared, ships, and is used.

use super::source::{Breach, Source, has_word};
use crate::trouble::Outcome;
use crate::{cargo, run, toolchain};

/// How a fixed package takes part.
#[derive(PartialEq)]
enum Part {
    /// Compiled into the wasm, and named in the widget's source.
    Ships,
    /// Named in the widget's source; of use at build time or in debugging builds alone.
    Builds,
}

struct Fixed {
    package: &'static str,
    part: Part,
    /// A file whose presence makes it due: until that screen is there, the package need not be.
    due_with: Option<&'static str>,
}

const fn ships(package: &'static str) -> Fixed {
    Fixed {
        package,
        part: Part::Ships,
        due_with: None,
    }
}

const FIXED: [Fixed; 9] = [
    ships("leptos"),
    ships("wasm-bindgen"),
    ships("web-sys"),
    ships("gloo-net"),
    ships("serde"),
    ships("serde_json"),
    Fixed {
        package: "qrcode",
        part: Part::Ships,
        due_with: Some("src/views/qr.rs"),
    },
    Fixed {
        package: "stylers",
        part: Part::Builds,
        due_with: None,
    },
    Fixed {
        package: "console_error_panic_hook",
        part: Part::Builds,
        due_with: None,
    },
];

fn due<'a>(sources: &'a [Source]) -> impl Iterator<Item = &'static Fixed> + 'a {
    FIXED.iter().filter(|it| {
        it.due_with
            .is_none_or(|file| sources.iter().any(|source| source.path == file))
    })
}

/// Declared in the root manifest and named by the code that ships; trunk has a file instead.
pub fn declared(sources: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let Some(manifest) = sources.iter().find(|it| it.path == "Cargo.toml") else {
        return breaches;
    };
    let is_widget = |it: &&Source| {
        it.is(".rs")
            && (it.is_under("src/")
                || it.is_under("crates/protocol/src/")
                || it.is_under("build/")
                || it.path == "build.rs")
    };
    for fixed in due(sources) {
        let package = fixed.package;
        if !manifest
            .text
            .lines()
            .any(|line| line.split(['=', '.', ' ']).next() == Some(package))
            && !manifest.text.contains(&format!("dependencies.{package}]"))
        {
            breaches.push(manifest.breach(1, format!("does not declare {package}")));
        }
        let name = package.replace('-', "_");
        if !sources
            .iter()
            .filter(is_widget)
            .any(|it| it.code().any(|(_, line)| has_word(line, &name)))
        {
            breaches.push(manifest.breach(
                1,
                format!("declares {package}, which no code of the widget calls"),
            ));
        }
    }
    if !sources.iter().any(|it| it.path == "Trunk.toml") {
        breaches.push(manifest.breach(1, "stands without Trunk.toml"));
    }
    breaches
}

/// Fixed packages that the wasm build does not compile in, by cargo's own account.
pub fn missing_from_shipped_tree(sources: &[Source]) -> Outcome<Vec<String>> {
    let mut cargo = cargo::new();
    cargo.args([
        "tree",
        "--package",
        "guard-login",
        "--target",
        toolchain::TARGET,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let tree = run::printed(&mut cargo)?;
    Ok(missing(&tree, sources))
}

fn missing(tree: &str, sources: &[Source]) -> Vec<String> {
    let shipped: Vec<&str> = tree.lines().filter_map(|it| it.split(' ').next()).collect();
    due(sources)
        .filter(|it| it.part == Part::Ships && !shipped.contains(&it.package))
        .map(|it| {
            format!(
                "Cargo.toml:1: {} is not in the wasm's dependency tree",
                it.package
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository(without: &str) -> Vec<Source> {
        let names: Vec<&str> = FIXED
            .iter()
            .map(|it| it.package)
            .filter(|it| *it != without)
            .collect();
        let manifest: String = names.iter().map(|it| format!("{it} = \"1\"\n")).collect();
        let code: String = names
            .iter()
            .map(|it| format!("use {};\n", it.replace('-', "_")))
            .collect();
        vec![
            Source::new("Cargo.toml", &manifest),
            Source::new("src/lib.rs", &code),
            Source::new("Trunk.toml", ""),
        ]
    }

    #[test]
    fn a_fixed_package_that_is_not_declared_and_called_is_found() {
        assert_eq!(declared(&repository("")), []);
        for fixed in FIXED.iter().filter(|it| it.due_with.is_none()) {
            assert_eq!(
                declared(&repository(fixed.package)).len(),
                2,
                "{}",
                fixed.package
            );
        }
    }

    #[test]
    fn a_package_falls_due_with_its_screen() {
        let mut sources = repository("qrcode");
        assert_eq!(declared(&sources), []);
        sources.push(Source::new("src/views/qr.rs", ""));
        assert_eq!(declared(&sources).len(), 2);
    }

    #[test]
    fn a_fixed_package_that_does_not_ship_is_found() {
        let tree = "guard-login v0.1.0\nleptos v0.8.23\nwasm-bindgen v0.2.130\nweb-sys v0.3.1\nserde v1\nserde_json v1";
        assert_eq!(
            missing(tree, &[]),
            ["Cargo.toml:1: gloo-net is not in the wasm's dependency tree"]
        );
    }
}
