//! Our reader of JSON beside `serde_json`: the same verdict, the same value and the same place, over a table and over what a generator makes of it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot be set up fails"
)]

mod dice;
mod peer;
mod texts;

use std::time::{Duration, Instant};

use guard_protocol::json::{self, Json, JsonFault, Limits};

use dice::Dice;
use peer::Peer;
use texts::{BAD, GOOD};

/// Wide enough that only the grammar decides.
const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    depth: 100,
};

/// The same value, each fraction as `serde_json` reads its text.
fn reckoned(value: Json) -> Json {
    match value {
        Json::Fraction(text) => {
            Json::Fraction(format!("{:?}", serde_json::from_str::<f64>(&text).unwrap()))
        }
        Json::List(list) => Json::List(list.into_iter().map(reckoned).collect()),
        Json::Object(entries) => {
            let entries = entries.into_iter();
            Json::Object(entries.map(|(key, it)| (key, reckoned(it))).collect())
        }
        other => other,
    }
}

/// Whether the text is JSON; both readers have to say the same of it.
fn both(text: &str) -> bool {
    let ours = json::read(text, LIMITS);
    let theirs = serde_json::from_str::<Peer>(text);
    assert_eq!(
        json::parse(text, LIMITS).is_ok(),
        ours.is_ok(),
        "parse: {text:?}"
    );
    match (ours, theirs) {
        (Ok(ours), Ok(Peer(theirs))) => {
            assert_eq!(reckoned(ours.clone()), theirs, "{text:?}");
            // What is written of it reads back as the same, to the last digit.
            assert_eq!(json::read(&ours.to_text(), LIMITS), Ok(ours), "{text:?}");
            true
        }
        (Err(JsonFault::Syntax { line, column }), Err(theirs)) => {
            // They notice these at the end of a value or of four digits, and we where it goes wrong.
            let late = ["twice", "too large", "out of range", "surrogate", "escape"];
            let said = theirs.to_string();
            let cut = text.contains("\\u") && said.contains("EOF while parsing a string");
            if !cut && !late.iter().any(|it| said.contains(it)) {
                let place = (theirs.line(), theirs.column());
                assert_eq!((line, column), place, "{text:?}: {theirs}");
            }
            false
        }
        (ours, theirs) => panic!("{text:?}: {ours:?}, and {:?}", theirs.map(|it| it.0)),
    }
}

#[test]
fn r13_what_is_json_to_one_reader_is_json_to_the_other() {
    for text in GOOD {
        assert!(both(text), "{text:?}");
    }
    for text in BAD {
        assert!(!both(text), "{text:?}");
    }
}

#[test]
fn r13_every_cut_and_every_pair_of_texts_is_read_alike() {
    for text in GOOD.iter().chain(&BAD) {
        for (at, _) in text.char_indices() {
            both(&text[..at]);
            both(&text[at..]);
        }
        for other in GOOD.iter().chain(&BAD) {
            both(&format!("[{text},{other}]"));
            both(&format!("{{{text}:{other}}}"));
            both(&format!("{text}{other}"));
        }
    }
}

#[test]
fn r13_what_a_generator_makes_is_read_alike() {
    let mut dice = Dice(2042);
    let mut seen = [0; 2];
    for _ in 0..60_000 {
        let text = dice.text(4);
        seen[usize::from(both(&text))] += 1;
        seen[usize::from(both(&dice.broken(&text)))] += 1;
    }
    // Neither verdict is rare, so that each has been tried.
    assert!(seen.iter().all(|it| *it > 20_000), "{seen:?}");
}

#[test]
fn r13_a_hundred_thousand_keys_are_compared_in_a_moment() {
    let keys: Vec<_> = (0..100_000).map(|it| format!("\"{it:x}\":0")).collect();
    let text = keys.join(",");
    let began = Instant::now();
    assert!(json::read(&format!("{{{text}}}"), LIMITS).is_ok());
    assert!(json::read(&format!("{{{text},\"1869f\":0}}"), LIMITS).is_err());
    assert!(began.elapsed() < Duration::from_secs(5));
}
