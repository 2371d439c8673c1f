//! Playwright's JSON report.

use super::{Runner, Test, Verdict};
use crate::trouble::{Outcome, Trouble};
use serde::Deserialize;

#[derive(Deserialize)]
struct Root {
    suites: Vec<Suite>,
    #[serde(default)]
    errors: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Suite {
    title: String,
    #[serde(default)]
    suites: Vec<Suite>,
    #[serde(default)]
    specs: Vec<Spec>,
}

#[derive(Deserialize)]
struct Spec {
    title: String,
    tags: Vec<String>,
    tests: Vec<Run>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    expected_status: String,
    status: String,
    results: Vec<Attempt>,
}

#[derive(Deserialize)]
struct Attempt {
    status: String,
}

/// The tests; an error outside any test, such as a server that did not start, counts as a failed one.
pub fn read(text: &str) -> Outcome<Vec<Test>> {
    let root: Root = serde_json::from_str(text).map_err(|error| {
        Trouble::new(format!(
            "The report of the browser tests is not whole: {error}"
        ))
    })?;
    let mut tests = Vec::new();
    for suite in &root.suites {
        collect(suite, "", &mut tests);
    }
    for _ in &root.errors {
        tests.push(Test {
            name: "an error outside any test".into(),
            verdict: Verdict::Failed,
            runner: Runner::Browser,
            ids: Vec::new(),
            of_failure: true,
        });
    }
    Ok(tests)
}

fn collect(suite: &Suite, before: &str, tests: &mut Vec<Test>) {
    let path = if before.is_empty() {
        suite.title.clone()
    } else {
        format!("{before} > {}", suite.title)
    };
    for spec in &suite.specs {
        let tags = spec.tags.iter().map(|it| it.trim_start_matches('@'));
        let ids = tags
            .clone()
            .filter(|it| *it != "failure")
            .map(str::to_string)
            .collect::<Vec<_>>();
        let of_failure = tags.clone().any(|it| it == "failure");
        tests.extend(spec.tests.iter().map(|run| Test {
            name: format!("{path} > {}", spec.title),
            verdict: verdict(run),
            runner: Runner::Browser,
            ids: ids.clone(),
            of_failure,
        }));
    }
    for inner in &suite.suites {
        collect(inner, &path, tests);
    }
}

/// Passed is: meant to pass, run once, passed. `test.fail()`, `test.skip()` and a second try are none of that.
fn verdict(run: &Run) -> Verdict {
    let passed_once = run.results.len() == 1 && run.results.iter().all(|it| it.status == "passed");
    match (run.status.as_str(), run.expected_status.as_str()) {
        ("skipped", _) => Verdict::Unrun,
        ("expected", "passed") if passed_once => Verdict::Passed,
        // Unexpected, flaky, or expected to fail.
        _ => Verdict::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(expected: &str, status: &str, results: &[&str]) -> String {
        let results: Vec<String> = results
            .iter()
            .map(|it| format!(r#"{{"status":"{it}"}}"#))
            .collect();
        format!(
            r#"{{"config":{{}},"errors":[],"stats":{{}},"suites":[{{"title":"a.spec.ts","file":"a","specs":[],"suites":[{{"title":"signing in","specs":[
            {{"title":"works","ok":true,"tags":["PW-1","@failure"],"tests":[{{"expectedStatus":"{expected}","status":"{status}","results":[{}]}}]}}]}}]}}]}}"#,
            results.join(",")
        )
    }

    #[test]
    fn a_test_that_passed_at_once_passed() {
        let tests = read(&report("passed", "expected", &["passed"])).unwrap();
        let [test] = tests.as_slice() else {
            panic!("one test")
        };
        assert_eq!(
            (test.verdict, test.ids.join(","), test.of_failure),
            (Verdict::Passed, "PW-1".into(), true)
        );
        assert_eq!(test.name, "a.spec.ts > signing in > works");
    }

    #[test]
    fn a_retried_expected_to_fail_or_skipped_test_did_not_pass() {
        let of = |expected, status, results: &[&str]| {
            read(&report(expected, status, results)).unwrap()[0].verdict
        };
        assert_eq!(
            of("passed", "flaky", &["failed", "passed"]),
            Verdict::Failed
        );
        assert_eq!(of("failed", "expected", &["failed"]), Verdict::Failed);
        assert_eq!(of("passed", "unexpected", &["timedOut"]), Verdict::Failed);
        assert_eq!(of("skipped", "skipped", &["skipped"]), Verdict::Unrun);
    }

    #[test]
    fn an_error_outside_any_test_fails_the_run() {
        let tests =
            read(r#"{"suites":[],"errors":[{"message":"guard-server did not start"}]}"#).unwrap();
        assert_eq!(tests[0].verdict, Verdict::Failed);
        assert!(read("{").is_err());
    }
}
