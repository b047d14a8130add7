//! What comes of a request, however often it was sent.

use http::Response;

use crate::error::Cause;

/// What comes of a request, however often it was sent.
#[derive(Debug)]
pub(super) enum Delivery {
    /// The answer.
    Answer(Response<Vec<u8>>),
    /// No answer.
    Lost(Cause),
    /// No token could be got now, so that the request was not done.
    Unsent(Cause),
    /// No token: with the answer of the token service, if there is one.
    NoToken(Option<Response<Vec<u8>>>),
    /// No token: the token service that the host names is not trusted.
    Untrusted,
}
