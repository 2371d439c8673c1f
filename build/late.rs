//! What `npm/late.js` says while there is no wasm.
use std::{collections::BTreeMap, io, path::Path};

use serde_json::json;

/// Its texts, of which the wasm knows none but the retry, and its parts with their sheets.
pub const LATE: &str = "late.";
const LATE_RETRY: &str = "box.retry";
const LATE_PARTS: [(&str, &str); 3] = [("card", "card"), ("footer", "foot"), ("link", "link")];

/// `npm/late-words.js` as it ships.
pub fn words() -> io::Result<String> {
    let mut classes = BTreeMap::new();
    for (part, sheet) in LATE_PARTS {
        let class = super::sheets::class(&Path::new("style").join(sheet).with_extension("css"))?;
        classes.insert(part, format!("{part} {class}"));
    }
    Ok(format!(
        "export const classes = {};\nexport const words = {};\n",
        json!(classes),
        json!(super::words(
            |key| key == LATE_RETRY || key.starts_with(LATE)
        )?)
    ))
}
