//! Compiled wasm in, wasm and its JS glue out.

use crate::glue;
use anyhow::{Context, Result};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// For browsers: no type declarations (those are written by hand, with the element's).
///
/// `input` is the main module of a split one: what the chunks call by name is kept, names included, and goes with wasm-opt.
pub fn shipped(input: &Path, out: &Path, name: &str) -> Result<()> {
    let mut bindgen = prepared(input, name)?;
    bindgen.keep_lld_exports(true).demangle(false);
    generate(bindgen, input, out)?;
    glue::shorten(out, name)
}

/// For debugging: names survive, and the glue checks its arguments.
pub fn readable(input: &Path, out: &Path, name: &str) -> Result<()> {
    let mut bindgen = prepared(input, name)?;
    bindgen.debug(true).keep_debug(true);
    generate(bindgen, input, out)
}

fn prepared(input: &Path, name: &str) -> Result<Bindgen> {
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)?
        .input_path(input)
        .out_name(name)
        .typescript(false)
        .remove_producers_section(true);
    Ok(bindgen)
}

fn generate(mut bindgen: Bindgen, input: &Path, out: &Path) -> Result<()> {
    bindgen
        .generate(out)
        .with_context(|| format!("wasm-bindgen could not read {}", input.display()))
}
