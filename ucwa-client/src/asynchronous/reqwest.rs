//! The transport on `reqwest`.

use std::time::Duration;

use http::{Request, Response};
use reqwest::redirect::Policy;

use crate::asynchronous::transport::{Sending, Transport};
use crate::error::{Cause, LARGEST_BODY, NotSent, TooLarge};

/// The transport on `reqwest`.
#[derive(Clone, Debug)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// Makes it of a builder, whose TLS, proxy and pool stay the program's. Redirects are not followed.
    ///
    /// # Errors
    /// Those of the builder.
    pub fn new(builder: reqwest::ClientBuilder) -> Result<Self, reqwest::Error> {
        builder.redirect(Policy::none()).build().map(Self)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Vec<u8>>, patience: Duration) -> Sending {
        let client = self.0.clone();
        Box::pin(async move {
            let mut request = reqwest::Request::try_from(request).map_err(NotSent::ever)?;
            // It stands in the place of any that the builder has: a request for events takes minutes.
            *request.timeout_mut() = Some(patience);
            let mut answer = client.execute(request).await.map_err(cause)?;
            let mut response = Response::new(Vec::new());
            *response.status_mut() = answer.status();
            *response.headers_mut() = std::mem::take(answer.headers_mut());
            let body = response.body_mut();
            while let Some(chunk) = answer.chunk().await? {
                if body.len().saturating_add(chunk.len()) > LARGEST_BODY {
                    return Err(TooLarge.into());
                }
                body.extend_from_slice(&chunk);
            }
            Ok::<_, Cause>(response)
        })
    }
}

/// What the program gets of an error before there is an answer.
fn cause(error: reqwest::Error) -> Cause {
    // An address can have a name in it, which is not for logs.
    let error = error.without_url();
    match () {
        () if error.is_builder() => NotSent::ever(error).into(),
        // reqwest reports missing TLS only in this message.
        () if error.is_connect() && says(&error, "scheme is not http") => NotSent::ever(error).into(),
        () if error.is_connect() => NotSent::now(error).into(),
        () => error.into(),
    }
}

/// Whether an error, or one of its sources, has these words.
fn says(error: &dyn std::error::Error, words: &str) -> bool {
    error.to_string().contains(words) || error.source().is_some_and(|source| says(source, words))
}
