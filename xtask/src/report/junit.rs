//! cargo-nextest's JUnit file. Reads the few elements nextest writes, and is no general XML reader.

use super::{Runner, Test, Verdict, libtest::marks};
use crate::trouble::{Outcome, Trouble};

pub fn read(text: &str) -> Outcome<Vec<Test>> {
    if !text.contains("</testsuites>") {
        return Err(Trouble::new(
            "The JUnit report of the native tests is not whole",
        ));
    }
    Ok(text.split("<testcase ").skip(1).map(case).collect())
}

/// One `<testcase …>`, up to where the next begins.
fn case(element: &str) -> Test {
    let (tag, _) = element.split_once('>').unwrap_or((element, ""));
    let body = if tag.ends_with('/') {
        ""
    } else {
        element.split("</testcase>").next().unwrap_or(element)
    };
    // What passed on another try did not pass.
    let bad = ["<failure", "<error", "<flaky", "<rerun"];
    let verdict = if bad.iter().any(|it| body.contains(it)) {
        Verdict::Failed
    } else if body.contains("<skipped") {
        Verdict::Unrun
    } else {
        Verdict::Passed
    };
    let name = attribute(tag, "name");
    let (ids, of_failure) = marks(&name);
    Test {
        name: format!("{} {name}", attribute(tag, "classname")),
        verdict,
        runner: Runner::Native,
        ids,
        of_failure,
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let opening = format!("{name}=\"");
    let bounded = tag.match_indices(&opening).find(|(index, _)| {
        tag.get(..*index)
            .is_none_or(|it| it.is_empty() || it.ends_with(' '))
    });
    let value = bounded
        .and_then(|(index, _)| tag.get(index + opening.len()..))
        .and_then(|it| it.split('"').next())
        .unwrap_or_default();
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const JUNIT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="3" failures="1" errors="0" uuid="x" timestamp="t" time="0.01">
    <testsuite name="guard-server::http" tests="3" disabled="0" errors="0" failures="1">
        <testcase name="rg_8_a_closed_app_registers_nobody" classname="guard-server::http" timestamp="t" time="0.008">
        </testcase>
        <testcase name="a::&lt;b&gt; works" classname="guard-server" timestamp="t" time="0.01"/>
        <testcase name="em_8_failure_a_bad_body" classname="guard-server::http" timestamp="t" time="0.008">
            <failure message="panicked" type="test failure with exit code 101">thread</failure>
        </testcase>
    </testsuite>
</testsuites>"#;

    #[test]
    fn each_case_has_its_name_verdict_and_ids() {
        let tests = read(JUNIT).unwrap();
        let seen: Vec<_> = tests
            .iter()
            .map(|it| {
                (
                    it.name.as_str(),
                    it.verdict,
                    it.ids.join(","),
                    it.of_failure,
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (
                    "guard-server::http rg_8_a_closed_app_registers_nobody",
                    Verdict::Passed,
                    "RG-8".into(),
                    false
                ),
                (
                    "guard-server a::<b> works",
                    Verdict::Passed,
                    String::new(),
                    false
                ),
                (
                    "guard-server::http em_8_failure_a_bad_body",
                    Verdict::Failed,
                    "EM-8".into(),
                    true
                ),
            ]
        );
    }

    #[test]
    fn what_passed_on_a_second_try_has_not_passed() {
        let flaky = JUNIT
            .replace("<failure ", "<flakyFailure ")
            .replace("</failure", "</flakyFailure");
        assert_eq!(read(&flaky).unwrap()[2].verdict, Verdict::Failed);
    }

    #[test]
    fn a_report_that_was_cut_off_is_refused() {
        assert!(read(&JUNIT[..JUNIT.len() - 20]).is_err());
    }
}
