//! The release build and its size.

use super::{Context, Result};
use crate::trouble::{At, Outcome, Trouble};
use crate::{dist, place, size};
use std::fs;
use std::path::Path;

pub fn size(_: &Context) -> Result {
    dist::build(dist::Kind::Release)
        .and_then(|built| anonymous(&built.dir).and_then(|()| size::gate(&built)))
        .into()
}

/// What ships must not tell where it was built.
fn anonymous(dir: &Path) -> Outcome {
    let home = std::env::var("HOME").unwrap_or_default();
    let traces = [place::root().display().to_string(), home];
    for file in dist::files(dir)? {
        let bytes = fs::read(dir.join(&file)).at(&file)?;
        if let Some(trace) = traces.iter().find(|it| names(&bytes, it)) {
            let what = format!(
                "{} names the folder {trace} of this machine",
                file.display()
            );
            return Err(Trouble::new(what).mended_by("remap it in xtask/src/dist.rs"));
        }
    }
    Ok(())
}

/// `/` and the like are in everything.
fn names(bytes: &[u8], folder: &str) -> bool {
    let folder = format!("{}/", folder.trim_end_matches('/')).into_bytes();
    folder.len() > 4 && bytes.windows(folder.len()).any(|it| it == folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_names_the_folder_it_was_built_in_is_found() {
        let dir = std::env::temp_dir().join(format!("guard-ship-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("a.wasm"), "guard/src/lib.rs").unwrap();
        assert!(anonymous(&dir).is_ok());
        fs::write(
            dir.join("a.wasm"),
            place::at("src/lib.rs").display().to_string(),
        )
        .unwrap();
        assert!(anonymous(&dir).unwrap_err().to_string().contains("a.wasm"));
        fs::remove_dir_all(dir).unwrap();
    }
}
