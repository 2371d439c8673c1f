//! Style sheets: each once, shared by all boxes, in whichever tree holds them. Works under `style-src 'none'`: nothing is inline.
use std::cell::RefCell;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Node};

/// What the first form looks like. The element has it too, and draws with it before the module is there; a build of one module may come without that
/// (Trunk's), and brings it.
#[cfg(not(feature = "lazy"))]
pub const FIRST: &str = include_str!(concat!(env!("OUT_DIR"), "/guard.css"));

thread_local! {
    static SHEETS: RefCell<Vec<(&'static str, CssStyleSheet)>> = const { RefCell::new(Vec::new()) };
}

/// Adopts `css` in the tree that holds `node`, once.
pub fn adopt(node: &Node, css: &'static str) {
    let (Some(sheet), tree) = (sheet(css), node.get_root_node()) else {
        return;
    };
    let key = JsValue::from_str("adoptedStyleSheets");
    let Ok(present) = Reflect::get(&tree, &key) else {
        return;
    };
    let sheets = Array::from(&present);
    if !sheets.includes(sheet.unchecked_ref(), 0) {
        sheets.push(&sheet);
        // A tree without adopted sheets shows the box unstyled, and usable.
        let _unstyled = Reflect::set(&tree, &key, &sheets);
    }
}

fn sheet(css: &'static str) -> Option<CssStyleSheet> {
    SHEETS.with_borrow_mut(|sheets| {
        if let Some((_, sheet)) = sheets.iter().find(|(it, _)| std::ptr::eq(*it, css)) {
            return Some(sheet.clone());
        }
        let sheet = CssStyleSheet::new().ok()?;
        sheet.replace_sync(css).ok();
        sheets.push((css, sheet.clone()));
        Some(sheet)
    })
}
