//! What an asynchronous client needs of an HTTP client.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Request, Response};

use crate::credentials::TokenQuery;
use crate::error::Cause;

/// A request on its way.
pub type Sending = Pin<Box<dyn Future<Output = Result<Response<Vec<u8>>, Cause>> + Send>>;

/// An asynchronous HTTP client.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and waits for the whole answer, for so long at most. An answer with any status is an answer. A redirect
    /// is one too, and is not followed: the token must not go to where it leads. An answer that is too large is the error
    /// [`TooLarge`](crate::error::TooLarge), so that it is not asked for again. If the request was not sent, as without a connection, the error
    /// is [`NotSent`](crate::error::NotSent): then an operation fails at once, and otherwise it waits for its event.
    fn send(&self, request: Request<Vec<u8>>, patience: Duration) -> Sending;
}

/// A token on its way: see [`Builder::tokens`](crate::Builder::tokens).
pub type Getting = Pin<Box<dyn Future<Output = Result<Option<HeaderValue>, Cause>> + Send>>;

/// Gets tokens.
pub type TokenSource = Arc<dyn Fn(TokenQuery) -> Getting + Send + Sync>;
