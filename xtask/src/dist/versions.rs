//! Puts a mark of their content into the names of the wasm files, and these names into the scripts that load them.
//!
//! A browser may then keep a file for good, and never joins a script to the module of another build.

use crate::trouble::{At, Outcome};
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

/// Digits of a mark. The server knows marked files by them (`server/src/routes/assets.rs`).
const DIGITS: usize = 16;

/// Marks every wasm file in `dir`.
pub fn mark(dir: &Path) -> Outcome {
    let files = super::files(dir)?;
    let named = |kind: &str| -> Vec<PathBuf> {
        let of_kind = files
            .iter()
            .filter(|it| it.extension().is_some_and(|it| it == kind));
        of_kind.cloned().collect()
    };
    let mut names = Vec::new();
    for file in named("wasm") {
        let path = dir.join(&file);
        let mut hasher = DefaultHasher::new();
        hasher.write(&fs::read(&path).at(&path)?);
        let mark = format!("{:0DIGITS$x}", hasher.finish());
        let marked = file.with_extension(format!("{mark}.wasm"));
        fs::rename(&path, dir.join(&marked)).at(&path)?;
        names.push((file.display().to_string(), marked.display().to_string()));
    }
    for script in named("js") {
        let path = dir.join(script);
        let mut text = fs::read_to_string(&path).at(&path)?;
        for (plain, marked) in &names {
            text = text.replace(plain, marked);
        }
        fs::write(&path, text).at(&path)?;
    }
    Ok(())
}

/// The name of a file without its mark.
pub fn plain(name: &str) -> String {
    let without = || {
        let (stem, mark) = name.strip_suffix(".wasm")?.rsplit_once('.')?;
        let is_mark = mark.len() == DIGITS && mark.bytes().all(|it| it.is_ascii_hexdigit());
        is_mark.then(|| format!("{stem}.wasm"))
    };
    without().unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_file_is_found_by_the_scripts_and_has_its_plain_name_back() {
        let dir = std::env::temp_dir().join(format!("guard-marks-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("a.wasm"), "1").unwrap();
        fs::write(dir.join("a.js"), "load('a.wasm')").unwrap();
        mark(&dir).unwrap();
        let names = super::super::files(&dir).unwrap();
        let [marked, script] = [&names[0], &names[1]].map(|it| it.display().to_string());
        assert_eq!(
            (plain(&marked), plain(&script)),
            ("a.wasm".into(), "a.js".into())
        );
        let text = fs::read_to_string(dir.join("a.js")).unwrap();
        assert_eq!(text, format!("load('{marked}')"));
        assert_ne!(marked, "a.wasm");
        fs::remove_dir_all(dir).unwrap();
    }
}
