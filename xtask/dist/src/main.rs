//! The heavy half of `cargo xtask dist`: wasm-bindgen as a library, and compression at the strongest setting.
//! Apart from xtask, so that xtask builds in seconds. It must never know where the repository's folders are.
//!
//! guard-dist split IN.wasm OUT_DIR MAIN.wasm
//! guard-dist bindgen IN.wasm OUT_DIR NAME [--debug]
//! guard-dist order MODULE.wasm
//! guard-dist compress DIR

mod bindgen;
mod compress;
mod glue;
mod order;
mod split;

use anyhow::{Result, bail};
use std::path::Path;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["bindgen", input, out, name] => bindgen::shipped(Path::new(input), Path::new(out), name),
        ["bindgen", input, out, name, "--debug"] => {
            bindgen::readable(Path::new(input), Path::new(out), name)
        }
        ["split", input, out, main] => {
            split::apart(Path::new(input), Path::new(out), Path::new(main))
        }
        ["order", module] => order::alike_together(Path::new(module)),
        ["compress", dir] => compress::beside_each(Path::new(dir)),
        _ => bail!(
            "guard-dist takes `split IN.wasm OUT_DIR MAIN.wasm`, `bindgen IN.wasm OUT_DIR NAME [--debug]`, `order MODULE.wasm` or `compress DIR`, not {words:?}"
        ),
    }
}
