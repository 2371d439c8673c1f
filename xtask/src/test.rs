//! `cargo xtask test [--full] [--only STAGE]`: everything that has to hold, in order, and one line of numbers at the end.

pub mod e2e;
mod lint;
mod native;
mod ship;
mod trunk;

use crate::arguments::Arguments;
use crate::report::{self, Report, Stamp, Tally, Test};
use crate::setup::{self, Part};
use crate::trouble::{At, Outcome, Trouble};
use crate::{place, tidy};
use std::process::ExitCode;
use std::time::Instant;

/// How a stage went: its tests, and what failed besides them.
#[derive(Debug, Default)]
pub struct Result {
    pub tests: Vec<Test>,
    /// What failed without being a test: a lint, a build, a runner that died.
    pub troubles: Vec<Trouble>,
}

pub struct Context {
    /// Also what is too long for every run.
    pub full: bool,
}

struct Stage {
    name: &'static str,
    about: &'static str,
    needs: &'static [Part],
    /// Only in `--full`, or when asked for by name.
    long: bool,
    run: fn(&Context) -> Result,
}

#[rustfmt::skip]
const STAGES: [Stage; 9] = [
    Stage { name: "fmt", about: "formatting", needs: &[Part::Lints], long: false, run: lint::formatting },
    Stage { name: "clippy", about: "lints on this machine's target", needs: &[Part::Lints], long: false, run: lint::native },
    Stage { name: "clippy-wasm", about: "lints on wasm32", needs: &[Part::Widget, Part::Lints], long: false, run: lint::wasm },
    Stage { name: "tidy", about: "the rules of this repository", needs: &[], long: false, run: |_| Result::from(tidy::check()) },
    Stage { name: "native", about: "tests of the crates, of the server on SQLite and PostgreSQL, of xtask", needs: &[Part::Postgres, Part::Decoder], long: false, run: native::run },
    Stage { name: "size", about: "the release build and its size budget", needs: &[Part::SmallWidget], long: false, run: ship::size },
    Stage { name: "types", about: "the types of the browser tests", needs: &[Part::Browser], long: false, run: e2e::types },
    Stage { name: "e2e", about: "the box in Chromium and Firefox against the real server", needs: &[Part::SmallWidget, Part::Browser, Part::Firefox, Part::Decoder], long: false, run: e2e::run },
    Stage { name: "trunk", about: "the playground as Trunk builds and serves it", needs: &[Part::Widget, Part::Browser], long: true, run: trunk::run },
];

pub fn run(mut arguments: Arguments) -> Outcome<ExitCode> {
    let context = Context {
        full: arguments.flag("--full"),
    };
    let only = arguments.value("--only")?;
    let names: Vec<&str> = STAGES.iter().map(|it| it.name).collect();
    arguments.done(&format!(
        "cargo xtask test [--full] [--only {}]",
        names.join("|")
    ))?;
    if let Some(name) = only.as_deref().filter(|it| !names.contains(it)) {
        return Err(Trouble::new(format!("There is no stage `{name}`"))
            .mended_by(format!("cargo xtask test --only {}", names.join("|"))));
    }
    let chosen = STAGES.iter().filter(|it| {
        only.as_deref()
            .map_or(context.full || !it.long, |only| only == it.name)
    });
    run_stages(&context, &chosen.collect::<Vec<_>>())
}

fn run_stages(context: &Context, stages: &[&Stage]) -> Outcome<ExitCode> {
    let reports = place::reports("");
    std::fs::create_dir_all(&reports).at(&reports)?;
    println!("Testing {}.", Stamp::now()?.describe());
    let (begun, mut total, mut failures) = (Instant::now(), Tally::default(), Vec::new());
    for stage in stages {
        println!("\n== {}: {}", stage.name, stage.about);
        let since = Instant::now();
        let result = run_stage(context, stage)?;
        let (tally, seconds) = (result.tally(), since.elapsed().as_secs_f32());
        let numbers = told(tally, result.tests.is_empty());
        println!("== {}: {numbers} ({seconds:.1} s)", stage.name);
        total.add(tally);
        let named = result.failures().into_iter();
        failures.extend(named.map(|it| format!("{}: {it}", stage.name)));
    }
    println!("\n{:.0} s in all.", begun.elapsed().as_secs_f32());
    for failure in &failures {
        println!("failed: {failure}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs one, and keeps its report if the source is still what it was.
fn run_stage(context: &Context, stage: &Stage) -> Outcome<Result> {
    report::forget(stage.name)?;
    let stamp = Stamp::now()?;
    let result = match setup::need(stage.needs) {
        Ok(()) => (stage.run)(context),
        Err(trouble) => Result::from(Err(trouble)),
    };
    if Stamp::now()? != stamp {
        println!("The source changed while this ran; its report is not kept.");
    } else if !result.tests.is_empty() {
        let (stage, tests) = (stage.name.into(), result.tests.clone());
        Report {
            stage,
            stamp,
            tests,
        }
        .write()?;
    }
    Ok(result)
}

fn told(tally: Tally, without_tests: bool) -> String {
    match (without_tests, tally) {
        (true, Tally { failed: 0, .. }) => "good".into(),
        (
            _,
            Tally {
                passed,
                failed,
                unrun: 0,
            },
        ) => format!("{passed} passed, {failed} failed"),
        (
            _,
            Tally {
                passed,
                failed,
                unrun,
            },
        ) => format!("{passed} passed, {failed} failed, {unrun} not run"),
    }
}

impl Result {
    fn tally(&self) -> Tally {
        let mut tally = Tally::of(&self.tests);
        tally.failed += self.troubles.len();
        tally
    }

    fn failures(&self) -> Vec<String> {
        let tests = self
            .tests
            .iter()
            .filter(|it| it.verdict == report::Verdict::Failed)
            .map(|it| it.name.clone());
        tests
            .chain(self.troubles.iter().map(Trouble::to_string))
            .collect()
    }
}

impl From<Outcome> for Result {
    fn from(outcome: Outcome) -> Self {
        Self {
            tests: Vec::new(),
            troubles: outcome.err().into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Runner, Verdict};

    #[test]
    fn a_failing_stage_without_tests_counts_as_one_failed() {
        let result = Result::from(Err(Trouble::new("rustfmt would change a.rs")));
        assert_eq!(
            result.tally(),
            Tally {
                passed: 0,
                failed: 1,
                unrun: 0
            }
        );
        assert_eq!(result.failures(), ["rustfmt would change a.rs."]);
    }

    #[test]
    fn a_runner_that_died_adds_to_the_tests_that_failed() {
        let test = |verdict| Test {
            name: "a".into(),
            verdict,
            runner: Runner::Native,
            ids: vec![],
            of_failure: false,
        };
        let tests = vec![
            test(Verdict::Passed),
            test(Verdict::Failed),
            test(Verdict::Unrun),
        ];
        let result = Result {
            tests,
            troubles: vec![Trouble::new("died")],
        };
        assert_eq!(
            result.tally(),
            Tally {
                passed: 1,
                failed: 2,
                unrun: 1
            }
        );
    }

    #[test]
    fn stages_have_names_of_their_own() {
        let names: std::collections::BTreeSet<_> = STAGES.iter().map(|it| it.name).collect();
        assert_eq!(names.len(), STAGES.len());
    }
}
