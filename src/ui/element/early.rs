//! Takes over elements that stood in the box before the wasm came: the element draws a first form early (`npm/early.js`), and
//! people type into it.
//!
//! While a screen is drawn over them, [`El`](super::El) claims an element of the same tag and class in place of a new one, and leaves it where
//! it stands: an input that is taken out of its page, if only to be put in again, loses its focus and its password manager.
use std::{cell::RefCell, rc::Rc};

use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Node, NodeList};

use super::El;

/// The early elements of one box.
#[derive(Clone, Default)]
pub struct Early(Rc<RefCell<Found>>);

#[derive(Default)]
struct Found {
    /// Nobody's yet, in the order of the document.
    unclaimed: Vec<Element>,
    /// Where they belong by now.
    placed: Vec<Node>,
}

thread_local! {
    /// Whose elements are claimed by what is drawn now.
    static OVER: RefCell<Option<Early>> = const { RefCell::new(None) };
}

impl Early {
    /// All elements below `root`.
    pub fn below(root: &Element) -> Self {
        let all = root.query_selector_all("*").ok();
        let count = all.as_ref().map_or(0, NodeList::length);
        let element = |it| all.as_ref()?.item(it)?.dyn_into().ok();
        let unclaimed = (0..count).filter_map(element).collect();
        Self(Rc::new(RefCell::new(Found {
            unclaimed,
            placed: Vec::new(),
        })))
    }

    pub fn is_over(&self) -> bool {
        self.0.borrow().unclaimed.is_empty()
    }

    /// Lets `draw` claim elements.
    pub fn draw<T>(&self, draw: impl FnOnce() -> T) -> T {
        if self.is_over() {
            return draw();
        }
        let before = OVER.replace(Some(self.clone()));
        let drawn = draw();
        OVER.set(before);
        drawn
    }

    /// The screen that was drawn early, as long as nothing has been drawn over it.
    pub fn screen(&self) -> Option<El> {
        let found = self.0.borrow();
        let screen = found.unclaimed.first()?;
        Some(El(SendWrapper::new(screen.clone())))
    }

    /// Takes away what nobody has claimed. Who had been typed there, so that nobody types it twice.
    pub fn end(&self) -> Option<String> {
        let found = self.0.take();
        found.unclaimed.iter().for_each(Element::remove);
        let secret =
            |it: &HtmlInputElement| it.get_attribute("type").as_deref() == Some("password");
        let mut inputs = found.unclaimed.iter().filter_map(|it| it.dyn_ref());
        inputs
            .find(|it| !secret(it))
            .map(HtmlInputElement::value)
            .filter(|it| !it.is_empty())
    }
}

/// An early element of this tag and class, empty of text: texts are written again.
pub(super) fn claim(tag: &str, class: &str) -> Option<Element> {
    let over = OVER.with_borrow(Clone::clone)?;
    let mut found = over.0.borrow_mut();
    let fits = |it: &Element| {
        it.local_name() == tag && it.get_attribute("class").unwrap_or_default() == class
    };
    let at = found.unclaimed.iter().position(fits)?;
    let element = found.unclaimed.remove(at);
    let mut child = element.first_child();
    while let Some(node) = child {
        child = node.next_sibling();
        if node.dyn_ref::<Element>().is_none() {
            let _gone = element.remove_child(&node);
        }
    }
    Some(element)
}

/// Puts `child` behind what has been put into `parent` so far; it does not move where it stands there already.
///
/// False where nothing early is being taken over.
pub(super) fn place(parent: &Element, child: &Node) -> bool {
    let Some(over) = OVER.with_borrow(Clone::clone) else {
        return false;
    };
    let mut found = over.0.borrow_mut();
    if child.parent_node().as_ref() != Some(parent) {
        let mut last = parent.last_child();
        while let Some(node) = &last
            && !found.placed.contains(node)
        {
            last = node.previous_sibling();
        }
        let next = match &last {
            Some(last) => last.next_sibling(),
            None => parent.first_child(),
        };
        let _refused = parent.insert_before(child, next.as_ref());
    }
    found.placed.push(child.clone());
    true
}
