//! An operation's place in a batch.

use std::fmt;
use std::marker::PhantomData;

use crate::operation::{HttpMethod, Operation};

/// The key of an operation of a batch, with which [`Answers::take`](super::Answers::take) finds its answer.
pub struct Entry<T: Operation<M>, M: HttpMethod> {
    index: usize,
    operation: PhantomData<fn() -> (T, M)>,
}

impl<T: Operation<M>, M: HttpMethod> Entry<T, M> {
    pub(super) const fn new(index: usize) -> Self {
        Self { index, operation: PhantomData }
    }

    pub(super) const fn index(&self) -> usize {
        self.index
    }
}

impl<T: Operation<M>, M: HttpMethod> fmt::Debug for Entry<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({})", M::NAME, T::REL, self.index)
    }
}
