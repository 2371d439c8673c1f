//! Makes the widget's style sheets and the names of its texts, and says what of them can wait for a chunk.
use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs, io,
    path::Path,
    path::PathBuf,
};

#[path = "build/first_form.rs"]
mod first_form;
#[path = "build/late.rs"]
mod late;
#[path = "build/sheets.rs"]
mod sheets;

const TEXTS: &str = "public/locales/en-US.json";

/// Each chunk of `src/views/lazy.rs`, and the files that nothing outside of it uses. Texts and sheets that only they name travel with it.
const CHUNKS: [(&str, &[&str]); 2] = [
    (
        "account",
        &[
            "src/i18n/say_later.rs",
            "src/ui/boxes.rs",
            "src/ui/check.rs",
            "src/ui/meter.rs",
            "src/ui/phone.rs",
            "src/ui/picker.rs",
            "src/ui/spaced.rs",
            "src/views/abroad.rs",
            "src/views/account.rs",
            "src/views/address.rs",
            "src/views/captcha.rs",
            "src/views/code.rs",
            "src/views/consent.rs",
            "src/views/countries.rs",
            "src/views/forgot.rs",
            "src/views/judgement.rs",
            "src/views/new_password.rs",
            "src/views/register.rs",
            "src/views/sign_in_code.rs",
            "src/views/spacing.rs",
            "src/views/unverified.rs",
        ],
    ),
    ("scan", &["src/views/qr.rs", "src/views/scan.rs"]),
];

fn main() -> io::Result<()> {
    for input in ["src", "style", "public/locales"] {
        println!("cargo:rerun-if-changed={input}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let sources = sources(Path::new("src"))?;
    let (first, later) = sheets::sheets(&out, &sources)?;
    fs::write(out.join("guard.css"), first)?;
    for ((chunk, _), sheet) in CHUNKS.iter().zip(later) {
        fs::write(out.join(format!("{chunk}.css")), sheet)?;
    }
    fs::write(out.join("key.rs"), keys(&sources)?)?;
    let beside = beside_the_wasm(&out);
    first_form::write(beside, &fs::read_to_string(out.join("guard.css"))?)?;
    fs::write(beside.join("late-words.js"), late::words()?)
}

/// Where `cargo xtask dist` finds what it bundles: the folder of the profile, three above a build script's own.
fn beside_the_wasm(out: &Path) -> &Path {
    out.ancestors().nth(3).unwrap_or(out)
}

/// By language, the texts whose keys are `said`.
fn words(said: impl Fn(&str) -> bool) -> io::Result<BTreeMap<String, BTreeMap<String, String>>> {
    let mut words = BTreeMap::new();
    for entry in fs::read_dir("public/locales")? {
        let path = entry?.path();
        let texts: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let tag = path.file_stem().unwrap_or_default().to_string_lossy();
        let said = texts.into_iter().filter(|it| said(&it.0));
        words.insert(tag.into_owned(), said.collect());
    }
    Ok(words)
}

struct Source {
    path: String,
    text: String,
}

fn sources(dir: &Path) -> io::Result<Vec<Source>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else {
            found.push(Source {
                text: fs::read_to_string(&path)?,
                path: path.to_string_lossy().replace('\\', "/"),
            });
        }
    }
    Ok(found)
}

/// The chunk that alone says `word`, by its place in [`CHUNKS`]; `None` for what is needed before.
fn chunk_of(word: &str, sources: &[Source]) -> Option<usize> {
    let said = |it: &&Source| {
        let mut rest = it.text.as_str();
        while let Some((_, after)) = rest.split_once(word) {
            if !after.starts_with(|it: char| it.is_alphanumeric() || it == '_') {
                return true;
            }
            rest = after;
        }
        false
    };
    let mut chunks = sources.iter().filter(said).map(|source| {
        CHUNKS
            .iter()
            .position(|(_, files)| files.contains(&source.path.as_str()))
    });
    let first = chunks.next()??;
    chunks.all(|it| it == Some(first)).then_some(first)
}

/// `signIn.title` becomes `Key::SignInTitle`; the English file is the list. What the first form says comes first, then chunk by chunk.
fn keys(sources: &[Source]) -> io::Result<String> {
    let texts: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(TEXTS)?)?;
    let mut parts = vec![Vec::new(); CHUNKS.len() + 1];
    for it in texts.iter().filter(|it| !it.0.starts_with(late::LATE)) {
        let chunk = chunk_of(&format!("Key::{}", variant(it.0)), sources);
        if let Some(part) = parts.get_mut(chunk.map_or(0, |it| it + 1)) {
            part.push(it);
        }
    }
    let all: Vec<_> = parts.iter().flatten().collect();
    let variants: String = all.iter().map(|it| variant(it.0) + ",").collect();
    let hashes: Vec<u32> = all.iter().map(|it| hash(it.0)).collect();
    let different: BTreeSet<u32> = hashes.iter().copied().collect();
    if different.len() < hashes.len() {
        return Err(io::Error::other(format!(
            "two keys of {TEXTS} have one hash: rename one"
        )));
    }
    let names: String = all.iter().map(|it| format!("{:?},", it.0)).collect();
    let mut code = format!(
        "/// The name of a text; one variant for each key of `{TEXTS}`.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\npub enum Key {{{variants}}}\n\
         #[cfg(test)]\nconst NAMES: [&str; {count}] = [{names}];\n",
        count = all.len()
    );
    let mut from = 0;
    let titles = std::iter::once("first").chain(CHUNKS.iter().map(|it| it.0));
    for (title, part) in titles.zip(&parts) {
        let hashes: Vec<u32> = part.iter().map(|it| hash(it.0)).collect();
        let english: Vec<&str> = part.iter().map(|it| it.1.as_str()).collect();
        if english.iter().any(|it| it.contains('\n')) {
            return Err(io::Error::other(format!("a text of {TEXTS} has two lines")));
        }
        code += &format!(
            "/// What is said in English by `{title}` alone.\npub static {}: Chapter = Chapter {{ from: {from}, hashes: &{hashes:?}, english: {:?} }};\n",
            title.to_uppercase(),
            english.join("\n")
        );
        from += part.len();
    }
    Ok(code)
}

/// FNV-1a, as `src/i18n/mod.rs` has it: four bytes in the download instead of a name.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, it| {
        (hash ^ u32::from(it)).wrapping_mul(0x0100_0193)
    })
}

fn variant(key: &str) -> String {
    key.split('.')
        .map(|part| {
            part.get(..1).unwrap_or_default().to_uppercase() + part.get(1..).unwrap_or_default()
        })
        .collect()
}
