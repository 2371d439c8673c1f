//! `cargo xtask tidy`: the rules of this repository that no compiler checks. One module a group of rules;
//! each rule takes the sources and returns what breaks it, and has a test that shows it can.

mod layers;
mod locales;
mod markup;
mod packages;
mod sinks;
mod source;
mod style;
mod words;

use crate::arguments::Arguments;
use crate::trouble::{Outcome, Trouble};
use source::{Breach, Source};

type Rule = fn(&[Source]) -> Vec<Breach>;

const RULES: [(&str, Rule); 14] = [
    ("layers: what may use what inside src/", layers::inside_src),
    (
        "layers: only src/platform.rs names windows, timers and storage",
        layers::platform,
    ),
    ("layers: what the inner crates depend on", layers::crates),
    ("no HTML sink", sinks::html),
    (
        "every view! carries a class, so that leptos sets no innerHTML",
        markup::classes,
    ),
    (
        "what is typed is never copied into an attribute",
        markup::values,
    ),
    ("the fixed packages are declared", packages::declared),
    (
        "literal colours stand in style/tokens.css alone",
        style::colours,
    ),
    ("no two scoped sheets share their length", style::lengths),
    ("every locale has the keys of en-US", locales::keys),
    ("files of 300 lines at most", words::length),
    ("no path of one machine", words::machine_paths),
    (
        "lints are expected, with a reason, never allowed",
        words::expected_lints,
    ),
    ("no word from elsewhere", words::forbidden),
];

pub fn run(arguments: Arguments) -> Outcome {
    arguments.done("cargo xtask tidy")?;
    check()?;
    println!("Tidy: {} rules and the shipped packages.", RULES.len());
    Ok(())
}

/// Prints every breach; fails if there is one.
pub fn check() -> Outcome {
    let sources = source::all()?;
    let mut count = 0;
    for (rule, breaches) in RULES
        .iter()
        .map(|(rule, broken_by)| (rule, broken_by(&sources)))
    {
        for breach in &breaches {
            println!("{breach} ({rule})");
        }
        count += breaches.len();
    }
    for missing in packages::missing_from_shipped_tree(&sources)? {
        println!("{missing} (the fixed packages ship)");
        count += 1;
    }
    if count == 0 {
        Ok(())
    } else {
        Err(Trouble::new(format!("{count} places are not tidy")))
    }
}
