//! Makes two files for the widget: its one style sheet, and the names of its texts.
use std::{collections::BTreeMap, env, fs, io, path::PathBuf};

/// Plain sheets first, in this order; the scoped ones of the components follow.
const PLAIN: [&str; 2] = ["style/tokens.css", "style/base.css"];
const TEXTS: &str = "public/locales/en-US.json";

fn main() -> io::Result<()> {
    for input in ["src", "style", TEXTS] {
        println!("cargo:rerun-if-changed={input}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("guard.css"), style_sheet(&out)?)?;
    fs::write(out.join("key.rs"), keys()?)
}

/// Everything stands in `@layer guard`, so that whatever the host page says wins without `!important`.
fn style_sheet(out: &std::path::Path) -> io::Result<String> {
    let scoped = out.join("scoped.css");
    stylers::build(Some(scoped.to_string_lossy().into_owned()));
    let mut sheet = String::new();
    for path in PLAIN {
        sheet += &fs::read_to_string(path)?;
    }
    let scoped = fs::read_to_string(scoped)?;
    nothing_is_missing(&scoped)?;
    sheet += &scoped;
    Ok(format!("@layer guard{{{}}}", compact(&sheet)))
}

/// stylers reads `let css = style_sheet!(…)` in functions that stand in a module, and passes over any other in silence.
fn nothing_is_missing(scoped: &str) -> io::Result<()> {
    let rules = |sheet: &str| sheet.matches('{').count();
    let mut expected = 0;
    for entry in fs::read_dir("style")? {
        let path = entry?.path();
        if !PLAIN.iter().any(|it| path.ends_with(it)) {
            expected += rules(&fs::read_to_string(path)?);
        }
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

/// `signIn.title` becomes `Key::SignInTitle`; the English file is the list.
fn keys() -> io::Result<String> {
    let texts: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(TEXTS)?)?;
    let each = |write: fn(&str, &str) -> String| {
        texts
            .iter()
            .map(|(key, text)| write(key, text))
            .collect::<String>()
    };
    let count = texts.len();
    Ok(format!(
        "/// The name of a text; one variant for each key of `{TEXTS}`.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Key {{{}}}\n\
         /// The keys in the locale files.\nconst NAMES: [&str; {count}] = [{}];\n\
         const ENGLISH: [&str; {count}] = [{}];\n",
        each(|key, _| variant(key) + ","),
        each(|key, _| format!("{key:?},")),
        each(|_, text| format!("{text:?},")),
    ))
}

fn variant(key: &str) -> String {
    key.split('.')
        .map(|part| {
            part.get(..1).unwrap_or_default().to_uppercase() + part.get(1..).unwrap_or_default()
        })
        .collect()
}
