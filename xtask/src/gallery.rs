//! `cargo xtask gallery`: a picture of every screen into target/gallery, and one sheet with all of them.
//! The pictures are made by e2e/gallery/, through the real flow; the sheet is a page of them that Chromium draws.

use crate::arguments::Arguments;
use crate::test::e2e;
use crate::trouble::{At, Outcome, Trouble};
use crate::{dist, place, run, setup};
use std::fs;
use std::path::{Path, PathBuf};

pub fn run(arguments: Arguments) -> Outcome {
    arguments.done("cargo xtask gallery")?;
    setup::need(&[setup::Part::Widget, setup::Part::Browser])?;
    e2e::prepared()?;
    let dir = place::target("gallery");
    if dir.exists() {
        fs::remove_dir_all(&dir).at(&dir)?;
    }
    fs::create_dir_all(&dir).at(&dir)?;
    run::shown(e2e::playwright(&["--project=gallery"]).env("GUARD_GALLERY", &dir))?;
    let pictures = pictures(&dir)?;
    if pictures.is_empty() {
        return Err(
            Trouble::new("The gallery tests left no picture in target/gallery")
                .mended_by("write them to $GUARD_GALLERY"),
        );
    }
    let page = dir.join("index.html");
    fs::write(&page, sheet(&pictures)).at(&page)?;
    let sheet = dir.join("contact-sheet.png");
    run::shown(e2e::node("contact-sheet.mjs").arg(&page).arg(&sheet))?;
    println!("{} pictures; {}", pictures.len(), sheet.display());
    Ok(())
}

/// Relative to the gallery, in order, the sheet itself left out.
fn pictures(dir: &Path) -> Outcome<Vec<PathBuf>> {
    let is_picture = |it: &PathBuf| {
        it.extension().is_some_and(|it| it == "png")
            && it.file_stem().is_some_and(|it| it != "contact-sheet")
    };
    Ok(dist::files(dir)?.into_iter().filter(is_picture).collect())
}

fn sheet(pictures: &[PathBuf]) -> String {
    let mut page = String::from(
        "<!doctype html><meta charset=utf-8><title>Gallery</title><style>\
         body{margin:24px;background:#888;font:12px sans-serif;display:flex;flex-wrap:wrap;gap:16px;align-items:start}\
         figure{margin:0;width:var(--picture,300px)}img{width:100%;display:block}figcaption{padding:4px 0;color:#fff;overflow-wrap:anywhere}</style>\n",
    );
    for picture in pictures {
        let name = escaped(&picture.display().to_string());
        page.push_str(&format!(
            "<figure><img src=\"{name}\" alt=\"\"><figcaption>{name}</figcaption></figure>\n"
        ));
    }
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_shows_every_picture_by_its_name() {
        let page = sheet(&["sign-in/light.png".into(), "a&b.png".into()]);
        assert!(page.contains("src=\"sign-in/light.png\"") && page.contains("a&amp;b.png"));
        assert_eq!(page.matches("<figure>").count(), 2);
    }
}
