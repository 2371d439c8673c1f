//! What the first form looks like before the wasm. `cargo xtask dist` puts both here (`build.rs` makes them); without them, as in Trunk's build, the wasm draws alone.
export const css = undefined;
export const form = undefined;
