//! One compiled wasm in; the main module, the chunks that are loaded when they are wanted, and the JS that names them out.

use anyhow::{Context, Result, anyhow};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use wasm_split_cli_support::{Options, transform};

/// The module that the main one imports its chunks from, beside the glue.
pub const LOADER: &str = "./__wasm_split.js";

/// Cuts `input` at its split points. Its relocations and its names must still be there. Chunks and loader land in `out`.
pub fn apart(input: &Path, out: &Path, main: &Path) -> Result<()> {
    let bytes = fs::read(input).with_context(|| input.display().to_string())?;
    let mut options = Options::new(&bytes);
    options.output_dir = out;
    options.main_out_path = main;
    options.link_name = LOADER;
    let split =
        transform(options).map_err(|it| anyhow!("{} cannot be split: {it:?}", input.display()))?;
    let path = out.join(LOADER);
    fs::write(&path, loader(split.prefetch_map)).with_context(|| path.display().to_string())
}

/// In place of the splitter's own: one object without a prototype, which no other script of a page can add to, and `npm/chunks.js` to fetch with.
fn loader(parts: impl IntoIterator<Item = (String, Vec<String>)>) -> String {
    let mut text =
        "import { chunk } from './chunks.js';\nexport const chunks = {\n  __proto__: null,\n"
            .to_string();
    for (name, files) in parts.into_iter().collect::<BTreeMap<_, _>>() {
        let files: Vec<String> = files.iter().map(|it| format!("'{it}.wasm'")).collect();
        text += &format!("  __wasm_split_load_{name}: chunk({}),\n", files.join(", "));
    }
    text + "};\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_names_each_chunk_with_its_parts_in_their_order() {
        let parts = [("b", vec!["chunk_0", "split_b"]), ("a", vec!["split_a"])];
        let parts = parts.map(|(name, files)| {
            (
                name.to_string(),
                files.into_iter().map(String::from).collect(),
            )
        });
        let text = loader(parts);
        let (a, b) = (
            text.find("__wasm_split_load_a: chunk('split_a.wasm')"),
            text.find("__wasm_split_load_b: chunk('chunk_0.wasm', 'split_b.wasm')"),
        );
        assert!(a.is_some() && a < b, "{text}");
    }
}
