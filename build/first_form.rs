//! One description of the first form for its three readers: the element, which draws it before the wasm (`npm/early.js`), the widget, which a browser test
//! compares with it, and the server, which sends it before any script.
use std::{fs, io, path::Path};

use serde_json::{Value, json};

/// What `npm/early.js` draws before the wasm.
const FIRST_FORM: &str = "src/views/first-form.json";
/// What an app's settings may add to it; only the server draws that (`server/src/prerender`).
const MORE: &str = "src/views/first-form-more.json";

/// Where there will be no script, nothing is shown that needs one to do anything.
const WITHOUT_SCRIPT: &str = "@layer guard{@media (scripting:none){[part=card] :is([part=reveal],[part=link],[part=footer],[part=tabs],[part=corner]){display:none}}}";

/// Into the folder `beside` the wasm. `css`: the first form's sheet.
pub fn write(beside: &Path, css: &str) -> io::Result<()> {
    let tree = described(FIRST_FORM)?;
    let form = json!({"tree": tree, "words": super::words(|key| says(&tree, key))?});
    fs::write(
        beside.join("first.js"),
        format!(
            "export const css = {};\nexport const form = {form};\n",
            Value::from(css)
        ),
    )?;
    // What other pages' servers send before any script: the same sheet to be linked, and the same form to be drawn there.
    let sheet = [css, WITHOUT_SCRIPT].concat();
    fs::write(beside.join("guard-login.css"), &sheet)?;
    let more = described(MORE)?;
    let chapters = ["signIn.", "field."];
    let words = super::words(|key| {
        says(&tree, key) || says(&more, key) || chapters.iter().any(|it| key.starts_with(it))
    })?;
    let form = json!({"tree": tree, "more": more, "words": words, "css": sheet});
    fs::write(beside.join("first-form.json"), form.to_string())
}

/// A description of elements, with the classes of this build.
fn described(path: &str) -> io::Result<Value> {
    let mut tree = fs::read_to_string(path)?;
    for path in super::sheets::parts()? {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let class = super::sheets::class(&path)?;
        tree = tree.replace(&format!(" @{name}\""), &format!(" {class}\""));
    }
    Ok(serde_json::from_str(&tree)?)
}

/// Whether a tree says the text of this key.
fn says(tree: &Value, key: &str) -> bool {
    tree.to_string().contains(&format!("{{{key}}}"))
}
