//! `cargo xtask size`: what every shipped file weighs, and what a first form costs a browser.
//!
//! Counted from the folder as it is served: brotli 11 of what the first form loads, plus the API's answers once a browser test has
//! measured them. The budget belongs to one recipe; the others print their figure.

use crate::arguments::Arguments;
use crate::dist::{self, Built};
use crate::place;
use crate::trouble::{At, Outcome, Trouble};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

const KIB: f64 = 1024.0;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Budget {
    /// The recipe that must keep to it.
    recipe: String,
    #[serde(rename = "firstFormBrotliKiB")]
    first_form_kib: f64,
    /// The files that a browser loads until a wrong password has been answered.
    first_form: Vec<String>,
}

/// What a browser test saw until a wrong password had been answered.
#[derive(Debug, Deserialize)]
struct Measured {
    /// Paths below the folder that ships.
    files: Vec<String>,
    /// Bytes of the API's answers, headers left out.
    answers: u64,
}

#[derive(Debug, PartialEq)]
struct Weight {
    file: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

pub fn run(arguments: Arguments) -> Outcome {
    arguments.done("cargo xtask size")?;
    let built = dist::build(dist::Kind::Release)?;
    gate(&built)?;
    if measurement().is_file() {
        return measured_gate(&built);
    }
    println!("The API's answers are not measured yet: a browser test does that.");
    Ok(())
}

/// Prints the table, and fails when the recipe that has a budget is over it.
pub fn gate(built: &Built) -> Outcome {
    let (budget, weights) = (budget()?, weigh(&built.dir)?);
    println!("{:<34} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli");
    for it in &weights {
        println!(
            "{:<34} {:>9} {:>9} {:>9}",
            it.file, it.raw, it.gzip, it.brotli
        );
    }
    let first = first_form(&weights, &budget.first_form)?;
    told(first, "by size-budget.json's list of files", &budget, built);
    judge(first, &budget, built.recipe.name())
}

/// The same by what a browser really loaded, which a browser test has left.
pub fn measured_gate(built: &Built) -> Outcome {
    if !measurement().is_file() {
        let what = format!(
            "No browser test has left {}, which says what a first form loads",
            measurement().display()
        );
        return Err(Trouble::new(what).mended_by("cargo xtask test --only e2e"));
    }
    let (budget, mut measured) = (budget()?, read::<Measured>(&measurement())?);
    for file in &mut measured.files {
        *file = dist::plain_name(file);
    }
    if let Some(stray) = measured
        .files
        .iter()
        .find(|it| !budget.first_form.contains(it))
    {
        let what = format!(
            "A browser loaded {stray} for the first form, which size-budget.json does not list"
        );
        return Err(Trouble::new(what).mended_by("load it later, or list it"));
    }
    let first = first_form(&weigh(&built.dir)?, &measured.files)? + measured.answers;
    told(
        first,
        "as a browser loaded it in the last test, answers included",
        &budget,
        built,
    );
    judge(first, &budget, built.recipe.name())
}

/// Before a run that may measure anew.
pub fn forget_measured() -> Outcome {
    let path = measurement();
    if path.is_file() {
        fs::remove_file(&path).at(&path)
    } else {
        Ok(())
    }
}

fn measurement() -> PathBuf {
    place::reports("first-form.json")
}

fn budget() -> Outcome<Budget> {
    read(&place::at("size-budget.json"))
}

fn told(first: u64, how: &str, budget: &Budget, built: &Built) {
    let kib = first as f64 / KIB;
    println!(
        "first form: {kib:.1} KiB brotli {how}, of {} ({} recipe)",
        budget.first_form_kib,
        built.recipe.name()
    );
}

fn judge(first: u64, budget: &Budget, recipe: &str) -> Outcome {
    if recipe != budget.recipe || first as f64 <= budget.first_form_kib * KIB {
        return Ok(());
    }
    let what = format!(
        "The first form costs {:.1} KiB, over the budget of {} KiB",
        first as f64 / KIB,
        budget.first_form_kib
    );
    Err(Trouble::new(what).mended_by("make it smaller; size-budget.json says what is allowed"))
}

fn first_form(weights: &[Weight], files: &[String]) -> Outcome<u64> {
    let of = |name: &String| {
        let found = weights
            .iter()
            .find(|it| it.file == *name)
            .map(|it| it.brotli);
        found.ok_or_else(|| {
            Trouble::new(format!(
                "size-budget.json names {name}, which does not ship"
            ))
        })
    };
    files.iter().map(of).sum()
}

fn weigh(dir: &Path) -> Outcome<Vec<Weight>> {
    let length = |path: &Path| fs::metadata(path).at(path).map(|it| it.len());
    let is_plain = |name: &str| !name.ends_with(".br") && !name.ends_with(".gz");
    let files = dist::files(dir)?;
    let names = files
        .iter()
        .map(|it| it.display().to_string())
        .filter(|it| is_plain(it));
    names
        .map(|file| {
            let beside = |suffix: &str| length(&dir.join(format!("{file}.{suffix}")));
            Ok(Weight {
                raw: length(&dir.join(&file))?,
                gzip: beside("gz")?,
                brotli: beside("br")?,
                file: dist::plain_name(&file),
            })
        })
        .collect()
}

fn read<T: for<'de> Deserialize<'de>>(path: &Path) -> Outcome<T> {
    let text = fs::read_to_string(path).at(path)?;
    serde_json::from_str(&text)
        .map_err(|error| Trouble::new(format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(file: &str, brotli: u64) -> Weight {
        Weight {
            file: file.into(),
            raw: 0,
            gzip: 0,
            brotli,
        }
    }

    fn budget(kib: f64) -> Budget {
        Budget {
            recipe: "small".into(),
            first_form_kib: kib,
            first_form: vec![],
        }
    }

    #[test]
    fn the_first_form_is_the_files_it_loads_and_no_others() {
        let weights = [
            weight("a.js", 1000),
            weight("b.wasm", 2000),
            weight("qr.wasm", 9000),
        ];
        assert_eq!(
            first_form(&weights, &["a.js".into(), "b.wasm".into()]).unwrap(),
            3000
        );
        assert!(
            first_form(&weights, &["gone.js".into()])
                .unwrap_err()
                .to_string()
                .contains("gone.js")
        );
    }

    #[test]
    fn only_the_recipe_that_has_the_budget_can_break_it() {
        assert!(judge(76 * 1024, &budget(75.0), "small").is_err());
        assert!(judge(75 * 1024, &budget(75.0), "small").is_ok());
        assert!(judge(76 * 1024, &budget(75.0), "plain").is_ok());
    }

    #[test]
    fn the_budget_file_is_well_formed() {
        let budget: Budget = read(&place::at("size-budget.json")).unwrap();
        assert!(budget.first_form_kib > 0.0 && !budget.first_form.is_empty());
    }
}
