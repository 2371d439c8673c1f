//! `cargo xtask features [--need PW-1,RG-1]`: every row of docs/features.md with the tests that proved it in the last run.
//!
//! A row is proven by at least one passing test of success and one of failure that carry its id: in a browser as the tags
//! `@PW-1` and `@failure`; for rows marked *server*, also over HTTP, by a case of the server's whose name begins `qr_8_` or `qr_8_failure_`.
//! A test proves at most three ids. Reports of another source than the one in the folder prove nothing.

mod table;

use crate::arguments::Arguments;
use crate::place;
use crate::report::{Report, Runner, Stamp, Test, Verdict};
use crate::trouble::{At, Outcome, Trouble};
use std::collections::BTreeSet;
use table::Row;

/// Stages whose tests can prove a feature.
const STAGES: [&str; 2] = ["native", "e2e"];
const MOST_IDS: usize = 3;
const USAGE: &str = "cargo xtask features [--need PW-1,RG-1,…]";

pub fn run(mut arguments: Arguments) -> Outcome {
    let need = arguments.value("--need")?;
    arguments.done(USAGE)?;
    let path = place::at("docs/features.md");
    let rows = table::read(&std::fs::read_to_string(&path).at(&path)?);
    let tests = merged(&Stamp::now()?)?;
    honest(&tests)?;
    for row in &rows {
        println!("{}", told(row, &tests));
    }
    let proven = rows.iter().filter(|it| it.is_proven_by(&tests)).count();
    println!("{proven} of {} features proven.", rows.len());
    need.map_or(Ok(()), |need| judge(&need, &rows, &tests))
}

/// The tests of the last runs, all of the source that lies here now.
fn merged(now: &Stamp) -> Outcome<Vec<Test>> {
    let mut tests = Vec::new();
    for stage in STAGES {
        let Some(report) = Report::last(stage)? else {
            println!("There is no report of the {stage} tests; `cargo xtask test` makes one.");
            continue;
        };
        tests.extend(of_source(report, now)?);
    }
    Ok(tests)
}

fn of_source(report: Report, now: &Stamp) -> Outcome<Vec<Test>> {
    if report.stamp == *now {
        return Ok(report.tests);
    }
    let what = format!(
        "The report of the {} tests is of {}, and here lies {}",
        report.stage,
        report.stamp.describe(),
        now.describe()
    );
    Err(Trouble::new(what).mended_by("cargo xtask test"))
}

/// A test that claims everything proves nothing.
fn honest(tests: &[Test]) -> Outcome {
    match tests.iter().find(|it| it.ids.len() > MOST_IDS) {
        None => Ok(()),
        Some(test) => {
            let what = format!(
                "`{}` claims {} ids, and {MOST_IDS} are the most",
                test.name,
                test.ids.len()
            );
            Err(Trouble::new(what).mended_by("split the test"))
        }
    }
}

fn judge(need: &str, rows: &[Row], tests: &[Test]) -> Outcome {
    let wanted: BTreeSet<&str> = need
        .split(',')
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect();
    if wanted.is_empty() {
        return Err(Trouble::new("--need names no row").mended_by(USAGE));
    }
    let known = |id: &&str| rows.iter().any(|it| it.id == *id);
    if let Some(id) = wanted.iter().find(|it| !known(it)) {
        return Err(Trouble::new(format!("docs/features.md has no row {id}")));
    }
    let missing: Vec<&str> = rows
        .iter()
        .filter(|it| wanted.contains(it.id.as_str()) && !it.is_proven_by(tests))
        .map(|it| it.id.as_str())
        .collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Trouble::new(format!("Not proven: {}", missing.join(", "))))
    }
}

fn told(row: &Row, tests: &[Test]) -> String {
    let mark = if row.is_proven_by(tests) {
        "proven"
    } else {
        "-"
    };
    let mut text = format!("{:<7} {mark:<7} {}", row.id, row.text);
    for test in row.tests(tests) {
        let kind = if test.of_failure {
            "failure"
        } else {
            "success"
        };
        text.push_str(&format!(
            "\n{:16}{kind} {}: {}",
            "",
            if test.verdict == Verdict::Passed {
                "passed"
            } else {
                "did not pass"
            },
            test.name
        ));
    }
    text
}

/// The server's cases run once a database, and are named by it; every other native test calls a function.
fn is_over_http(test: &Test) -> bool {
    let name = test.name.rsplit(' ').next().unwrap_or_default();
    ["sqlite::", "postgres::"]
        .iter()
        .any(|it| name.starts_with(it))
}

impl Row {
    /// Those that carry its id and drive the product as it asks for.
    fn tests<'a>(&'a self, tests: &'a [Test]) -> impl Iterator<Item = &'a Test> {
        tests.iter().filter(|it| {
            let drives = it.runner == Runner::Browser || (self.over_http && is_over_http(it));
            it.ids.contains(&self.id) && drives
        })
    }

    fn is_proven_by(&self, tests: &[Test]) -> bool {
        let passes = |of_failure| {
            self.tests(tests)
                .any(|it| it.verdict == Verdict::Passed && it.of_failure == of_failure)
        };
        passes(true) && passes(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(runner: Runner, ids: &str, of_failure: bool, verdict: Verdict) -> Test {
        let ids = ids.split(' ').map(str::to_string).collect();
        Test {
            name: "guard-server::server sqlite::signs_in".into(),
            verdict,
            runner,
            ids,
            of_failure,
        }
    }

    fn rows() -> Vec<Row> {
        table::read("| PW-1 | email |\n| QR-8 | app side (*server*) |")
    }

    fn missing(need: &str, tests: &[Test]) -> String {
        judge(need, &rows(), tests)
            .err()
            .map(|it| it.to_string())
            .unwrap_or_default()
    }

    #[test]
    fn a_row_wants_a_success_and_a_failure_that_passed() {
        let success = test(Runner::Browser, "PW-1", false, Verdict::Passed);
        let failure = test(Runner::Browser, "PW-1", true, Verdict::Passed);
        let skipped = test(Runner::Browser, "PW-1", true, Verdict::Unrun);
        assert_eq!(missing("PW-1", &[success.clone(), failure]), "");
        assert_eq!(
            missing("PW-1", std::slice::from_ref(&success)),
            "Not proven: PW-1."
        );
        assert_eq!(missing("PW-1", &[success, skipped]), "Not proven: PW-1.");
    }

    #[test]
    fn only_rows_of_the_server_are_proven_without_a_browser() {
        let native = |ids: &str| {
            [
                test(Runner::Native, ids, false, Verdict::Passed),
                test(Runner::Native, ids, true, Verdict::Passed),
            ]
        };
        assert_eq!(missing("QR-8", &native("QR-8")), "");
        assert_eq!(missing("PW-1", &native("PW-1")), "Not proven: PW-1.");
        let of_functions = native("QR-8").map(|it| Test {
            name: "guard-server auth::tests::it_adds_up".into(),
            ..it
        });
        assert_eq!(missing("QR-8", &of_functions), "Not proven: QR-8.");
    }

    #[test]
    fn an_id_that_is_no_row_and_a_test_of_four_ids_are_refused() {
        assert!(missing("PW-99", &[]).contains("no row PW-99"));
        assert!(missing(" ,", &[]).contains("names no row"));
        assert!(honest(&[test(Runner::Browser, "A B C D", false, Verdict::Passed)]).is_err());
        assert!(honest(&[test(Runner::Browser, "A B C", false, Verdict::Passed)]).is_ok());
    }

    #[test]
    fn reports_of_another_source_are_refused() {
        let stamp = |tree: &str| Stamp {
            commit: "c".repeat(40),
            tree: tree.repeat(40),
        };
        let report = || Report {
            stage: "e2e".into(),
            stamp: stamp("a"),
            tests: vec![],
        };
        assert!(of_source(report(), &stamp("a")).is_ok());
        assert!(
            of_source(report(), &stamp("b"))
                .unwrap_err()
                .to_string()
                .contains("cargo xtask test")
        );
    }
}
