//! A folder like that of a built widget, as far as the server reads it. Classes are the names that the description has before a build.
use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::Database;

fn read(path: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let text = std::fs::read_to_string(&file).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Writes it beside the database, and names it.
pub fn beside(database: &Database) -> String {
    let folder = database.folder().join("widget");
    std::fs::create_dir_all(&folder).unwrap();
    let words: BTreeMap<_, _> = ["en-US", "zh-CN"]
        .map(|it| (it, read(&format!("public/locales/{it}.json"))))
        .into();
    let form = json!({
        "tree": read("src/views/first-form.json"),
        "more": read("src/views/first-form-more.json"),
        "words": words,
        "css": ".card{color:red}",
    });
    std::fs::write(folder.join("first-form.json"), form.to_string()).unwrap();
    std::fs::write(folder.join("guard-login.js"), "export {}").unwrap();
    folder.display().to_string()
}
