//! A wrapped future or stream is one, too.
use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use crate::SendWrapper;

impl<T> SendWrapper<T> {
    #[track_caller]
    fn pinned(self: Pin<&mut Self>) -> Pin<&mut T> {
        // SAFETY: the value lies in its wrapper, so it is moved or dropped only with that; `DerefMut` moves nothing.
        unsafe { self.map_unchecked_mut(|it| &mut **it) }
    }
}

impl<T: Future> Future for SendWrapper<T> {
    type Output = T::Output;

    #[track_caller]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T::Output> {
        self.pinned().poll(context)
    }
}

impl<T: Stream> Stream for SendWrapper<T> {
    type Item = T::Item;

    #[track_caller]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T::Item>> {
        self.pinned().poll_next(context)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (**self).size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::ready,
        iter,
        pin::{Pin, pin},
        task::{Context, Poll, Waker},
        thread,
    };

    use futures_core::Stream;

    use crate::SendWrapper;

    struct Items<I>(I);

    impl<I: Iterator + Unpin> Stream for Items<I> {
        type Item = I::Item;

        fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<I::Item>> {
            Poll::Ready(self.0.next())
        }

        fn size_hint(&self) -> (usize, Option<usize>) {
            self.0.size_hint()
        }
    }

    fn context() -> Context<'static> {
        Context::from_waker(Waker::noop())
    }

    #[test]
    fn a_future_is_polled_where_it_was_made_and_nowhere_else() {
        let mut held = pin!(SendWrapper::new(ready(1)));
        thread::scope(|other| {
            let polled = other.spawn(|| held.as_mut().poll(&mut context()));
            assert!(polled.join().is_err());
        });
        assert_eq!(held.poll(&mut context()), Poll::Ready(1));
    }

    #[test]
    fn a_stream_is_polled_where_it_was_made_and_nowhere_else() {
        let mut held = pin!(SendWrapper::new(Items(iter::once(1))));
        assert_eq!(held.size_hint(), (1, Some(1)));
        thread::scope(|other| {
            let polled = other.spawn(|| held.as_mut().poll_next(&mut context()));
            assert!(polled.join().is_err());
        });
        let mut next = || held.as_mut().poll_next(&mut context());
        assert_eq!(next(), Poll::Ready(Some(1)));
        assert_eq!(next(), Poll::Ready(None));
    }
}
