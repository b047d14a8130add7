//! What a call of the program waits for, and what comes of it.

use std::fmt;

use http::Response;
use ucwa_types::event::Event;

use crate::error::{Chain, Error};
use crate::tree::Tree;

/// One call of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub(super) u64);

/// What a call waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Awaits {
    /// The answer to the request.
    Answer,
    /// The `completed` event of the operation that the request starts.
    Completion,
}

/// What comes of a call.
#[non_exhaustive]
pub enum Outcome<T: Tree> {
    /// The answer: of a success or of a failure.
    Answer(Response<Vec<u8>>),
    /// The operation is completed, with success or without.
    Completed(Box<Event<T::Resources>>),
    /// There is neither.
    Failed(Error<T::Error>),
}

/// What kind of outcome it is: what users write is not for logs.
impl<T: Tree> fmt::Debug for Outcome<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(response) => write!(f, "Answer({})", response.status()),
            Self::Completed(event) => write!(f, "Completed(success: {})", event.is_success()),
            Self::Failed(error) => write!(f, "Failed({})", Chain(error)),
        }
    }
}
