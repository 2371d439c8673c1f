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
