//! No string is ever turned into markup or code: not in the widget, not in the server's pages.

use super::source::{Breach, Source};

const SINKS: [&str; 16] = [
    "inner_html",
    "set_inner_html",
    "innerHTML",
    "outer_html",
    "set_outer_html",
    "outerHTML",
    "insert_adjacent_html",
    "insertAdjacentHTML",
    "document.write",
    "document.writeln",
    "setHTMLUnsafe",
    "createContextualFragment",
    "DOMParser",
    "srcdoc",
    "eval(",
    "new Function",
];

pub fn html(sources: &[Source]) -> Vec<Breach> {
    let ships = |it: &&Source| {
        let of_ours = ["src/", "npm/", "server/", "public/", "crates/"]
            .iter()
            .any(|dir| it.is_under(dir))
            || it.path == "index.html";
        let kind = [".rs", ".js", ".mjs", ".ts", ".html"]
            .iter()
            .any(|suffix| it.is(suffix));
        // A test may name what it looks for.
        of_ours && kind && !it.path.contains("/tests/")
    };
    let mut breaches: Vec<Breach> = sources
        .iter()
        .filter(ships)
        .flat_map(|it| it.naming(&SINKS, "turns text into markup or code"))
        .collect();
    let templates = sources
        .iter()
        .filter(|it| it.is_under("server/") && it.is(".html"));
    breaches.extend(templates.flat_map(unescaped));
    breaches
}

/// A template that switches escaping off.
fn unescaped(source: &Source) -> Vec<Breach> {
    source.naming(
        &["|safe", "| safe", "escape=\"none\""],
        "prints without escaping",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, text: &str) -> usize {
        html(&[Source::new(path, text)]).len()
    }

    #[test]
    fn x10_every_way_to_turn_text_into_markup_is_found() {
        for sink in SINKS {
            assert_eq!(
                of("npm/guard-login.js", &format!("it.{sink}(x)")),
                1,
                "{sink}"
            );
        }
        assert_eq!(of("src/ui/icon.rs", "<svg inner_html=path/>"), 1);
        assert_eq!(of("server/templates/outbox.html", "{{ body|safe }}"), 1);
    }

    #[test]
    fn comments_tests_and_lookalikes_are_left_alone() {
        assert_eq!(of("src/ui/icon.rs", "// never inner_html"), 0);
        assert_eq!(
            of(
                "server/tests/pages.rs",
                "assert!(!body.contains(\"innerHTML\"))"
            ),
            0
        );
        assert_eq!(of("npm/guard-login.js", "medieval(x); retrieval(x)"), 0);
    }
}
