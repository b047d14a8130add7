//! What can come back for a request on the event channel.

use crate::event::EventDocument;
use crate::operation::ServiceError;
use crate::slots::ResourceSet;

/// What came back for a request on the event channel.
///
/// With the feature `http`, the outcome of reading an `http::Response` converts into this; a failure is then an
/// `rest::ResponseError`, which comes back in the [`PollOutcome`](super::PollOutcome) with all that it says.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<R: ResourceSet, F> {
    /// An answer of the event channel.
    Document(EventDocument<R>),
    /// A failure: an error of UCWA, a page of a proxy, a document that cannot be read.
    Failure(F),
    /// An answer without anything in it.
    Nothing,
    /// No answer: the connection was refused, dropped or timed out.
    Lost,
}

/// What the channel must know of a failure.
pub trait Rejection {
    /// The status of the answer.
    fn status(&self) -> u16;

    /// What exactly went wrong, if UCWA says so.
    fn subcode(&self) -> Option<&str>;
}

impl<K> Rejection for ServiceError<K> {
    fn status(&self) -> u16 {
        self.status()
    }

    fn subcode(&self) -> Option<&str> {
        self.subcode()
    }
}

/// What an answer that is no document means for the channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may go better the next time.
    Passing,
    /// It will go the same way the next time.
    Lasting,
    /// Another request for the same events has taken the place of this one.
    Replaced,
    /// There is no such application, and so no such channel.
    Gone,
}

/// The subcodes that say that the application is no more.
const GONE: [&str; 2] = ["ApplicationNotFound", "InactiveApplicationExpired"];

impl Verdict {
    pub(super) fn of(failure: &impl Rejection) -> Self {
        match (failure.subcode(), failure.status()) {
            (Some(subcode), _) if GONE.contains(&subcode) => Self::Gone,
            (Some("PGetReplaced"), _) => Self::Replaced,
            // A document that was cut short, a slow or busy server.
            (_, 200..=299 | 408 | 429 | 500..) => Self::Passing,
            _ => Self::Lasting,
        }
    }
}
