//! The answers to requests on the event channel.

use std::time::Duration;

use crate::event::EventDocument;
use crate::operation::ServiceError;
use crate::scalar::Notation;
use crate::slots::ResourceSet;

/// The answer to a request on the event channel.
///
/// With the feature `http`, the result of reading an `http::Response` converts into this. A failure is then a
#[cfg_attr(feature = "http", doc = "[`ResponseError`](crate::rest::ResponseError),")]
#[cfg_attr(not(feature = "http"), doc = "`ResponseError`,")]
/// which the [`PollOutcome`](super::PollOutcome) returns.
#[derive(Clone, Debug, PartialEq)]
pub enum PollAnswer<R: ResourceSet, F> {
    /// An answer of the event channel.
    Document(EventDocument<R>),
    /// A failure: an error of UCWA, a page of a proxy, a document that cannot be decoded.
    Failure(F),
    /// An answer without a body.
    Nothing,
    /// No answer: the connection was refused, dropped or timed out.
    Lost,
}

impl<R: ResourceSet, F> PollAnswer<R, F> {
    pub(super) fn into_failure(self) -> Option<F> {
        match self {
            Self::Failure(failure) => Some(failure),
            Self::Document(_) | Self::Nothing | Self::Lost => None,
        }
    }
}

/// A failure, as far as the event channel has to know it.
pub trait Rejection {
    /// The status of the answer.
    fn status(&self) -> u16;

    /// The subcode, if it is an error of UCWA.
    fn subcode(&self) -> Option<&str>;

    /// The reason in the header for which the server does not accept the client. A 401 without one is a [`Denial::Token`].
    fn denial(&self) -> Option<Denial> {
        None
    }

    /// How long the server asks to wait before the next request.
    fn retry_after(&self) -> Option<Duration> {
        None
    }

    /// The body, if the status is that of a success, the media type is one of UCWA, and the body could not be decoded.
    fn undecoded(&self) -> Option<Undecoded<'_>> {
        None
    }
}

/// Why a server does not accept a client. `X-Ms-diagnostics` has the reason, with any status, even 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denial {
    /// The token is missing, invalid, expired, or for another server. A new one is needed.
    Token,
    /// A new token does not help: the user or the client is not allowed.
    Lasting,
}

/// A document of the event channel that could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecoded<'a> {
    /// Its bytes, unchanged.
    pub body: &'a [u8],
    /// The format, by its media type.
    pub notation: Notation,
    /// Whether it is cut short: the next answer may be complete.
    pub is_truncated: bool,
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
    /// It was a document, and does not say where to go on.
    DeadEnd,
    /// Another token is needed.
    Token,
    /// It will go the same way the next time.
    Lasting,
    /// Another request for the same events has taken the place of this one.
    Replaced,
    /// There is no such application, and so no such channel.
    Gone,
    /// There is no such application, and there cannot be one on this server.
    Moved,
}

/// The subcodes that say that the application is no more.
const GONE: [&str; 2] = ["ApplicationNotFound", "InactiveApplicationExpired"];

impl Verdict {
    pub(super) fn of(failure: &impl Rejection) -> Self {
        match (failure.subcode(), failure.denial(), failure.status()) {
            (Some("CannotRedirect"), ..) => Self::Moved,
            (Some(subcode), ..) if GONE.contains(&subcode) => Self::Gone,
            (Some("PGetReplaced"), ..) => Self::Replaced,
            (_, Some(Denial::Token), _) | (_, _, 401) => Self::Token,
            (_, Some(Denial::Lasting), _) => Self::Lasting,
            // UCWA says what it did not find. What is in front of it answers for a server that has lost the application.
            (None, _, 404) | (_, _, 410) => Self::Gone,
            // A slow or busy server, or something in between.
            (_, _, 200..=299 | 408 | 429 | 500..) => Self::Passing,
            _ => Self::Lasting,
        }
    }
}
