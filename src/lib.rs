//! The login box: Leptos components over a pure flow, mounted by a custom element.
//!
//! Who may use whom is drawn in `docs/architecture.md` and checked by `cargo xtask tidy`.
mod backend;
mod chunk;
mod embed;
mod given;
mod guard;
mod i18n;
mod live;
mod platform;
mod styles;
mod ui;
mod views;

/// 1.8 KB smaller than the standard library's own (`docs/decisions/0005-size.md`).
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
