//! A value that views follow, as Leptos' `RwSignal`, in two ways unlike it: it never panics once its owner has ended, because a
//! panic would take every box of the page down, and the reactive part of it is compiled once and not for each type.
use std::{any::Any, cell::RefCell, marker::PhantomData, rc::Rc};

use leptos::prelude::*;

use crate::given::Given;

pub struct Live<T> {
    cell: Cell,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Live<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Live<T> {}

impl<T: 'static> Live<T> {
    pub fn new(value: T) -> Self {
        Self {
            cell: Cell::new(Rc::new(RefCell::new(value))),
            of: PhantomData,
        }
    }

    /// Reads, and runs the reader again when the value changes. `None` after the end.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.cell.changed.track();
        self.peek(read)
    }

    /// Reads without following.
    pub fn peek<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        let value = self.cell.value()?;
        let value = seen::<T>(&*value)?.try_borrow().ok()?;
        Some(read(&value))
    }

    pub fn change<R>(self, write: impl FnOnce(&mut T) -> R) -> Option<R> {
        let value = self.cell.value()?;
        let done = write(&mut *seen::<T>(&*value)?.try_borrow_mut().ok()?);
        self.cell.changed.notify();
        Some(done)
    }

    pub fn set(self, value: T) {
        self.change(|it| *it = value);
    }
}

impl<T: Clone + Default + 'static> Live<T> {
    /// The value, followed; after the end, the default one.
    pub fn get(self) -> T {
        self.with(T::clone).unwrap_or_default()
    }

    /// The value as it is now.
    pub fn now(self) -> T {
        self.peek(T::clone).unwrap_or_default()
    }
}

impl<T: Default + PartialEq + 'static> Live<T> {
    /// What `read` makes of other values; its followers run again only when that has changed.
    pub fn of(read: impl Fn() -> T + 'static) -> Self {
        let live = Self::new(T::default());
        keep(Box::new(move || {
            let now = read();
            if live.peek(|it| *it != now) == Some(true) {
                live.set(now);
            }
        }));
        live
    }
}

/// The part of a [`Live`] that does not know its type.
#[derive(Clone, Copy)]
struct Cell {
    /// A `RefCell` of it.
    value: StoredValue<Rc<dyn Any>, LocalStorage>,
    changed: Trigger,
}

impl Cell {
    fn new(value: Rc<dyn Any>) -> Self {
        Self {
            value: StoredValue::new_local(value),
            changed: Trigger::new(),
        }
    }

    #[inline(never)]
    fn value(self) -> Option<Rc<dyn Any>> {
        self.value.try_get_value()
    }
}

// Not inlined: the number of a type is sixteen bytes that no compressor can guess.
#[inline(never)]
fn seen<T: 'static>(it: &dyn Any) -> Option<&RefCell<T>> {
    it.downcast_ref()
}

/// Runs `effect` now and whenever what it read has changed, as long as the owner lives. Boxed, so that there is one of it.
pub fn keep(mut effect: Box<dyn FnMut()>) {
    let given = Given::now();
    hold(RenderEffect::new(move |_| given.during(&mut effect)));
}

/// Drops `it` when the owner ends. Boxed, so that there is one kind of it.
pub fn hold(it: impl Any) {
    StoredValue::new_local(Rc::new(it) as Rc<dyn Any>);
}
