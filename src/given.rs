//! What belongs to the box that is being drawn: its `Guard`, its `I18n`.
//!
//! Leptos' contexts do the same through a map of types at every owner, which is a kilobyte of the download (`docs/decisions/0008-given.md`).
//! What is given while a box is mounted is there for everything that is drawn then, and again whenever an effect of it runs.
use std::{any::Any, cell::RefCell, rc::Rc};

/// All that one box has been given.
#[derive(Clone, Default)]
pub struct Given(Rc<RefCell<Vec<Rc<dyn Any>>>>);

thread_local! {
    static NOW: RefCell<Given> = RefCell::default();
}

impl Given {
    /// What there is to be had now.
    pub fn now() -> Self {
        NOW.with_borrow(Clone::clone)
    }

    /// Runs `task` with this at hand.
    pub fn during<T>(&self, task: impl FnOnce() -> T) -> T {
        let before = NOW.replace(self.clone());
        let done = task();
        NOW.set(before);
        done
    }
}

pub fn give(it: impl Any) {
    Given::now().0.borrow_mut().push(Rc::new(it));
}

/// What was given of this type; `None` outside of every box.
pub fn given<T: Any + Clone>() -> Option<T> {
    let given = Given::now();
    let all = given.0.borrow();
    all.iter().find_map(|it| it.downcast_ref().cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_box_has_what_it_was_given_and_nothing_else() {
        let (one, other) = (Given::default(), Given::default());
        one.during(|| give(1_u8));
        other.during(|| {
            assert_eq!(given::<u8>(), None);
            give(2_u8);
            one.during(|| assert_eq!(given::<u8>(), Some(1)));
            assert_eq!(given::<u8>(), Some(2));
        });
        assert_eq!(given::<u8>(), None);
    }
}
