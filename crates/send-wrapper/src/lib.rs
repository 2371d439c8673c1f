//! Stands in for the crate `send_wrapper`, by which Leptos holds what belongs to one thread where Rust wants it to be `Send`.
//!
//! The real crate compares threads at every use, also where there is one thread only: all of the standard library's threads, and with
//! them an allocator of their own, are downloaded for it. This one compares nothing in a browser, and is the same elsewhere.
use std::{
    fmt,
    mem::{ManuallyDrop, needs_drop},
    ops::{Deref, DerefMut},
};

use maker::Maker;

#[cfg(feature = "futures")]
mod futures;

/// WebAssembly without shared memory has one thread.
#[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
mod maker {
    pub struct Maker;

    impl Maker {
        pub fn now() -> Self {
            Self
        }

        pub fn is_here(&self) -> bool {
            true
        }
    }
}

#[cfg(not(all(target_family = "wasm", not(target_feature = "atomics"))))]
mod maker {
    use std::thread::{self, ThreadId};

    pub struct Maker(ThreadId);

    impl Maker {
        pub fn now() -> Self {
            Self(thread::current().id())
        }

        pub fn is_here(&self) -> bool {
            self.0 == thread::current().id()
        }
    }
}

/// A value that is used and dropped on the thread that made it; anything else panics.
pub struct SendWrapper<T> {
    value: ManuallyDrop<T>,
    maker: Maker,
}

// SAFETY: the value is reached on the thread that made it only: every way to it asks `is_here` first.
unsafe impl<T> Send for SendWrapper<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for SendWrapper<T> {}

impl<T> SendWrapper<T> {
    pub fn new(value: T) -> Self {
        Self {
            value: ManuallyDrop::new(value),
            maker: Maker::now(),
        }
    }

    /// Whether this thread has made it.
    pub fn valid(&self) -> bool {
        self.maker.is_here()
    }

    #[track_caller]
    pub fn take(self) -> T {
        self.check();
        let mut whole = ManuallyDrop::new(self);
        // SAFETY: `whole` is never dropped, so the value is taken once.
        unsafe { ManuallyDrop::take(&mut whole.value) }
    }

    #[track_caller]
    fn check(&self) {
        assert!(self.valid(), "a SendWrapper was used on another thread");
    }
}

impl<T> Deref for SendWrapper<T> {
    type Target = T;

    #[track_caller]
    fn deref(&self) -> &T {
        self.check();
        &self.value
    }
}

impl<T> DerefMut for SendWrapper<T> {
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        self.check();
        &mut self.value
    }
}

impl<T> Drop for SendWrapper<T> {
    #[track_caller]
    fn drop(&mut self) {
        if !needs_drop::<T>() {
            return;
        }
        if self.valid() {
            // SAFETY: nobody reaches the value after its wrapper.
            unsafe { ManuallyDrop::drop(&mut self.value) };
        } else if !std::thread::panicking() {
            // A second panic would end the process. What it holds stays, since it belongs to another thread.
            panic!("a SendWrapper was dropped on another thread");
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for SendWrapper<T> {
    #[track_caller]
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_tuple("SendWrapper").field(&**self).finish()
    }
}

impl<T: Clone> Clone for SendWrapper<T> {
    #[track_caller]
    fn clone(&self) -> Self {
        Self::new(T::clone(self))
    }
}

#[cfg(test)]
mod tests {
    use std::{rc::Rc, thread};

    use super::SendWrapper;

    #[test]
    fn what_one_thread_has_made_is_used_taken_copied_and_dropped_there() {
        let mut held = SendWrapper::new(Rc::new(1));
        *held = Rc::new(2);
        let copy = held.clone();
        assert_eq!((**held, Rc::strong_count(&held)), (2, 2));
        drop(copy);
        assert_eq!(Rc::strong_count(&held.take()), 1);
    }

    #[test]
    fn another_thread_cannot_use_it() {
        let held = SendWrapper::new(Rc::new(1));
        thread::scope(|other| {
            assert!(!other.spawn(|| held.valid()).join().unwrap());
            assert!(other.spawn(|| **held).join().is_err());
        });
        assert_eq!(**held, 1);
    }

    #[test]
    fn another_thread_cannot_drop_it() {
        let held = SendWrapper::new(Rc::new(1));
        assert!(thread::spawn(move || drop(held)).join().is_err());
    }

    #[test]
    fn another_thread_may_drop_what_has_nothing_to_end() {
        let held = SendWrapper::new(1);
        assert!(thread::spawn(move || drop(held)).join().is_ok());
    }
}
