//! What every `view!` keeps to, so that the box mounts under Trusted Types and leaks nothing that is typed.

use super::source::{Breach, Source};

fn views(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources
        .iter()
        .filter(|it| it.is_under("src/") && it.is(".rs"))
}

/// Without a class, leptos turns static markup into `template.innerHTML`, which Trusted Types refuse.
pub fn classes(sources: &[Source]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for source in views(sources) {
        for (index, _) in source.text.match_indices("view!") {
            let before = source.text.get(..index).unwrap_or_default();
            if before.lines().last().is_some_and(|it| it.contains("//")) {
                continue;
            }
            let after = source.text.get(index + "view!".len()..).unwrap_or_default();
            let inside = after
                .trim_start()
                .trim_start_matches(['{', '(', '['])
                .trim_start();
            if !inside.starts_with("class=") && !inside.starts_with("class =") {
                breaches.push(source.breach(
                    before.lines().count().max(1),
                    "a view! without `class=` before its markup",
                ));
            }
        }
    }
    breaches
}

/// An attribute can be read by a style sheet; a property cannot.
pub fn values(sources: &[Source]) -> Vec<Breach> {
    let is_value = |line: &str| {
        line.contains("attr:value=")
            || line
                .match_indices("value=")
                .any(|(index, _)| follows_space(line, index))
    };
    let mut breaches = Vec::new();
    for source in views(sources) {
        let found = source
            .code()
            .filter(|(_, line)| is_value(line) && !line.trim_start().starts_with("let "));
        breaches.extend(found.map(|(number, _)| {
            source.breach(number, "`value=` on an element: write `prop:value=`")
        }));
    }
    breaches
}

/// ` value=`, and not `prop:value=`.
fn follows_space(line: &str, index: usize) -> bool {
    line.get(..index)
        .is_some_and(|it| it.is_empty() || it.ends_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x10_a_view_without_a_class_is_found_on_its_line() {
        let text = "fn a() {\n    view! { class=css, <p/> };\n    view! {\n        <p/>\n    }\n}";
        let found = classes(&[Source::new("src/ui/a.rs", text)]);
        assert_eq!(
            found.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["src/ui/a.rs:3: a view! without `class=` before its markup"]
        );
    }

    #[test]
    fn a_value_attribute_is_found_and_a_property_is_not() {
        let of = |text: &str| values(&[Source::new("src/ui/a.rs", text)]).len();
        assert_eq!(
            (
                of("<input value=typed/>"),
                of("<input attr:value=typed/>"),
                of("value=typed")
            ),
            (1, 1, 1)
        );
        assert_eq!(
            (
                of("<input prop:value=typed/>"),
                of("let value=typed;"),
                of("let value = typed;")
            ),
            (0, 0, 0)
        );
    }
}
