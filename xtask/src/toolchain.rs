//! Which Rust toolchain builds for wasm32 here, and how small it can build. Looks, and never installs: that is `setup`.

use crate::run;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";

/// How the widget is built. The size budget belongs to `Small`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipe {
    /// The standard library is rebuilt for size, and a panic aborts at once: needs the library's source.
    Small,
    /// The standard library as the toolchain ships it.
    Plain,
    /// Quick to build, readable panics.
    Dev,
}

impl Recipe {
    pub fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Plain => "plain",
            Self::Dev => "dev",
        }
    }

    /// Whether screens that come later are files of their own.
    pub fn splits(self) -> bool {
        self != Self::Dev
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toolchain {
    /// What rustup calls it, or none for the one that `cargo` is by itself.
    name: Option<&'static str>,
    has_target: bool,
    has_source: bool,
    has_linker: bool,
}

/// What Debian's packages are linked as.
pub const DEBIAN: &str = "debian";

/// The best toolchain at hand: one that can make the small build first, then the default one.
/// `GUARD_TOOLCHAIN=default` or `debian` asks for one of them.
pub fn best() -> Option<Toolchain> {
    let wanted = std::env::var("GUARD_TOOLCHAIN").ok();
    let at_hand = [None, Some(DEBIAN)].into_iter().filter(|it| {
        wanted
            .as_deref()
            .is_none_or(|wanted| wanted == it.unwrap_or("default"))
    });
    let found: Vec<Toolchain> = at_hand.filter_map(look).filter(Toolchain::builds).collect();
    found
        .iter()
        .find(|it| it.recipe() == Recipe::Small)
        .or(found.first())
        .cloned()
}

/// Whether all of Debian's packages are there, linked with rustup or not.
pub fn debian_is_installed() -> bool {
    let Ok(host) = run::printed(Command::new("rustc").args(["--print", "host-tuple"])) else {
        return false;
    };
    let seen = Toolchain::seen(Some(DEBIAN), Path::new("/usr"), &host);
    seen.builds() && seen.recipe() == Recipe::Small
}

fn look(name: Option<&'static str>) -> Option<Toolchain> {
    let mut rustc = Command::new("rustc");
    if let Some(name) = name {
        rustc.arg(format!("+{name}"));
    }
    let sysroot = PathBuf::from(run::printed(rustc.args(["--print", "sysroot"])).ok()?);
    let host = run::printed(Command::new("rustc").args(["--print", "host-tuple"])).ok()?;
    Some(Toolchain::seen(name, &sysroot, &host))
}

impl Toolchain {
    fn seen(name: Option<&'static str>, sysroot: &Path, host: &str) -> Self {
        let lib = sysroot.join("lib/rustlib");
        Self {
            name,
            has_target: lib.join(TARGET).join("lib").is_dir(),
            has_source: lib.join("src/rust/library/std").is_dir(),
            // Debian's rust-lld is a link that dangles until the lld it names is installed; `exists` follows links.
            has_linker: lib.join(host).join("bin/rust-lld").exists()
                || (sysroot == Path::new("/usr") && Path::new("/usr/bin/rust-lld").exists()),
        }
    }

    /// Whether it is the one that Debian's packages make.
    pub fn is_debian(&self) -> bool {
        self.name == Some(DEBIAN)
    }

    fn builds(&self) -> bool {
        self.has_linker && (self.has_target || self.has_source)
    }

    pub fn recipe(&self) -> Recipe {
        if self.has_source {
            Recipe::Small
        } else {
            Recipe::Plain
        }
    }

    /// Whether `cargo clippy` works with it, for the wasm32 lints.
    pub fn has_clippy(&self) -> bool {
        run::succeeds(self.cargo().args(["clippy", "--version"]))
    }

    /// `cargo` of this toolchain, without a target.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        if let Some(name) = self.name {
            // What started us may have been another toolchain's cargo.
            cargo.arg(format!("+{name}")).env_remove("RUSTUP_TOOLCHAIN");
        }
        cargo.env_remove("CARGO").env_remove("RUSTC");
        cargo
    }

    /// Arguments that make a cargo command build for wasm32, std included where its target is not shipped.
    pub fn for_wasm(&self, command: &mut Command, recipe: Recipe) {
        command.args(["--target", TARGET]);
        let rebuilds_std = recipe == Recipe::Small || !self.has_target;
        if rebuilds_std {
            command.args(["-Z", "build-std=std,panic_abort"]);
        }
        if recipe == Recipe::Small {
            command.args(["-Z", "build-std-features=optimize_for_size"]);
        }
        if rebuilds_std || recipe == Recipe::Small {
            // `-Z` on a stable toolchain. stylers' own entry in .cargo/config.toml asks for less, and for the same reason.
            command.env("RUSTC_BOOTSTRAP", "1");
        }
    }

    /// Environment that makes a program which calls cargo for wasm32 by itself use this toolchain.
    pub fn for_others(&self, command: &mut Command) {
        if let Some(name) = self.name {
            command.env("RUSTUP_TOOLCHAIN", name);
        }
        if !self.has_target {
            command
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        }
    }

    pub fn describe(&self) -> String {
        format!(
            "the {} toolchain, {} recipe",
            self.name.unwrap_or("default"),
            self.recipe().name()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn sysroot(parts: &[&str]) -> Toolchain {
        let id = parts.join("").replace('/', "-");
        let root = std::env::temp_dir().join(format!("guard-sysroot-{}-{id}", std::process::id()));
        for part in parts {
            fs::create_dir_all(root.join("lib/rustlib").join(part)).unwrap();
        }
        let seen = Toolchain::seen(None, &root, "host");
        fs::remove_dir_all(root).unwrap();
        seen
    }

    #[test]
    fn a_target_without_a_linker_does_not_build() {
        assert!(!sysroot(&["wasm32-unknown-unknown/lib"]).builds());
        assert!(sysroot(&["wasm32-unknown-unknown/lib", "host/bin/rust-lld"]).builds());
    }

    #[test]
    fn the_source_of_std_makes_the_small_recipe_and_stands_in_for_the_target() {
        let plain = sysroot(&["wasm32-unknown-unknown/lib", "host/bin/rust-lld"]);
        let small = sysroot(&["src/rust/library/std", "host/bin/rust-lld"]);
        assert_eq!(
            (plain.recipe(), small.recipe()),
            (Recipe::Plain, Recipe::Small)
        );
        assert!(small.builds());
    }

    #[test]
    fn a_shipped_target_is_not_rebuilt_for_a_quick_build() {
        let both = sysroot(&[
            "wasm32-unknown-unknown/lib",
            "src/rust/library/std",
            "host/bin/rust-lld",
        ]);
        let words = |recipe| {
            let mut command = Command::new("cargo");
            both.for_wasm(&mut command, recipe);
            command
                .get_args()
                .map(|it| it.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(words(Recipe::Dev), "--target wasm32-unknown-unknown");
        assert!(words(Recipe::Small).contains("build-std=std,panic_abort"));
    }
}
