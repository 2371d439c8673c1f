//! Makes one folder like another, touching only what differs: a file that stays keeps its time, and so its compressed siblings.

use crate::trouble::{At, Outcome};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub fn mirror(from: &Path, to: &Path) -> Outcome {
    let wanted: BTreeSet<PathBuf> = files(from)?.into_iter().collect();
    for file in &wanted {
        let (source, copy) = (from.join(file), to.join(file));
        let bytes = fs::read(&source).at(&source)?;
        if fs::read(&copy).is_ok_and(|it| it == bytes) {
            continue;
        }
        if let Some(dir) = copy.parent() {
            fs::create_dir_all(dir).at(dir)?;
        }
        fs::write(&copy, bytes).at(&copy)?;
    }
    for stray in files(to)?
        .into_iter()
        .filter(|it| !wanted.contains(it) && !is_sibling(it, &wanted))
    {
        fs::remove_file(to.join(&stray)).at(&stray)?;
    }
    Ok(())
}

/// A compressed form of a file that stays.
fn is_sibling(file: &Path, wanted: &BTreeSet<PathBuf>) -> bool {
    file.extension().is_some_and(|it| it == "br" || it == "gz")
        && wanted.contains(&file.with_extension(""))
}

/// Every file under `dir`, relative to it, in order.
pub fn files(dir: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    if dir.is_dir() {
        collect(dir, dir, &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(root: &Path, dir: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    for entry in fs::read_dir(dir).at(dir)? {
        let path = entry.at(dir)?.path();
        if path.is_dir() {
            collect(root, &path, found)?;
        } else if let Ok(relative) = path.strip_prefix(root) {
            found.push(relative.to_path_buf());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_removes_strays_and_leaves_unchanged_files_and_their_siblings_alone() {
        let root = std::env::temp_dir().join(format!("guard-mirror-{}", std::process::id()));
        let (from, to) = (root.join("from"), root.join("to"));
        fs::create_dir_all(from.join("locales")).unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(from.join("locales/en.json"), "{}").unwrap();
        fs::write(from.join("a.js"), "1").unwrap();
        mirror(&from, &to).unwrap();
        let before = fs::metadata(to.join("a.js")).unwrap().modified().unwrap();
        for stray in ["a.js.br", "gone.js", "gone.js.br"] {
            fs::write(to.join(stray), "x").unwrap();
        }
        mirror(&from, &to).unwrap();
        let names: Vec<String> = files(&to)
            .unwrap()
            .iter()
            .map(|it| it.display().to_string())
            .collect();
        assert_eq!(names, ["a.js", "a.js.br", "locales/en.json"]);
        assert_eq!(
            fs::metadata(to.join("a.js")).unwrap().modified().unwrap(),
            before
        );
        fs::remove_dir_all(root).unwrap();
    }
}
