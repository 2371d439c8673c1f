//! A value that views follow, as Leptos' `RwSignal`, in two ways unlike it: it never panics once its owner has ended, because a
//! panic would take every box of the page down, and the reactive part of it is compiled once and not for each type.
use std::{any::Any, marker::PhantomData};

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
            cell: Cell::new(Box::new(value)),
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
        let (mut read, mut found) = (Some(read), None);
        self.cell.read(&mut |it| {
            found = read.take().zip(seen(it)).map(|(read, it)| read(it));
        });
        found
    }

    pub fn change<R>(self, write: impl FnOnce(&mut T) -> R) -> Option<R> {
        let (mut write, mut done) = (Some(write), None);
        self.cell.write(&mut |it| {
            done = write.take().zip(held(it)).map(|(write, it)| write(it));
        });
        done
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
        live.cell
            .derive(Box::new(move || Box::new(read())), same::<T>);
        live
    }
}

/// The part of a [`Live`] that does not know its type.
#[derive(Clone, Copy)]
struct Cell {
    value: StoredValue<Box<dyn Any>, LocalStorage>,
    changed: Trigger,
}

impl Cell {
    fn new(value: Box<dyn Any>) -> Self {
        Self {
            value: StoredValue::new_local(value),
            changed: Trigger::new(),
        }
    }

    #[inline(never)]
    fn read(self, read: &mut dyn FnMut(&dyn Any)) {
        self.value.try_with_value(|it| read(&**it));
    }

    #[inline(never)]
    fn write(self, write: &mut dyn FnMut(&mut dyn Any)) {
        self.value.try_update_value(|it| write(&mut **it));
        self.changed.notify();
    }

    fn derive(self, read: Box<dyn Fn() -> Box<dyn Any>>, same: Same) {
        keep(Box::new(move || {
            let mut now = Some(read());
            let mut differs = false;
            self.read(&mut |it| differs = now.as_deref().is_some_and(|now| !same(it, now)));
            if differs && let Some(now) = now.take() {
                self.value.try_set_value(now);
                self.changed.notify();
            }
        }));
    }
}

// Not inlined: the number of a type is sixteen bytes that no compressor can guess.
#[inline(never)]
fn seen<T: 'static>(it: &dyn Any) -> Option<&T> {
    it.downcast_ref()
}

#[inline(never)]
fn held<T: 'static>(it: &mut dyn Any) -> Option<&mut T> {
    it.downcast_mut()
}

type Same = fn(&dyn Any, &dyn Any) -> bool;

fn same<T: PartialEq + 'static>(one: &dyn Any, other: &dyn Any) -> bool {
    seen::<T>(one) == seen(other)
}

/// Runs `effect` now and whenever what it read has changed, as long as the owner lives. Boxed, so that there is one of it.
pub fn keep(mut effect: Box<dyn FnMut()>) {
    let given = Given::now();
    hold(RenderEffect::new(move |_| given.during(&mut effect)));
}

/// Drops `it` when the owner ends. Boxed, so that there is one kind of it.
pub fn hold(it: impl Any) {
    StoredValue::new_local(Box::new(it) as Box<dyn Any>);
}
