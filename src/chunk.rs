//! What the splitter's macro calls to have a chunk of the module, in a quarter of the bytes of its own runtime
//! (`docs/decisions/0006-lazy-chunks.md`). The names are the macro's.
//!
//! It must know nothing of what is in a chunk. `npm/chunks.js` fetches, and fetches once however often it is asked.

/// A chunk did not arrive. Asking again tries again.
#[derive(Clone, Copy, Debug)]
pub struct SplitLoaderError;

/// What a function of a chunk returns, where the chunk is here. It does not wait, so what it draws belongs to whoever is drawing.
#[cfg(feature = "lazy")]
pub fn here<T>(called: impl Future<Output = Result<T, SplitLoaderError>>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    match std::pin::pin!(called).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(it) => it.ok(),
        Poll::Pending => None,
    }
}

/// The same where every chunk is part of the module.
#[cfg(not(feature = "lazy"))]
pub fn here<T>(called: Result<T, SplitLoaderError>) -> Option<T> {
    called.ok()
}

#[cfg(feature = "lazy")]
#[expect(
    unsafe_code,
    reason = "the loader calls back through a C function and a pointer"
)]
pub mod rt {
    use std::{
        cell::{Cell, RefCell},
        ffi::c_void,
        future::poll_fn,
        pin::Pin,
        rc::Rc,
        task::{Poll, Waker},
    };

    use super::SplitLoaderError;

    pub type LoadCallbackFn = unsafe extern "C" fn(*const c_void, bool);
    pub type LoadFn = unsafe extern "C" fn(LoadCallbackFn, *const c_void);

    pub struct LazySplitLoader(LoadFn);

    thread_local! {
        /// What has loaded a chunk that is here. Each function of a chunk has a loader of its own, and all of them load by the same.
        static HERE: RefCell<Vec<LoadFn>> = const { RefCell::new(Vec::new()) };
    }

    fn is_here(load: LoadFn) -> bool {
        let same = |it: &LoadFn| std::ptr::fn_addr_eq(*it, load);
        HERE.with_borrow(|here| here.iter().any(same))
    }

    impl LazySplitLoader {
        /// # Safety
        /// `load` calls its callback exactly once, with the pointer that it was given.
        pub const unsafe fn new(load: LoadFn) -> Self {
            Self(load)
        }
    }

    /// What one request for a chunk waits by.
    #[derive(Default)]
    struct Wait {
        arrived: Cell<Option<bool>>,
        waker: Cell<Option<Waker>>,
    }

    unsafe extern "C" fn hear(wait: *const c_void, arrived: bool) {
        // SAFETY: the pointer is the one that `ensure_loaded` made, and comes back once.
        let wait = unsafe { Rc::from_raw(wait.cast::<Wait>()) };
        wait.arrived.set(Some(arrived));
        if let Some(waker) = wait.waker.take() {
            waker.wake();
        }
    }

    /// Resolves at once for a chunk that is here.
    pub async fn ensure_loaded(
        loader: Pin<&'static LazySplitLoader>,
    ) -> Result<(), SplitLoaderError> {
        if is_here(loader.0) {
            return Ok(());
        }
        let wait = Rc::<Wait>::default();
        // SAFETY: `hear` takes back what is handed out here.
        unsafe { (loader.0)(hear, Rc::into_raw(Rc::clone(&wait)).cast()) };
        let arrived = poll_fn(|context| match wait.arrived.get() {
            Some(arrived) => Poll::Ready(arrived),
            None => {
                wait.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await;
        if !arrived {
            return Err(SplitLoaderError);
        }
        HERE.with_borrow_mut(|here| here.push(loader.0));
        Ok(())
    }
}
