//! The steps as a stream.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::asynchronous::driver::Driver;
use crate::session::Step;
use crate::tree::Tree;

/// The wait for one step.
type Next<'a, T> = Pin<Box<dyn Future<Output = Option<Step<T>>> + Send + 'a>>;

/// The steps of a client, one after the other, until the last.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Steps<'a, T: Tree> {
    driver: &'a Driver<T>,
    next: Option<Next<'a, T>>,
}

impl<'a, T: Tree> Steps<'a, T> {
    pub(super) const fn new(driver: &'a Driver<T>) -> Self {
        Self { driver, next: None }
    }
}

impl<T: Tree> Stream for Steps<'_, T> {
    type Item = Step<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Step<T>>> {
        let this = self.get_mut();
        let driver = this.driver;
        let next = this.next.get_or_insert_with(|| Box::pin(driver.step()));
        let step = ready!(next.as_mut().poll(context));
        this.next = None;
        Poll::Ready(step)
    }
}

impl<T: Tree> fmt::Debug for Steps<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Steps")
    }
}
