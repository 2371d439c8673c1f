//! A run as tables, and as docs/bench.md.

use super::bars;
use super::run::{Contender, Load, Profile, Run};
use super::statistics::Spread;

const PAGE: &str = include_str!("page.md");

/// What stands in one column for one contender: its loads, and those of the plain form.
struct Column {
    title: &'static str,
    cell: fn(&[&Load], &[&Load]) -> Option<String>,
}

#[rustfmt::skip]
const COLUMNS: [Column; 9] = [
    Column { title: "first usable input", cell: |its, plain| times(its, plain, |it| Some(it.first_input_ms)) },
    Column { title: "ready", cell: |its, _| spread(its, |it| it.ready_ms).map(|it| whole(&it)) },
    Column { title: "requests", cell: |its, _| exact(its, 1.0, 0, |it| it.requests.into()) },
    Column { title: "KB", cell: |its, _| exact(its, 1024.0, 1, |it| it.bytes as f64) },
    Column { title: "longest task", cell: |its, _| spread(its, |it| Some(it.longest_task_ms)).map(|it| whole(&it)) },
    Column { title: "heap MB", cell: |its, _| exact(its, 1024.0 * 1024.0, 1, |it| it.heap_bytes as f64) },
    Column { title: "wasm MB", cell: |its, _| exact(its, 1024.0 * 1024.0, 1, |it| it.wasm_bytes as f64) },
    Column { title: "key to paint", cell: |its, plain| times(its, plain, |it| it.key_to_paint_ms) },
    Column { title: "shift", cell: |its, _| exact(its, 1.0, 3, |it| it.layout_shift) },
];

/// The whole of docs/bench.md.
pub fn page(run: &Run) -> String {
    PAGE.replace("{date}", &run.date)
        .replace("{browser}", &run.browser)
        .replace("{rounds}", &run.rounds.to_string())
        .replace("{times}", &run.come_and_go.times.to_string())
        .replace("{bars}", &bars(run))
        .replace("{fast}", &rows(run, Profile::Fast))
        .replace("{slow}", &rows(run, Profile::Slow))
        .replace("{left_out}", &left_out(run))
}

/// One profile, a line for each contender that was measured in it.
pub fn rows(run: &Run, profile: Profile) -> String {
    let titles: Vec<&str> = COLUMNS.iter().map(|it| it.title).collect();
    let mut lines = vec![
        format!("| | {} | keeps typing |", titles.join(" | ")),
        format!("|---|{}---|", "---|".repeat(COLUMNS.len())),
    ];
    let plain: Vec<&Load> = run.loads("plain", profile).collect();
    for contender in &run.contenders {
        let its: Vec<&Load> = run.loads(&contender.name, profile).collect();
        if its.is_empty() {
            continue;
        }
        let cells = COLUMNS
            .iter()
            .map(|it| (it.cell)(&its, &plain).unwrap_or_else(|| "–".into()));
        let cells: Vec<String> = cells.collect();
        let typing = run
            .typing
            .iter()
            .find(|it| it.contender == contender.name && it.profile == profile);
        let kept = typing.map_or("–", |it| if it.kept { "yes" } else { "no" });
        lines.push(format!(
            "| {} | {} | {kept} |",
            named(contender),
            cells.join(" | ")
        ));
    }
    lines.join("\n")
}

fn bars(run: &Run) -> String {
    let lines = bars::verdicts(run);
    let lines: Vec<String> = lines.iter().map(|it| format!("- {it}")).collect();
    lines.join("\n")
}

fn left_out(run: &Run) -> String {
    let told = |it: &Contender| {
        let why = it.left_out.as_ref()?;
        Some(format!("Left out: {}, since {why}.", it.title))
    };
    let lines: Vec<String> = run.contenders.iter().filter_map(told).collect();
    if lines.is_empty() {
        return "Nothing was left out.".into();
    }
    lines.join("\n")
}

fn named(contender: &Contender) -> String {
    let version = contender.version.as_ref();
    version.map_or(contender.title.clone(), |it| {
        format!("{} {it}", contender.title)
    })
}

fn spread(loads: &[&Load], figure: fn(&Load) -> Option<f64>) -> Option<Spread> {
    Spread::of(loads.iter().filter_map(|it| figure(it)))
}

fn times(loads: &[&Load], plain: &[&Load], figure: fn(&Load) -> Option<f64>) -> Option<String> {
    let own = spread(loads, figure)?;
    let ratio = spread(plain, figure).and_then(|it| own.ratio(it));
    Some(match ratio {
        Some(ratio) => format!("{} × {ratio:.2}", whole(&own)),
        None => whole(&own),
    })
}

fn whole(it: &Spread) -> String {
    if it.least == it.most {
        return format!("{:.0}", it.median);
    }
    format!("{:.0} ({:.0}–{:.0})", it.median, it.least, it.most)
}

/// What hardly varies: its median alone.
fn exact(loads: &[&Load], unit: f64, digits: usize, figure: fn(&Load) -> f64) -> Option<String> {
    let all = Spread::of(loads.iter().map(|it| figure(it) / unit))?;
    Some(format!("{:.digits$}", all.median))
}

#[cfg(test)]
mod tests {
    use super::super::run::tests::{load, of};
    use super::*;

    fn run() -> Run {
        let boxes = [320.0, 300.0, 310.0].map(|it| load("box", it));
        let plain = [100.0, 100.0].map(|it| load("plain", it));
        of([&boxes[..], &plain[..]].concat())
    }

    #[test]
    fn a_line_has_medians_spreads_and_ratios_and_a_dash_for_what_was_not_measured() {
        let table = rows(&run(), Profile::Slow);
        let line = table.lines().find(|it| it.contains("the box")).unwrap();
        assert!(
            line.starts_with("| the box | 310 (300–320) × 3.10 | – | 4 | 39.1 | 0 |"),
            "{line}"
        );
        assert!(line.ends_with("| yes |"), "{line}");
        assert!(!table.contains("hanko"), "{table}");
    }

    #[test]
    fn the_page_says_who_was_left_out_and_leaves_no_place_unfilled() {
        let page = page(&run());
        assert!(page.contains("Left out: the prerendered, since no page."));
        assert!(page.contains("falls short: first usable input, slow, script tag: 3.1 ×"));
        assert!(!page.contains(['{', '}']), "{page}");
    }
}
