//! What a session asks its driver to do.

use std::fmt;
use std::time::Duration;

use http::Request;

use crate::credentials::TokenQuery;

/// One request that was sent, until it is answered or lost. A request that is sent again is another exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExchangeId(pub(super) u64);

/// What the driver of a session does next, in this order.
#[derive(Debug)]
#[non_exhaustive]
pub enum Action {
    /// Sends a request, beside all others, and hands what comes of it to [`Session::answer`](super::Session::answer).
    Send(Outgoing),
    /// Drops a request: nobody waits for its answer any more.
    Abort(ExchangeId),
    /// Gets a token, and hands it to [`Session::token`](super::Session::token).
    GetToken(TokenQuery),
}

/// A request to send. Its `Debug` has no part of the request but the method: a request for a token has the password in its body.
#[non_exhaustive]
pub struct Outgoing {
    /// Which exchange it is.
    pub exchange: ExchangeId,
    /// The request, with an absolute URI and the token of its host. Redirects of HTTP are not followed.
    pub request: Request<Vec<u8>>,
    /// How long to wait for the answer before it is taken for lost.
    pub patience: Duration,
}

impl fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outgoing")
            .field("exchange", &self.exchange)
            .field("method", self.request.method())
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
