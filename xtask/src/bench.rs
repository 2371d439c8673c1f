//! `cargo xtask bench [--rounds N] [--mounts N]`: how long a person waits for the box, beside a plain form and other boxes.
//! e2e/bench/ measures and leaves target/bench/last.json; what is made of that is here.
//! `--check` measures nothing: it reads the last run, and fails naming each bar that falls short.

mod bars;
mod run;
mod statistics;
mod table;

use crate::arguments::Arguments;
use crate::report::Stamp;
use crate::test::e2e;
use crate::trouble::{At, Outcome, Trouble};
use crate::{place, setup};
use run::{Profile, Run};
use std::fs;

/// What a run needs for its table to be kept and its bars to count.
const ROUNDS: u32 = 9;
const MOUNTS: u32 = 5000;
const USAGE: &str = "cargo xtask bench [--rounds 9] [--mounts 5000] | --check";

pub fn run(mut arguments: Arguments) -> Outcome {
    let check = arguments.flag("--check");
    let rounds = number(&mut arguments, "--rounds", ROUNDS, 1)?;
    let mounts = number(&mut arguments, "--mounts", MOUNTS, 200)?;
    arguments.done(USAGE)?;
    if check {
        let (then, now) = (measured_source()?, Stamp::now()?);
        return same(&then, &now).and_then(|()| judged(&Run::read(&place::bench("last.json"))?));
    }
    let source = place::bench(SOURCE);
    if source.exists() {
        fs::remove_file(&source).at(&source)?;
    }
    let before = Stamp::now()?;
    measure(rounds, mounts)?;
    same(&before, &Stamp::now()?)?;
    let run = Run::read(&place::bench("last.json"))?;
    let page = table::page(&run);
    for profile in [Profile::Fast, Profile::Slow] {
        println!("{profile}\n{}\n", table::rows(&run, profile));
    }
    let to = if is_whole(&run) {
        place::at("docs/bench.md")
    } else {
        place::bench("bench.md")
    };
    fs::write(&to, page).at(&to)?;
    println!("{}", to.display());
    let stamp = serde_json::to_string(&Stamp::now()?).map_err(|it| Trouble::new(it.to_string()))?;
    fs::write(&source, stamp).at(&source)
}

/// Where the source is named that the last run measured.
const SOURCE: &str = "source.json";

fn measured_source() -> Outcome<Stamp> {
    let path = place::bench(SOURCE);
    let text = fs::read_to_string(&path).map_err(|_| {
        Trouble::new("Nothing has been measured yet").mended_by("cargo xtask bench")
    })?;
    serde_json::from_str(&text)
        .map_err(|fault| Trouble::new(format!("{}: {fault}", path.display())))
}

/// The table of the last run is written after it, and is no part of what was measured.
fn same(then: &Stamp, now: &Stamp) -> Outcome {
    if then.tree == now.tree {
        return Ok(());
    }
    let what = format!(
        "The last run measured {}, and here lies {}",
        then.describe(),
        now.describe()
    );
    Err(Trouble::new(what).mended_by("cargo xtask bench"))
}

fn measure(rounds: u32, mounts: u32) -> Outcome {
    setup::need(&[
        setup::Part::SmallWidget,
        setup::Part::Browser,
        setup::Part::Peers,
    ])?;
    e2e::prepared()?;
    let dir = place::bench("");
    fs::create_dir_all(&dir).at(&dir)?;
    let mut node = e2e::node("bench/run.mjs");
    node.arg(place::bench("last.json"));
    node.args([rounds.to_string(), mounts.to_string()]);
    crate::run::shown(&mut node)
}

fn number(arguments: &mut Arguments, name: &str, otherwise: u32, least: u32) -> Outcome<u32> {
    let Some(text) = arguments.value(name)? else {
        return Ok(otherwise);
    };
    let told = || {
        Trouble::new(format!(
            "{name} wants a number from {least}, and not `{text}`"
        ))
    };
    let number: u32 = text.parse().map_err(|_| told().mended_by(USAGE))?;
    if number < least {
        return Err(told().mended_by(USAGE));
    }
    Ok(number)
}

/// Enough was measured to be believed.
fn is_whole(run: &Run) -> bool {
    run.rounds >= ROUNDS && run.come_and_go.times >= MOUNTS
}

fn judged(run: &Run) -> Outcome {
    let verdicts = bars::verdicts(run);
    for it in &verdicts {
        println!("{it}");
    }
    let short = verdicts.iter().filter(|it| !it.holds()).count();
    if !is_whole(run) {
        let what = format!(
            "The last run had {} rounds and {} mounts; {ROUNDS} and {MOUNTS} are needed",
            run.rounds, run.come_and_go.times
        );
        return Err(Trouble::new(what).mended_by("cargo xtask bench"));
    }
    if short > 0 {
        return Err(Trouble::new(format!(
            "{short} of {} bars fall short",
            verdicts.len()
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use run::tests::{load, of};

    fn whole(first_input_ms: f64) -> Run {
        let mut run = of(vec![load("plain", 100.0), load("box", first_input_ms)]);
        (run.rounds, run.come_and_go.times) = (ROUNDS, MOUNTS);
        run
    }

    #[test]
    fn a_run_with_a_bar_that_falls_short_fails_the_check() {
        // Prerendered and second visits were not measured either, so count what changes.
        let (good, bad) = (judged(&whole(190.0)), judged(&whole(210.0)));
        let count = |it: Outcome| it.unwrap_err().to_string();
        assert_eq!(count(good), "2 of 14 bars fall short.");
        assert_eq!(count(bad), "3 of 14 bars fall short.");
    }

    #[test]
    fn a_run_of_too_few_rounds_proves_nothing() {
        let mut run = whole(190.0);
        run.rounds = 2;
        let told = judged(&run).unwrap_err().to_string();
        assert!(
            told.contains("2 rounds") && told.contains("cargo xtask bench"),
            "{told}"
        );
    }

    #[test]
    fn rounds_are_a_number_that_makes_sense() {
        let of = |words: &str| {
            let mut arguments = Arguments::new(words.split(' ').map(str::to_string));
            number(&mut arguments, "--rounds", ROUNDS, 1)
        };
        assert_eq!(
            (of("--check").unwrap(), of("--rounds 3").unwrap()),
            (ROUNDS, 3)
        );
        for wrong in ["--rounds 0", "--rounds -1", "--rounds many"] {
            assert!(
                of(wrong).unwrap_err().to_string().contains("--rounds"),
                "{wrong}"
            );
        }
    }
}
