//! The browser: the only file that names the window, clocks, timers, randomness and the navigator.
//!
//! It must know nothing of signing in.
use std::{cell::RefCell, time::Duration};

use js_sys::{Function, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(task: &Function, milliseconds: f64) -> f64;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(id: f64);
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn monotonic() -> f64;
    #[wasm_bindgen(js_namespace = crypto, js_name = getRandomValues, catch)]
    fn fill_random(bytes: &Uint8Array) -> Result<JsValue, JsValue>;
}

/// Runs a task once, later. Dropping it cancels.
pub struct Timer {
    id: f64,
    _task: Closure<dyn FnMut()>,
}

impl Timer {
    pub fn after(delay: Duration, task: impl FnOnce() + 'static) -> Self {
        let task = Closure::once(task);
        let id = set_timeout(task.as_ref().unchecked_ref(), milliseconds(delay));
        Self { id, _task: task }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(self.id);
    }
}

fn milliseconds(delay: Duration) -> f64 {
    (delay.as_secs() * 1000 + u64::from(delay.subsec_millis())) as f64
}

/// Whether keys that are pressed now go to nothing in particular, or into `part`: otherwise the person is busy elsewhere.
// Copied into each of its callers, it weighs 100 bytes of brotli more.
#[inline(never)]
pub fn may_take_focus(part: &Element) -> bool {
    focus_is_nowhere() || part.matches(":focus-within").unwrap_or(false)
}

/// Whether nothing of the page has the focus. While another window has it, the page still knows what had it here.
#[inline(never)]
pub fn focus_is_nowhere() -> bool {
    let document = window().and_then(|it| it.document());
    let focused = document.and_then(|it| it.active_element());
    focused.is_none_or(|it| it.local_name() == "body")
}

/// Time that no change of the clock touches, since the page was opened.
pub fn now() -> Duration {
    Duration::from_millis(monotonic() as u64)
}

/// A text of 32 hexadecimal digits that nobody can guess; `None` where the browser has no source of randomness.
pub fn unpredictable() -> Option<String> {
    let array = Uint8Array::new_with_length(16);
    fill_random(&array).ok()?;
    let digit = |it: u8| char::from_digit(it.into(), 16).unwrap_or_default();
    Some(
        array
            .to_vec()
            .into_iter()
            .flat_map(|it| [digit(it >> 4), digit(it & 15)])
            .collect(),
    )
}

/// A number from 0 to `most`, to spread retries by; predictable is fine.
pub fn dice(most: u32) -> u32 {
    (js_sys::Math::random() * f64::from(most + 1)) as u32
}

pub fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// Whether nobody can see the page.
pub fn is_hidden() -> bool {
    window()
        .and_then(|it| it.document())
        .is_some_and(|it| it.hidden())
}

/// Whether this part of the page is not drawn: it, or what it stands in, is not displayed, or folded away.
pub fn is_out_of_sight(part: &Element) -> bool {
    // A browser that cannot tell draws it, as far as we know.
    part.unchecked_ref::<Drawn>().check_visibility() == Ok(false)
}

#[wasm_bindgen]
extern "C" {
    type Drawn;
    #[wasm_bindgen(method, catch, js_name = checkVisibility)]
    fn check_visibility(this: &Drawn) -> Result<bool, JsValue>;
}

/// Puts the focus there, if it can be put there.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let _hidden = element.focus();
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl, js_name = DisplayNames)]
    type DisplayNames;
    #[wasm_bindgen(js_namespace = Intl, js_class = "DisplayNames", constructor, catch)]
    fn new(tag: &str, options: &js_sys::Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;
}

/// What the browser calls a country (ISO 3166-1 alpha-2) in the language `tag`.
pub fn region(tag: &str, code: &str) -> Option<String> {
    thread_local! {
        static NAMES: RefCell<Option<(String, DisplayNames)>> = const { RefCell::new(None) };
    }
    NAMES.with_borrow_mut(|known| {
        if known.as_ref().is_none_or(|(it, _)| it != tag) {
            let options = js_sys::Object::new();
            let _set = js_sys::Reflect::set(&options, &"type".into(), &"region".into());
            let names = DisplayNames::new(tag, &options).ok()?;
            *known = Some((tag.to_owned(), names));
        }
        known.as_ref()?.1.of(code).ok().flatten()
    })
}

/// Which of two comes first in a list, in the language `tag`.
pub fn order(a: &str, b: &str, tag: &str) -> std::cmp::Ordering {
    let order = js_sys::JsString::from(a).locale_compare(
        b,
        &js_sys::Array::of1(&tag.into()),
        &js_sys::Object::new(),
    );
    order.cmp(&0)
}

/// The page's origin, as requests carry it: `https://shop.example`.
pub fn origin() -> String {
    window()
        .and_then(|it| it.location().origin().ok())
        .unwrap_or_default()
}

/// A message to the page's author.
pub fn warn(message: &str) {
    web_sys::console::warn_1(&message.into());
}

/// Calls `hear` on each `name` event of the window, until dropped.
pub struct Listener {
    name: &'static str,
    hear: Closure<dyn FnMut()>,
}

impl Listener {
    pub fn on(name: &'static str, hear: impl FnMut() + 'static) -> Self {
        let hear = Closure::new(hear);
        if let Some(window) = window() {
            let _unheard =
                window.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
        }
        Self { name, hear }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(window) = window() {
            let _unheard = window
                .remove_event_listener_with_callback(self.name, self.hear.as_ref().unchecked_ref());
        }
    }
}
