//! The sources of errors: why there is no answer, or why the outcome of an operation is unknown.

use std::fmt;
use std::sync::Arc;

use http::Response;

/// Any error of an HTTP client.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// The maximum size of an answer's body in bytes, in the clients on `reqwest` and `ureq`.
pub const LARGEST_BODY: usize = 10 * 1024 * 1024;

/// The body of an answer has more than [`LARGEST_BODY`] bytes. It stands in [`Error::Transport`](super::Error::Transport), and only the event channel asks for
/// such an answer again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body of the answer has more than {} bytes", LARGEST_BODY)]
pub struct TooLarge;

/// A request was not sent, so that nothing was done: there is no connection, or it cannot be sent at all. A transport returns it where
/// the HTTP client says so; any other error may mean that the request was done. It stands in [`Error::Transport`](super::Error::Transport). Its text and its
/// sources are those of its cause.
#[derive(Debug)]
pub struct NotSent {
    cause: Cause,
    may_pass: bool,
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.cause.fmt(f)
    }
}

impl std::error::Error for NotSent {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.source()
    }
}

impl NotSent {
    /// For a reason that may pass: the connection was refused, or the name of the host is not known.
    pub fn now(cause: impl Into<Cause>) -> Self {
        Self { cause: cause.into(), may_pass: true }
    }

    /// For a reason that will not pass: the HTTP client has no TLS, or does not take the request. It is not tried again.
    pub fn ever(cause: impl Into<Cause>) -> Self {
        Self { cause: cause.into(), may_pass: false }
    }

    /// Whether the reason may pass.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        self.may_pass
    }
}

/// No token could be got for a request now, so that it was not sent. It stands in [`Error::Transport`](super::Error::Transport). Its source is what the program,
/// or the HTTP client, has said.
#[derive(Clone, Debug, thiserror::Error)]
#[error("no token could be got")]
pub struct NoTokenNow(#[source] pub(crate) Arc<dyn std::error::Error + Send + Sync>);

/// An error with all of its sources.
pub(crate) struct Chain<'a>(pub(crate) &'a dyn std::error::Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        self.0.source().map_or(Ok(()), |source| write!(f, ": {}", Chain(source)))
    }
}

/// Whether to try again is of no use.
pub(crate) fn is_final(cause: &Cause) -> bool {
    cause.is::<TooLarge>() || cause.downcast_ref::<NotSent>().is_some_and(|not_sent| !not_sent.may_pass)
}

/// A token service answered with success, and no token can be read. The answer is not kept, because it may contain a damaged token.
#[derive(Debug, thiserror::Error)]
#[error("there is no token in it")]
pub(crate) struct Damaged;

/// Why it is not known how an operation ended although its answer has come.
#[derive(thiserror::Error)]
#[error("it was started ({}), and no event told how it ended", .0.status())]
pub(crate) struct Started(pub(crate) Response<Vec<u8>>);

impl fmt::Debug for Started {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Started({})", self.0.status())
    }
}
