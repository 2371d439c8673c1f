//! An element of the page as a Leptos view, with one Rust type whatever stands in it.
//!
//! `view!` gives every element a type of its own, and code for each of them; the box weighed a quarter more
//! (`docs/decisions/0003-elements.md`). What is set here reaches the DOM through attributes, text nodes and listeners
//! only: there is no way to hand in markup.
mod early;
mod view;

use leptos::tachys::renderer::Rndr;
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, Event, HtmlInputElement, Node};

use crate::i18n::{I18n, Key, Phrase};
use crate::live::{Live, hold, keep};

pub use early::Early;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element, and what it does from now on. Effects and listeners end with the reactive owner that made them.
#[derive(Clone)]
pub struct El(SendWrapper<Element>);

impl El {
    pub fn new(tag: &str) -> Self {
        Self::made(tag, "")
    }

    pub fn svg(tag: &str) -> Self {
        Self(SendWrapper::new(Rndr::create_element(tag, Some(SVG))))
    }

    fn made(tag: &str, class: &str) -> Self {
        let early = early::claim(tag, class);
        let made = Self(SendWrapper::new(
            early.unwrap_or_else(|| Rndr::create_element(tag, None)),
        ));
        if class.is_empty() {
            made
        } else {
            made.set("class", class)
        }
    }

    /// `name` is the class in the component's sheet, `sheet` what the sheet is scoped by.
    pub fn styled(tag: &str, sheet: &str, name: &str) -> Self {
        Self::made(tag, &[name, " ", sheet].concat())
    }

    /// The same, and a host page may style it by `::part(name)`.
    pub fn part(tag: &str, sheet: &str, name: &str) -> Self {
        Self::styled(tag, sheet, name).set("part", name)
    }

    pub fn set(self, name: &str, value: &str) -> Self {
        Rndr::set_attribute(&self.0, name, value);
        self
    }

    /// Keeps an attribute in step with `value`; `None` takes it away.
    pub fn follow(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        attribute(&self.0, name, Box::new(value));
        self
    }

    /// An attribute that is `true` or absent.
    pub fn flag(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.follow(
            name,
            move || if on() { Some("true".to_owned()) } else { None },
        )
    }

    /// One of our texts, in the language in use.
    pub fn says(self, key: Key) -> Self {
        self.phrase(key.into())
    }

    pub fn phrase(self, phrase: Phrase) -> Self {
        let i18n = I18n::expect();
        self.say(move || i18n.say(&phrase))
    }

    /// The name that screen readers say.
    pub fn named(self, key: Key) -> Self {
        let i18n = I18n::expect();
        self.follow("aria-label", move || Some(i18n.text(key)))
    }

    /// A text that follows `text`.
    pub fn say(self, text: impl Fn() -> String + 'static) -> Self {
        write(&self.0, Box::new(text));
        self
    }

    pub fn on(self, event: &'static str, hear: impl FnMut(Event) + 'static) -> Self {
        listen(&self.0, event, Closure::new(hear));
        self
    }

    pub fn with(self, children: &[El]) -> Self {
        for child in children {
            insert(&self.0, &child.0);
        }
        self
    }

    /// With a child where there is one.
    pub fn maybe(self, child: Option<El>) -> Self {
        self.with(child.as_slice())
    }

    /// A child that is made anew whenever what `make` reads has changed.
    pub fn swap(self, make: impl Fn() -> El + 'static) -> Self {
        exchange(&self.0, Box::new(make));
        self
    }

    /// Binds an input to `text`, both ways, through the property: what is typed never becomes an attribute.
    pub fn bind(self, text: Live<String>) -> Self {
        let Some(input) = self.input() else {
            return self;
        };
        // Typed before there was a box to type into.
        let early = input.value();
        if !early.is_empty() {
            text.set(early);
        }
        keep(Box::new({
            let input = input.clone();
            move || {
                let text = text.get();
                if input.value() != text {
                    input.set_value(&text);
                }
            }
        }));
        // Autofill may send either event.
        ["input", "change"].into_iter().fold(self, |it, event| {
            let input = input.clone();
            it.on(event, move |_| {
                text.set(input.value());
            })
        })
    }

    /// A custom property, through the object model: an attribute would need `style-src`.
    pub fn style(&self, name: &str, value: &str) {
        if let Some(element) = self.0.dyn_ref::<web_sys::HtmlElement>() {
            // A property that is refused keeps its default.
            let _kept = element.style().set_property(name, value);
        }
    }

    pub fn input(&self) -> Option<HtmlInputElement> {
        self.0.dyn_ref().cloned()
    }

    pub fn element(&self) -> &Element {
        &self.0
    }
}

// What the parts above do with their boxed closures is compiled once, and not for each of them: 400 bytes of brotli less.

fn attribute(element: &Element, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
    let element = element.clone();
    keep(Box::new(move || match value() {
        Some(value) => Rndr::set_attribute(&element, name, &value),
        None => Rndr::remove_attribute(&element, name),
    }));
}

fn write(element: &Element, text: Box<dyn Fn() -> String>) {
    let node = Rndr::create_text_node("");
    insert(element, &node);
    keep(Box::new(move || Rndr::set_text(&node, &text())));
}

fn exchange(parent: &Element, make: Box<dyn Fn() -> El>) {
    let parent = parent.clone();
    let mut shown = None::<Element>;
    // What the old child listened with has ended by now, so its leaving is not heard.
    keep(Box::new(move || {
        let new = Element::clone(&make().0);
        if let Some(old) = shown.take().filter(|it| *it != new) {
            old.remove();
        }
        insert(&parent, &new);
        shown = Some(new);
    }));
}

fn insert(parent: &Element, child: &Node) {
    let stands_there = || child.parent_node().as_ref() == Some(parent);
    if !early::place(parent, child) && !stands_there() {
        Rndr::insert_node(parent, child, None);
    }
}

fn listen(element: &Element, name: &'static str, hear: Closure<dyn FnMut(Event)>) {
    let _unheard = element.add_event_listener_with_callback(name, hear.as_ref().unchecked_ref());
    hold(Listening {
        element: element.clone(),
        name,
        hear,
    });
}

/// A listener that is taken off when it is dropped.
struct Listening {
    element: Element,
    name: &'static str,
    hear: Closure<dyn FnMut(Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _unheard = self
            .element
            .remove_event_listener_with_callback(self.name, self.hear.as_ref().unchecked_ref());
    }
}
