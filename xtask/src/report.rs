//! What a run of tests left behind, in one form for every runner, stamped with the source it ran on.
//! `test` writes them, `features` and `size` read them. Knows no runner: those are in `report/`.

mod junit;
mod libtest;
mod playwright;
mod stamp;

pub use junit::read as junit;
pub use libtest::read as libtest;
pub use playwright::read as playwright;
pub use stamp::Stamp;

use crate::place;
use crate::trouble::{At, Outcome, Trouble};
use serde::{Deserialize, Serialize};
use std::fs;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    Passed,
    Failed,
    /// Ignored, skipped or never reached: proves nothing.
    Unrun,
}

/// Through what a test drives the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runner {
    Native,
    Browser,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Test {
    pub name: String,
    pub verdict: Verdict,
    pub runner: Runner,
    /// Feature ids that it says it proves, such as `PW-1`.
    pub ids: Vec<String>,
    /// Whether it shows a failure handled, rather than a success.
    pub of_failure: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub stage: String,
    pub stamp: Stamp,
    pub tests: Vec<Test>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    pub unrun: usize,
}

impl Tally {
    pub fn of(tests: &[Test]) -> Self {
        let count = |verdict| tests.iter().filter(|it| it.verdict == verdict).count();
        Self {
            passed: count(Verdict::Passed),
            failed: count(Verdict::Failed),
            unrun: count(Verdict::Unrun),
        }
    }

    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.unrun += other.unrun;
    }
}

impl Report {
    pub fn write(&self) -> Outcome {
        let path = place::reports(&format!("{}.json", self.stage));
        let text =
            serde_json::to_string_pretty(self).map_err(|error| Trouble::new(error.to_string()))?;
        fs::write(&path, text).at(&path)
    }

    /// The report of a stage, if there is one.
    pub fn last(stage: &str) -> Outcome<Option<Self>> {
        let path = place::reports(&format!("{stage}.json"));
        if !path.is_file() {
            return Ok(None);
        }
        let text = fs::read_to_string(&path).at(&path)?;
        serde_json::from_str(&text).map(Some).map_err(|error| {
            Trouble::new(format!("{}: {error}", path.display())).mended_by("cargo xtask test")
        })
    }
}

/// Forgets the last report of a stage, so that one that dies leaves none.
pub fn forget(stage: &str) -> Outcome {
    let path = place::reports(&format!("{stage}.json"));
    if path.is_file() {
        fs::remove_file(&path).at(&path)
    } else {
        Ok(())
    }
}
