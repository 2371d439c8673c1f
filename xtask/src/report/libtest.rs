//! What `cargo test` prints, for machines without cargo-nextest and for documentation tests; and the ids in a test's name.

use super::{Runner, Test, Verdict};

/// Lines such as `test flow::a_reply_is_dropped ... ok`.
pub fn read(text: &str) -> Vec<Test> {
    text.lines().filter_map(line).collect()
}

fn line(line: &str) -> Option<Test> {
    let (name, verdict) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let verdict = match verdict.split([',', ' ']).next()? {
        "ok" => Verdict::Passed,
        "FAILED" => Verdict::Failed,
        "ignored" => Verdict::Unrun,
        // A test's own output may stand where its verdict should.
        _ => return None,
    };
    let (ids, of_failure) = marks(name);
    Some(Test {
        name: name.to_string(),
        verdict,
        runner: Runner::Native,
        ids,
        of_failure,
    })
}

/// The ids a native test's name begins with, and whether it is of a failure:
/// `module::rg_8_rg_9_failure_a_taken_address` is RG-8, RG-9, of failure.
pub fn marks(path: &str) -> (Vec<String>, bool) {
    let name = path.rsplit("::").next().unwrap_or(path);
    let mut words = name.split('_').peekable();
    let mut ids = Vec::new();
    while let (Some(letters), mut rest) = (words.peek().copied(), words.clone()) {
        let digits = rest.nth(1).unwrap_or_default();
        let is_id = letters.len() == 2
            && letters.bytes().all(|it| it.is_ascii_lowercase())
            && !digits.is_empty()
            && digits.bytes().all(|it| it.is_ascii_digit());
        if !is_id {
            break;
        }
        ids.push(format!("{}-{digits}", letters.to_uppercase()));
        words.next();
        words.next();
    }
    let of_failure = !ids.is_empty() && words.next() == Some("failure");
    (ids, of_failure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_from_the_front_of_the_name() {
        let of = |name: &str| (marks(name).0.join(" "), marks(name).1);
        assert_eq!(of("http::rg_8_closed_means_closed"), ("RG-8".into(), false));
        assert_eq!(
            of("rg_8_em_10_failure_nobody_gets_in"),
            ("RG-8 EM-10".into(), true)
        );
        assert_eq!(of("failure_is_told"), (String::new(), false));
        assert_eq!(
            of("an_8_hour_session"),
            ("AN-8".into(), false),
            "two letters and a number are an id wherever they open a name"
        );
        assert_eq!(of("waits_8_hours"), (String::new(), false));
    }

    #[test]
    fn verdicts_are_read_from_what_libtest_prints() {
        let text = "running 3 tests\ntest a::b ... ok\ntest c ... FAILED\ntest d ... ignored, too slow\ntest result: FAILED. 1 passed; 1 failed; 1 ignored";
        let verdicts: Vec<_> = read(text).iter().map(|it| it.verdict).collect();
        assert_eq!(verdicts, [Verdict::Passed, Verdict::Failed, Verdict::Unrun]);
    }
}
