//! Where a box stands: its style sheet, shared by all boxes, in whichever tree holds it.
use std::cell::OnceCell;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Node};

const SHEET: &str = include_str!(concat!(env!("OUT_DIR"), "/guard.css"));

thread_local! {
    static ADOPTED: OnceCell<CssStyleSheet> = const { OnceCell::new() };
}

/// Adopts the sheet in the tree of `root`, once. Works under `style-src 'none'`: nothing is inline.
pub fn adopt_styles(root: &Node) {
    let tree = root.get_root_node();
    ADOPTED.with(|it| {
        if it.get().is_none()
            && let Ok(sheet) = CssStyleSheet::new()
        {
            sheet.replace_sync(SHEET).ok();
            it.set(sheet).ok();
        }
        let Some(sheet) = it.get() else { return };
        let key = JsValue::from_str("adoptedStyleSheets");
        let Ok(present) = Reflect::get(&tree, &key) else {
            return;
        };
        let sheets = Array::from(&present);
        if !sheets.includes(sheet.unchecked_ref(), 0) {
            sheets.push(sheet);
            // A tree without adopted sheets shows the box unstyled, and usable.
            let _unstyled = Reflect::set(&tree, &key, &sheets);
        }
    });
}
