//! What can come back for a request on the event channel.

use serde_json::Value;

use crate::codec::ResourceSet;
use crate::error_body::ErrorBody;
use crate::event::EventDocument;

/// What came back for a request on the event channel.
///
/// With the feature `http`, the outcome of reading an `http::Response` converts into this.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer<R: ResourceSet = Value> {
    /// An answer of the event channel.
    Document(EventDocument<R>),
    /// An error of UCWA.
    Error {
        /// The status of the answer.
        status: u16,
        /// Its body.
        error: ErrorBody,
    },
    /// Something else: a page of a proxy, nothing at all, a document that cannot be read.
    Unusable {
        /// The status of the answer.
        status: u16,
    },
    /// No answer: the connection was refused, dropped or timed out.
    Lost,
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
    pub(super) fn of_error(status: u16, error: &ErrorBody) -> Self {
        match error.subcode.as_deref() {
            Some(subcode) if GONE.contains(&subcode) => Self::Gone,
            Some("PGetReplaced") => Self::Replaced,
            _ => Self::of_status(status),
        }
    }

    pub(super) const fn of_status(status: u16) -> Self {
        match status {
            // A document that was cut short, a slow or busy server.
            200..=299 | 408 | 429 | 500.. => Self::Passing,
            _ => Self::Lasting,
        }
    }
}
