//! Lines, paths and words.

use super::source::{Breach, Source};

const LONGEST: usize = 300;

fn is_code(it: &&Source) -> bool {
    [".rs", ".js", ".mjs", ".ts", ".css", ".html", ".sql"]
        .iter()
        .any(|suffix| it.is(suffix))
}

pub fn length(sources: &[Source]) -> Vec<Breach> {
    let lines = |it: &Source| it.text.lines().count();
    sources
        .iter()
        .filter(is_code)
        .filter(|it| lines(it) > LONGEST)
        .map(|it| {
            it.breach(
                LONGEST,
                format!("has {} lines, {LONGEST} are the most", lines(it)),
            )
        })
        .collect()
}

/// A path that exists on one machine only. Folders that a system documents, such as /usr/bin, are no such path.
pub fn machine_paths(sources: &[Source]) -> Vec<Breach> {
    // Put together here, so that this file does not break its own rule.
    let roots = ["home", "root", "Users", "work"].map(|it| format!("/{it}/"));
    let mut breaches = Vec::new();
    for source in sources
        .iter()
        .filter(|it| !it.is("package-lock.json") && !it.is("Cargo.lock"))
    {
        for (index, line) in source.text.lines().enumerate() {
            if let Some(root) = roots.iter().find(|root| opens_path(line, root)) {
                breaches.push(source.breach(index + 1, format!("names a path under {root}")));
            }
        }
    }
    breaches
}

/// The root stands where an absolute path would begin: not inside a longer path, an address or a name.
fn opens_path(line: &str, root: &str) -> bool {
    line.match_indices(root).any(|(index, _)| {
        let before = line.get(..index).and_then(|it| it.chars().last());
        before.is_none_or(|it| !(it.is_alphanumeric() || "._-/}$~".contains(it)))
    })
}

pub fn expected_lints(sources: &[Source]) -> Vec<Breach> {
    let openings = ["#[", "#!["].map(|it| format!("{it}allow("));
    let mut breaches = Vec::new();
    for source in sources.iter().filter(|it| it.is(".rs")) {
        for (number, line) in source.code() {
            if openings.iter().any(|it| line.contains(it.as_str())) {
                breaches.push(source.breach(number, "write `expect`, with a reason"));
            }
            if line.contains("[expect(") && !from(source, number).contains("reason") {
                breaches.push(source.breach(number, "an expected lint without its reason"));
            }
        }
    }
    breaches
}

/// The whole attribute that begins on this line.
fn from(source: &Source, number: usize) -> String {
    let rest = source
        .text
        .lines()
        .skip(number - 1)
        .collect::<Vec<_>>()
        .join("\n");
    rest.split_once(")]")
        .map_or(rest.clone(), |(attribute, _)| attribute.to_string())
}

/// Names of hosts that packages come from, and of the tools that text may be written with, belong into no file; lists of passwords are theirs to spell.
/// Written backwards, so that this file does not break its own rule.
const FORBIDDEN: [&str; 6] = [
    "gro.sjmpn.yrtsiger",
    "oi.setarc.xedni",
    "gro.nohtyp.sppa",
    "edualc",
    "tpgtahc",
    "tolipoc",
];

pub fn forbidden(sources: &[Source]) -> Vec<Breach> {
    let words = FORBIDDEN.map(|it| it.chars().rev().collect::<String>());
    let mut breaches = Vec::new();
    for source in sources
        .iter()
        .filter(|it| !it.is("Cargo.lock") && !it.is(".txt"))
    {
        for (index, line) in source.text.lines().enumerate() {
            let line = line.to_lowercase();
            if let Some(word) = words.iter().find(|word| line.contains(word.as_str())) {
                breaches.push(source.breach(index + 1, format!("says `{word}`")));
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(rule: fn(&[Source]) -> Vec<Breach>, path: &str, text: &str) -> usize {
        rule(&[Source::new(path, text)]).len()
    }

    #[test]
    fn a_file_over_the_limit_is_found() {
        assert_eq!(
            (
                one(length, "a.rs", &"x\n".repeat(301)),
                one(length, "a.rs", &"x\n".repeat(300))
            ),
            (1, 0)
        );
        assert_eq!(one(length, "a.md", &"x\n".repeat(301)), 0);
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let path = |root: &str| format!("see /{root}/someone/guard");
        assert_eq!(
            one(machine_paths, "a.md", &path("home")) + one(machine_paths, "a.md", &path("Users")),
            2
        );
        assert_eq!(
            one(
                machine_paths,
                "a.md",
                "e2e/home/page, /usr/bin/chromium, https://a.test/home/"
            ),
            0
        );
    }

    #[test]
    fn an_allowed_lint_and_a_lint_without_a_reason_are_found() {
        let attribute = |inside: &str| ["#[", inside, "]\nfn a() {}"].concat();
        let of = |inside| one(expected_lints, "a.rs", &attribute(inside));
        assert_eq!((of("allow(dead_code)"), of("expect(dead_code)")), (1, 1));
        assert_eq!(of("expect(dead_code, reason = \"later\")"), 0);
        assert_eq!(of("expect(\na,\nb,\nc,\nd,\nreason = \"later\"\n)"), 0);
    }

    #[test]
    fn a_forbidden_word_is_found_whatever_its_case() {
        let word: String = FORBIDDEN[3].chars().rev().collect();
        assert_eq!(
            one(forbidden, "a.md", &format!("by {}", word.to_uppercase())),
            1
        );
        assert_eq!(one(forbidden, "a.md", "by hand"), 0);
    }
}
