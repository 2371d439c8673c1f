//! The tests that need no browser: by cargo-nextest where it is installed, else by `cargo test`.

use super::{Context, Result};
use crate::postgres::Cluster;
use crate::report::{self, Test};
use crate::trouble::{At, Outcome, Trouble};
use crate::{cargo, place, run};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

pub fn run(context: &Context) -> Result {
    let cluster = match Cluster::start() {
        Ok(cluster) => cluster,
        Err(trouble) => return Result::from(Err(trouble)),
    };
    let mut result = Result::default();
    let has_nextest = run::succeeds(cargo::new().args(["nextest", "--version"]));
    let runs = if has_nextest {
        vec![
            nextest(context, &cluster),
            libtest(context, &cluster, &["--doc"]),
        ]
    } else {
        vec![libtest(context, &cluster, &[])]
    };
    for run in runs {
        match run {
            Ok((tests, trouble)) => {
                result.tests.extend(tests);
                result.troubles.extend(trouble);
            }
            Err(trouble) => result.troubles.push(trouble),
        }
    }
    result
}

/// The tests, and a trouble when the runner failed though none of them did.
type Ran = (Vec<Test>, Option<Trouble>);

fn nextest(context: &Context, cluster: &Cluster) -> Outcome<Ran> {
    let junit = place::target("nextest/xtask/junit.xml");
    if junit.exists() {
        fs::remove_file(&junit).at(&junit)?;
    }
    let mut cargo = with_storage(cluster);
    cargo.args([
        "nextest",
        "run",
        "--workspace",
        "--locked",
        "--cargo-quiet",
        "--profile",
        "xtask",
        "--retries",
        "0",
    ]);
    if context.full {
        cargo.args(["--run-ignored", "all"]);
    }
    let ended = run::shown(&mut cargo);
    if !junit.is_file() {
        return Err(ended
            .err()
            .unwrap_or_else(|| Trouble::new("cargo-nextest left no report")));
    }
    let tests = report::junit(&fs::read_to_string(&junit).at(&junit)?)?;
    Ok(with_end(tests, ended))
}

fn libtest(context: &Context, cluster: &Cluster, which: &[&str]) -> Outcome<Ran> {
    let mut cargo = with_storage(cluster);
    cargo
        .args(["test", "--workspace", "--locked", "--no-fail-fast"])
        .args(which)
        .args(["--", "--format=pretty", "--color=never"]);
    if context.full {
        cargo.arg("--include-ignored");
    }
    let mut child = cargo
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Trouble::new(format!("cargo test could not be started: {error}")))?;
    let mut text = String::new();
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out)
            .lines()
            .map_while(std::result::Result::ok)
        {
            if !line.is_empty()
                && !line.ends_with(" ... ok")
                && !line.starts_with("running ")
                && !line.starts_with("test result: ok")
            {
                println!("{line}");
            }
            text.push_str(&line);
            text.push('\n');
        }
    }
    let status = child
        .wait()
        .map_err(|error| Trouble::new(error.to_string()))?;
    let ended = if status.success() {
        Ok(())
    } else {
        Err(Trouble::new(format!(
            "cargo test {} failed ({status})",
            which.join(" ")
        )))
    };
    Ok(with_end(report::libtest(&text), ended))
}

fn with_end(tests: Vec<Test>, ended: Outcome) -> Ran {
    let told = tests.iter().any(|it| it.verdict == report::Verdict::Failed);
    let trouble = ended.err().filter(|_| !told);
    (tests, trouble)
}

fn with_storage(cluster: &Cluster) -> Command {
    let mut cargo = cargo::new();
    cargo
        .env("GUARD_TEST_POSTGRES", cluster.url())
        .env("GUARD_TEST_REQUIRE_POSTGRES", "1");
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Runner, Verdict};

    #[test]
    fn a_runner_that_fails_without_a_failing_test_is_a_trouble_of_its_own() {
        let test = |verdict| {
            vec![Test {
                name: "a".into(),
                verdict,
                runner: Runner::Native,
                ids: vec![],
                of_failure: false,
            }]
        };
        let failed = || Err(Trouble::new("exit 101"));
        assert!(with_end(test(Verdict::Passed), failed()).1.is_some());
        assert!(with_end(test(Verdict::Failed), failed()).1.is_none());
        assert!(with_end(test(Verdict::Passed), Ok(())).1.is_none());
    }
}
