//! One run, as e2e/bench/run.mjs writes it.

use crate::trouble::{Outcome, Trouble};
use serde::Deserialize;
use std::fmt;
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Run {
    /// A day, as 2026-01-31.
    pub date: String,
    pub browser: String,
    pub rounds: u32,
    pub contenders: Vec<Contender>,
    pub typing: Vec<Typing>,
    pub loads: Vec<Load>,
    pub come_and_go: ComeAndGo,
    pub hundred: Hundred,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contender {
    pub name: String,
    pub title: String,
    /// Of the npm package, for those that are one.
    pub version: Option<String>,
    /// Why it was not measured.
    pub left_out: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub enum Profile {
    /// Nothing is throttled.
    Fast,
    /// 1.6 Mbps down, 750 kbps up, 150 ms, a processor four times slower.
    Slow,
}

impl fmt::Display for Profile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Profile::Fast => "fast",
            Profile::Slow => "slow",
        })
    }
}

/// Whether all that was typed as soon as there was a field was there when everything had loaded.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Typing {
    pub contender: String,
    pub profile: Profile,
    pub kept: bool,
}

/// One load of one contender; the file says of which round, too. Milliseconds are since navigation began; bytes are of bodies as sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Load {
    pub contender: String,
    pub profile: Profile,
    pub first_input_ms: f64,
    /// Only of the box: its `load` event.
    pub ready_ms: Option<f64>,
    /// Until nothing was fetched any more, page and preflights among them.
    pub requests: u32,
    pub bytes: u64,
    /// Of files that were asked for before the form worked: scripts, wasm, style sheets, languages.
    pub file_bytes: u64,
    /// To the backend, preflights apart.
    pub round_trips: u32,
    pub preflights: u32,
    /// 0 where none took 50 ms.
    pub longest_task_ms: f64,
    pub layout_shift: f64,
    pub heap_bytes: u64,
    pub wasm_bytes: u64,
    /// The 95th percentile, in the slow profile.
    pub key_to_paint_ms: Option<f64>,
}

/// Boxes mounted and taken away one after the other.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComeAndGo {
    pub times: u32,
    pub start: Counts,
    /// After a hundred.
    pub first: Counts,
    pub end: Counts,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Counts {
    pub wasm_bytes: u64,
    pub nodes: u64,
    pub listeners: u64,
}

/// A hundred boxes on one page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hundred {
    pub apps: u32,
    pub usable_ms: f64,
    /// Downloads of the wasm.
    pub modules: u32,
    /// Requests to the backend.
    pub settings: u32,
}

impl Run {
    pub fn read(path: &Path) -> Outcome<Self> {
        let text = std::fs::read_to_string(path).map_err(|_| {
            Trouble::new("Nothing has been measured yet").mended_by("cargo xtask bench")
        })?;
        serde_json::from_str(&text).map_err(|error| {
            Trouble::new(format!("{}: {error}", path.display())).mended_by("cargo xtask bench")
        })
    }

    pub fn loads<'a>(
        &'a self,
        contender: &'a str,
        profile: Profile,
    ) -> impl Iterator<Item = &'a Load> {
        self.loads
            .iter()
            .filter(move |it| it.contender == contender && it.profile == profile)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A load in the slow profile that is good in all but, perhaps, its first input.
    pub fn load(contender: &str, first_input_ms: f64) -> Load {
        Load {
            contender: contender.into(),
            profile: Profile::Slow,
            first_input_ms,
            ready_ms: None,
            requests: 4,
            bytes: 40_000,
            file_bytes: 39_000,
            round_trips: 1,
            preflights: 0,
            longest_task_ms: 0.0,
            layout_shift: 0.0,
            heap_bytes: 2_000_000,
            wasm_bytes: 1_114_112,
            key_to_paint_ms: Some(20.0),
        }
    }

    /// A run of these, and of each once more in the fast profile.
    pub fn of(slow: Vec<Load>) -> Run {
        let fast = slow.iter().map(|it| Load {
            profile: Profile::Fast,
            key_to_paint_ms: None,
            ..it.clone()
        });
        let typing = [Profile::Fast, Profile::Slow].map(|profile| Typing {
            contender: "box".into(),
            profile,
            kept: true,
        });
        let loads = slow.iter().cloned().chain(fast).collect();
        let names = ["plain", "box", "prerendered", "again", "hanko", "guard5"];
        let contender = |name: &&str| Contender {
            name: name.to_string(),
            title: format!("the {name}"),
            version: None,
            left_out: (*name == "prerendered").then(|| "no page".into()),
        };
        let counts = || Counts {
            wasm_bytes: 1_114_112,
            nodes: 80,
            listeners: 30,
        };
        Run {
            date: "2026-01-31".into(),
            browser: "Chromium 1".into(),
            rounds: 1,
            contenders: names.iter().map(contender).collect(),
            typing: typing.into(),
            loads,
            come_and_go: ComeAndGo {
                times: 300,
                start: counts(),
                first: counts(),
                end: counts(),
            },
            hundred: Hundred {
                apps: 4,
                usable_ms: 900.0,
                modules: 1,
                settings: 4,
            },
        }
    }

    #[test]
    fn a_run_that_was_never_made_is_told_with_what_makes_it() {
        let told = Run::read(Path::new("no/such/run.json"))
            .unwrap_err()
            .to_string();
        assert!(told.contains("cargo xtask bench"), "{told}");
    }
}
