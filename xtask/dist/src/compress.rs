//! Writes `file.br` and `file.gz` beside each file, at the strongest setting: done once here, served many times.
//! A file whose compressed siblings are newer is left alone.

use anyhow::{Context, Result};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

pub fn beside_each(dir: &Path) -> Result<()> {
    for file in files_under(dir)? {
        if is_compressed(&file) || is_fresh(&file) {
            continue;
        }
        let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        fs::write(with_suffix(&file, "br"), brotli(&bytes)?)?;
        fs::write(with_suffix(&file, "gz"), gzip(&bytes)?)?;
    }
    Ok(())
}

/// Brotli at quality 11 with its largest ordinary window: what size budgets are counted in.
pub fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn files_under(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(dir).with_context(|| format!("listing {}", dir.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_under(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn is_compressed(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "br" || it == "gz")
}

fn is_fresh(file: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
    let Some(source) = changed(file) else {
        return false;
    };
    ["br", "gz"]
        .iter()
        .all(|it| changed(&with_suffix(file, it)).is_some_and(|made| made > source))
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_compressed_comes_back_whole() {
        let text = "the quick brown fox ".repeat(200).into_bytes();
        let mut unbrotlied = Vec::new();
        brotli::BrotliDecompress(&mut &brotli(&text).unwrap()[..], &mut unbrotlied).unwrap();
        let mut ungzipped = Vec::new();
        flate2::read::GzDecoder::new(&gzip(&text).unwrap()[..])
            .read_to_end(&mut ungzipped)
            .unwrap();
        assert_eq!((&unbrotlied, &ungzipped), (&text, &text));
    }

    #[test]
    fn each_file_gets_its_siblings_and_a_changed_one_gets_new_ones() {
        let dir = std::env::temp_dir().join(format!("guard-dist-{}", std::process::id()));
        fs::create_dir_all(dir.join("locales")).unwrap();
        fs::write(dir.join("locales/en.json"), "{}".repeat(100)).unwrap();
        beside_each(&dir).unwrap();
        let first = fs::read(dir.join("locales/en.json.br")).unwrap();
        beside_each(&dir).unwrap();
        assert_eq!(
            files_under(&dir).unwrap().len(),
            3,
            "compressed files are not compressed again"
        );
        fs::write(dir.join("locales/en.json"), "[]".repeat(500)).unwrap();
        beside_each(&dir).unwrap();
        assert_ne!(first, fs::read(dir.join("locales/en.json.br")).unwrap());
        fs::remove_dir_all(&dir).unwrap();
    }
}
