//! Who may use whom, as drawn in docs/architecture.md.

use super::source::{Breach, Source, has_word};

struct Layer {
    within: &'static str,
    /// Modules of the widget that it may not use.
    modules: &'static [&'static str],
    /// Crates and names that it may not use.
    names: &'static [&'static str],
}

/// Where `within` is a folder, the rule is for everything in it.
const LAYERS: [Layer; 8] = [
    Layer {
        within: "src/ui/",
        modules: &["views", "guard", "backend", "embed"],
        names: &["guard_flow", "guard_protocol", "gloo_net"],
    },
    Layer {
        within: "src/views/",
        modules: &["backend", "embed"],
        names: &[
            "gloo_net",
            "web_sys::Request",
            "web_sys::Response",
            "Fetch",
            "fetch",
        ],
    },
    Layer {
        within: "src/backend/",
        modules: &["views", "ui", "guard", "embed"],
        names: &["leptos", "reactive_graph", "RwSignal"],
    },
    Layer {
        within: "src/guard.rs",
        modules: &["views", "ui", "embed"],
        names: &["gloo_net"],
    },
    Layer {
        within: "src/guard/",
        modules: &["views", "ui", "embed"],
        names: &["gloo_net"],
    },
    Layer {
        within: "src/i18n/",
        modules: &["views", "guard", "backend", "embed"],
        names: &[],
    },
    Layer {
        within: "src/platform.rs",
        modules: &["views", "ui", "guard", "backend", "embed", "i18n"],
        names: &["guard_flow", "guard_protocol", "leptos"],
    },
    Layer {
        within: "crates/flow/src/",
        modules: &[],
        names: &[
            "serde",
            "leptos",
            "web_sys",
            "js_sys",
            "Instant",
            "SystemTime",
            "async",
        ],
    },
];

pub fn inside_src(sources: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for layer in &LAYERS {
        for source in sources
            .iter()
            .filter(|it| it.is_under(layer.within) && it.is(".rs"))
        {
            breaches.extend(
                source.naming(layer.names, &format!("may not be used in {}", layer.within)),
            );
            let used = |line: &str| {
                layer
                    .modules
                    .iter()
                    .find(|module| uses(line, module))
                    .map(|it| it.to_string())
            };
            breaches.extend(statements(source).filter_map(|(number, line)| {
                let module = used(&line)?;
                Some(source.breach(
                    number,
                    format!("`crate::{module}` may not be used in {}", layer.within),
                ))
            }));
        }
    }
    breaches
}

/// Lines of code; a `use` that is broken into several is one.
fn statements(source: &Source) -> impl Iterator<Item = (usize, String)> {
    let mut lines = source.code();
    std::iter::from_fn(move || {
        let (number, first) = lines.next()?;
        let mut whole = first.to_owned();
        let begins = first.trim_start().trim_start_matches("pub ");
        while begins.starts_with("use ") && !whole.contains(';') {
            let (_, more) = lines.next()?;
            whole.push_str(more);
        }
        Some((number, whole))
    })
}

/// `crate::views::App`, and `use crate::{ui, views::App}`.
fn uses(line: &str, module: &str) -> bool {
    if has_word(line, &format!("crate::{module}")) {
        return true;
    }
    let Some((_, group)) = line.split_once("crate::{") else {
        return false;
    };
    top_level(group).any(|it| it.split("::").next().map(str::trim) == Some(module))
}

/// The members of a brace group, whose own groups are left out.
fn top_level(group: &str) -> impl Iterator<Item = String> {
    let mut members = vec![String::new()];
    let mut depth = 0_usize;
    for it in group.chars() {
        match it {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => members.push(String::new()),
            other if depth == 0 => members
                .last_mut()
                .into_iter()
                .for_each(|member| member.push(other)),
            _ => {}
        }
    }
    members.into_iter()
}

const PLATFORM: [&str; 15] = [
    "web_sys::window",
    "window()",
    "web_sys::Window",
    "set_timeout",
    "set_interval",
    "setTimeout",
    "setInterval",
    "local_storage",
    "session_storage",
    "localStorage",
    "sessionStorage",
    "js_sys::Date",
    "js_sys::Math",
    "js_sys::global",
    "gloo_timers",
];

pub fn platform(sources: &[Source]) -> Vec<Breach> {
    let widget = sources
        .iter()
        .filter(|it| it.is_under("src/") && it.is(".rs") && it.path != "src/platform.rs");
    // `platform::window()` is how everyone else asks.
    widget
        .flat_map(|it| it.naming(&PLATFORM, "is named in src/platform.rs alone"))
        .filter(|it| !it.to_string().contains("platform::"))
        .collect()
}

/// What a crate of crates/ may have in its [dependencies].
const MAY_DEPEND: [(&str, &[&str]); 2] = [
    ("crates/protocol/Cargo.toml", &["serde", "serde_json"]),
    ("crates/flow/Cargo.toml", &["guard-protocol"]),
];

pub fn crates(sources: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (manifest, allowed) in MAY_DEPEND {
        let Some(source) = sources.iter().find(|it| it.path == manifest) else {
            continue;
        };
        let mut inside = false;
        for (index, line) in source.text.lines().enumerate() {
            if line.starts_with('[') {
                inside = line.trim() == "[dependencies]";
                continue;
            }
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            if inside && !name.is_empty() && !name.starts_with('#') && !allowed.contains(&name) {
                breaches.push(source.breach(
                    index + 1,
                    format!(
                        "may depend on {} alone, not on {name}",
                        allowed.join(" and ")
                    ),
                ));
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breaches(path: &str, text: &str) -> usize {
        inside_src(&[Source::new(path, text)]).len()
    }

    #[test]
    fn a_dumb_part_that_knows_the_guard_is_found() {
        assert_eq!(breaches("src/ui/field.rs", "use crate::guard::Guard;"), 1);
        assert_eq!(
            breaches(
                "src/ui/field.rs",
                "use crate::{i18n::{Key, guard}, guard::Guard};"
            ),
            1
        );
        assert_eq!(
            breaches(
                "src/ui/field.rs",
                "use crate::{i18n::Key, ui::Button}; // not crate::guard"
            ),
            0
        );
        let broken = "use crate::{\n    i18n::Key,\n    guard::Guard,\n};";
        assert_eq!(breaches("src/ui/field.rs", broken), 1);
        assert_eq!(breaches("src/guard/scan.rs", "use crate::views::App;"), 1);
        assert_eq!(breaches("src/ui/field.rs", "use crate::guardian::X;"), 0);
    }

    #[test]
    fn views_speak_no_http_and_backends_know_no_signals() {
        assert_eq!(
            breaches("src/views/app.rs", "use gloo_net::http::Request;"),
            1
        );
        assert_eq!(
            breaches("src/backend/genauth.rs", "use leptos::prelude::*;"),
            1
        );
        assert_eq!(breaches("src/guard.rs", "use leptos::prelude::*;"), 0);
        assert_eq!(
            breaches("crates/flow/src/lib.rs", "pub async fn update() {}"),
            1
        );
    }

    #[test]
    fn only_the_platform_asks_for_the_window() {
        let of = |path: &str, text: &str| platform(&[Source::new(path, text)]).len();
        assert_eq!(of("src/views/app.rs", "let it = web_sys::window();"), 1);
        assert_eq!(of("src/views/app.rs", "set_timeout(x)"), 1);
        assert_eq!(of("src/platform.rs", "let it = web_sys::window();"), 0);
    }

    #[test]
    fn an_inner_crate_that_takes_on_a_dependency_is_found() {
        let of = |text: &str| crates(&[Source::new("crates/flow/Cargo.toml", text)]).len();
        assert_eq!(
            of("[dependencies]\nguard-protocol.workspace = true\nserde = \"1\"\n"),
            1
        );
        assert_eq!(
            of(
                "[dependencies]\nguard-protocol.workspace = true\n\n[dev-dependencies]\nserde = \"1\"\n"
            ),
            0
        );
    }
}
