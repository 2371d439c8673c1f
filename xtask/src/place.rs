//! Where things are in this repository. The only file that spells out its folders.

use std::path::{Path, PathBuf};

pub fn root() -> &'static Path {
    // xtask's manifest is one level below the root.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or_else(|| Path::new("."))
}

pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// Everything that is built lies under here.
pub fn target(path: &str) -> PathBuf {
    root().join("target").join(path)
}

/// Reports of the last `cargo xtask test`.
pub fn reports(path: &str) -> PathBuf {
    target("reports").join(path)
}

/// The last `cargo xtask bench`.
pub fn bench(path: &str) -> PathBuf {
    target("bench").join(path)
}
