//! Makes the glue between JS and wasm smaller: what the two call each other by are long names with a hash, twice.

use crate::split::LOADER;
use anyhow::{Context, Result, ensure};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use walrus::Module;

/// Rewrites the glue `name.js` and the module `name_bg.wasm` in `dir`.
pub fn shorten(dir: &Path, name: &str) -> Result<()> {
    let (script, wasm) = (
        dir.join(format!("{name}.js")),
        dir.join(format!("{name}_bg.wasm")),
    );
    let text = fs::read_to_string(&script).with_context(|| script.display().to_string())?;
    let mut module = Module::from_file(&wasm)?;
    let names = rename(&mut module, &format!("./{name}_bg.js"));
    let text = renamed(&modern(&with_start(&with_chunks(&text)?)?)?, &names);
    module.emit_wasm_file(&wasm)?;
    fs::write(&script, text).with_context(|| script.display().to_string())
}

/// Short names for all that `glue` gives the module, and for what it takes by a name of wasm-bindgen's.
fn rename(module: &mut Module, glue: &str) -> HashMap<String, String> {
    let mut names = HashMap::new();
    let mut short = |long: &str| -> String {
        let next = format!("$w{:x}", names.len());
        names.entry(long.to_string()).or_insert(next).clone()
    };
    for import in module.imports.iter_mut() {
        if import.module == glue {
            import.name = short(&import.name);
            import.module = short(glue);
        }
    }
    for export in module.exports.iter_mut() {
        if export.name.starts_with("__wb") {
            export.name = short(&export.name);
        }
    }
    names
}

/// Replaces whole words only.
fn renamed(text: &str, names: &HashMap<String, String>) -> String {
    let is_word = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '$' | '.' | '/');
    let mut rest = text;
    let mut result = String::new();
    while let Some(start) = rest.find(is_word) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|it| !is_word(it)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        result += before;
        let short = |it: &str| names.get(it).cloned().unwrap_or_else(|| it.to_string());
        // A module's name has dots in it; a member's name stands behind one.
        result += &match names.get(word) {
            Some(short) => short.clone(),
            None => word.split('.').map(short).collect::<Vec<_>>().join("."),
        };
        rest = after;
    }
    result + rest
}

/// Imports the chunks' loader as the object that it is, once: a module's namespace would be built by code that a page can trip.
fn with_chunks(text: &str) -> Result<String> {
    let from = format!(" from \"{LOADER}\"");
    let key = format!("\"{LOADER}\": ");
    ensure!(
        text.contains(&from) && text.contains(&key),
        "the glue does not import {LOADER} as expected"
    );
    let (mut imported, mut given) = (false, false);
    let lines = text.lines().filter_map(|line| {
        if line.starts_with("import ") && line.contains(&from) {
            let first = !std::mem::replace(&mut imported, true);
            return first.then(|| format!("import {{ chunks }}{from};"));
        }
        if line.trim_start().starts_with(&key) {
            let first = !std::mem::replace(&mut given, true);
            return first.then(|| format!("{key}chunks,"));
        }
        Some(line.to_string())
    });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

/// Starts by `start.js`, in place of everything behind where the generated way to start begins.
fn with_start(text: &str) -> Result<String> {
    const BEGINS: &str = "async function __wbg_load(";
    let (kept, _) = text
        .split_once(BEGINS)
        .context("the glue does not start as expected")?;
    ensure!(
        kept.contains("function __wbg_get_imports(")
            && kept.contains("function __wbg_finalize_init("),
        "the glue's parts stand in another order"
    );
    Ok(kept.to_string() + include_str!("start.js"))
}

/// What the glue says for browsers that cannot run the module anyway, or for uses that are not ours, and what it says instead.
const OLD: [(&str, &str); 10] = [
    (
        "(typeof FinalizationRegistry === 'undefined')\n    ? { register: () => {}, unregister: () => {} }\n    : new FinalizationRegistry",
        "new FinalizationRegistry",
    ),
    (
        "if (!('encodeInto' in cachedTextEncoder)) {\n    cachedTextEncoder.encodeInto = function (arg, view) {\n        const buf = cachedTextEncoder.encode(arg);\n        view.set(buf);\n        return {\n            read: arg.length,\n            written: buf.length\n        };\n    };\n}\n",
        "",
    ),
    // A decoder of Safari's gives up after 2 GiB of texts; a box has read some kilobytes.
    (
        "    numBytesDecoded += bytes.length;\n    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {\n        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });\n        cachedTextDecoder.decode();\n        numBytesDecoded = bytes.length;\n    }\n",
        "",
    ),
    (
        "    if (realloc === undefined) {\n        const buf = cachedTextEncoder.encode(arg);\n        const ptr = malloc(buf.length, 1) >>> 0;\n        getUint8ArrayMemory0().subarray(ptr, ptr + buf.length).set(buf);\n        WASM_VECTOR_LEN = buf.length;\n        return ptr;\n    }\n",
        "",
    ),
    (
        "if (Symbol.dispose) Mounted.prototype[Symbol.dispose] = Mounted.prototype.free;\n",
        "",
    ),
    (
        "cachedDataViewMemory0.buffer.detached === true || (cachedDataViewMemory0.buffer.detached === undefined && cachedDataViewMemory0.buffer !== wasm.memory.buffer)",
        "cachedDataViewMemory0.buffer !== wasm.memory.buffer",
    ),
    (
        "typeof globalThis === 'undefined' ? undefined : globalThis",
        "globalThis",
    ),
    (
        "typeof global === 'undefined' ? undefined : global",
        "undefined",
    ),
    (
        "typeof self === 'undefined' ? undefined : self",
        "undefined",
    ),
    (
        "typeof window === 'undefined' ? undefined : window",
        "undefined",
    ),
];

/// Takes out what no browser with reference types and bulk memory needs.
fn modern(text: &str) -> Result<String> {
    OLD.iter().try_fold(text.to_string(), |text, (old, new)| {
        ensure!(text.contains(old), "the glue does not say {old} any more");
        Ok(text.replace(old, new))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_are_replaced_and_longer_ones_left_alone() {
        let names = HashMap::from([
            ("__wbg_abort_1".to_string(), "$w0".to_string()),
            ("./it_bg.js".to_string(), "$w1".to_string()),
        ]);
        let text = "{ __wbg_abort_1: 1, __wbg_abort_12: 2, \"./it_bg.js\": wasm.__wbg_abort_1() }";
        assert_eq!(
            renamed(text, &names),
            "{ $w0: 1, __wbg_abort_12: 2, \"$w1\": wasm.$w0() }"
        );
    }

    #[test]
    fn glue_that_does_not_import_the_chunks_is_an_error() {
        assert!(with_chunks("import * as import1 from \"./other.js\"").is_err());
    }

    #[test]
    fn what_starts_the_module_is_ours_and_what_it_needs_is_kept() {
        let glue = "function __wbg_get_imports() {}\nfunction __wbg_finalize_init() {}\nasync function __wbg_load() { old }\nexport { old }";
        let text = with_start(glue).unwrap();
        assert!(!text.contains("old") && text.contains("export default async function start"));
        assert!(with_start("async function __wbg_load() {}").is_err());
        assert!(with_start("function other() {}").is_err());
    }

    #[test]
    fn chunks_are_imported_once_however_many_there_are() {
        let glue = format!(
            "import * as import1 from \"{LOADER}\"\nimport * as import2 from \"{LOADER}\"\n({{\n  \"{LOADER}\": import1,\n  \"{LOADER}\": import2,\n}})"
        );
        let text = with_chunks(&glue).unwrap();
        assert_eq!(text.matches("import { chunks }").count(), 1, "{text}");
        assert_eq!(text.matches(": chunks,").count(), 1, "{text}");
        assert!(
            !text.contains("import1") && !text.contains("import2"),
            "{text}"
        );
    }
}
