//! The line in which the codes of a page ask, one at a time: a page full of boxes asks no more often than one server bears.
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    time::Duration,
};

use crate::platform::Timer;

/// Least time between two questions of one page: less than twenty a second.
const APART: Duration = Duration::from_millis(60);

/// Asks, unless nobody wants to know any more; whether it did.
type Turn = Box<dyn FnOnce() -> bool>;

thread_local! {
    static WAITING: RefCell<VecDeque<Turn>> = const { RefCell::new(VecDeque::new()) };
    /// Runs while it is too early for another.
    static PAUSE: Cell<Option<Timer>> = const { Cell::new(None) };
}

/// At once, unless another code of the page has just asked.
pub fn line_up(turn: impl FnOnce() -> bool + 'static) {
    WAITING.with_borrow_mut(|it| it.push_back(Box::new(turn)));
    let pause = PAUSE.take();
    if pause.is_some() {
        PAUSE.set(pause);
    } else {
        next();
    }
}

fn next() {
    PAUSE.set(None);
    while let Some(turn) = WAITING.with_borrow_mut(VecDeque::pop_front) {
        if turn() {
            PAUSE.set(Some(Timer::after(APART, next)));
            return;
        }
    }
}
