//! The first form's sheet, and one for each chunk.
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use stylers_core::Class;

use super::{CHUNKS, Source, chunk_of};

/// Plain sheets come first, in this order; the scoped ones of the components follow.
const TOKENS: &str = "style/tokens.css";
const BASE: &str = "style/base.css";
/// What tokens are set on: the element, around either kind of root.
const HOLDER: &str = ":where(guard-login), :host";

/// The first form's sheet, and one for each chunk, with the tokens that only its parts use. Everything stands in `@layer guard`, so that whatever the host page says wins without `!important`.
pub fn sheets(out: &Path, sources: &[Source]) -> io::Result<(String, Vec<String>)> {
    let scoped = out.join("scoped.css");
    stylers::build(Some(scoped.to_string_lossy().into_owned()));
    let scoped = fs::read_to_string(scoped)?;
    nothing_is_missing(&scoped)?;
    let mut first = fs::read_to_string(BASE)?;
    let mut later = vec![String::new(); CHUNKS.len()];
    let mut owners = BTreeMap::new();
    for path in parts()? {
        let name = path.to_string_lossy().replace('\\', "/");
        owners.insert(class(&path)?, chunk_of(&format!("\"./{name}"), sources));
    }
    for rule in rules(&scoped) {
        let owner = owners
            .iter()
            .find(|(class, _)| rule.contains(class.as_str()));
        match owner
            .and_then(|(_, chunk)| *chunk)
            .and_then(|it| later.get_mut(it))
        {
            Some(sheet) => *sheet += rule,
            None => first += rule,
        }
    }
    let tokens = fs::read_to_string(TOKENS)?;
    let waits = |line: &&str| {
        token(line).is_some_and(|it| {
            !uses(&first, it) && !uses(&tokens, it) && later.iter().any(|sheet| uses(sheet, it))
        })
    };
    let (late, early): (Vec<_>, Vec<_>) = tokens.lines().partition(waits);
    let later = later.iter().map(|sheet| {
        let own = late
            .iter()
            .filter(|line| token(line).is_some_and(|it| uses(sheet, it)));
        let own: Vec<_> = own.copied().collect();
        layered(&format!("{HOLDER} {{\n{}\n}}\n{sheet}", own.join("\n")))
    });
    Ok((layered(&(early.join("\n") + &first)), later.collect()))
}

fn layered(sheet: &str) -> String {
    format!("@layer guard{{{}}}", compact(sheet))
}

/// The name of the token that a line of [`TOKENS`] sets for every box.
fn token(line: &str) -> Option<&str> {
    let (name, _) = line.trim().split_once(':')?;
    name.starts_with("--").then_some(name)
}

fn uses(sheet: &str, token: &str) -> bool {
    sheet.contains(&format!("var({token})"))
}

/// The sheets of the components.
pub fn parts() -> io::Result<Vec<PathBuf>> {
    let all = fs::read_dir("style")?.map(|entry| entry.map(|it| it.path()));
    let plain = |it: &PathBuf| it.ends_with(TOKENS) || it.ends_with(BASE);
    all.filter(|it| it.as_ref().map_or(true, |it| !plain(it)))
        .collect()
}

/// Whole rules, at-rules with all that is in them.
fn rules(sheet: &str) -> Vec<&str> {
    let (mut found, mut from, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, it) in sheet.char_indices() {
        match it {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    found.extend(sheet.get(from..=at));
                    from = at + 1;
                }
            }
            _ => {}
        }
    }
    found
}

/// stylers reads `let css = style_sheet!(…)` in functions that stand in a module, and passes over any other in silence.
fn nothing_is_missing(scoped: &str) -> io::Result<()> {
    let rules = |sheet: &str| sheet.matches('{').count();
    let mut expected = 0;
    for path in parts()? {
        expected += rules(&fs::read_to_string(path)?);
    }
    if rules(scoped) == expected {
        return Ok(());
    }
    let found = rules(scoped);
    Err(io::Error::other(format!(
        "style/ has {expected} rules for parts and {found} of them are used: is a `style_sheet!` outside a plain function?"
    )))
}

/// Without comments, line ends and indentation.
fn compact(sheet: &str) -> String {
    let mut rest = sheet;
    let mut bare = String::new();
    while let Some((before, after)) = rest.split_once("/*") {
        bare += before;
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare += rest;
    bare.lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("")
        .replace(": ", ":")
        .replace(" {", "{")
        .replace(";}", "}")
}

/// The class of the parts that the sheet at `path` is for.
pub fn class(path: &Path) -> io::Result<String> {
    let class = Class::rand_class_from_seed(fs::read_to_string(path)?);
    Ok(class.as_name().to_owned())
}
