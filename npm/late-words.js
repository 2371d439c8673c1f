//! The classes and words of `late.js`. `cargo xtask dist` puts both here (`build.rs` makes them); without them, as in Trunk's build, the element says one plain sentence.
export const classes = {};
export const words = {};
