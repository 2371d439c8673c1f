//! A throw-away PostgreSQL cluster for the storage tests: made, started and removed with the value that holds it.

use std::path::PathBuf;

/// The folder of the server's programs, which Debian keeps off PATH; the newest where there are several.
pub fn programs() -> Option<PathBuf> {
    if let Some(initdb) = crate::run::found("initdb") {
        return initdb.parent().map(PathBuf::from);
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<(u32, PathBuf)> = versions
        .filter_map(|it| it.ok())
        .filter_map(|it| Some((it.file_name().to_str()?.parse().ok()?, it.path().join("bin"))))
        .filter(|(_, dir)| dir.join("initdb").is_file())
        .collect();
    folders.sort();
    folders.pop().map(|(_, dir)| dir)
}
