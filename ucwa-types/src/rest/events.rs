//! The event channel over HTTP.

use std::time::Duration;

use http::header::DATE;

use crate::channel::{self, Denial, Undecoded};
use crate::event::EventDocument;
use crate::link::Link;
use crate::operation::{Get, Operation};
use crate::rest::advice::Advice;
use crate::rest::call::Call;
use crate::rest::diagnostics::{Diagnostic, RetryAfter};
use crate::rest::media_type::WireFormat;
use crate::rest::reply::Reply;
use crate::rest::response_error::{Cause, ResponseError};
use crate::scalar::Notation;
use crate::slots::ResourceSet;

impl channel::PollRequest {
    /// The request as an operation on the event channel.
    pub fn call<T>(&self) -> Call<T, Get>
    where
        T: Operation<Get, Input = ()>,
    {
        Link::new(self.href.as_str()).get_verbatim()
    }
}

/// The answer to a request on the event channel. For a request without a response, use [`channel::PollAnswer::Lost`].
impl<R: ResourceSet, K> From<Result<Reply<EventDocument<R>>, ResponseError<K>>>
    for channel::PollAnswer<R, ResponseError<K>>
{
    fn from(result: Result<Reply<EventDocument<R>>, ResponseError<K>>) -> Self {
        match result {
            Ok(Reply { output: Some(document), .. }) => Self::Document(document),
            Ok(_) => Self::Nothing,
            Err(failure) => Self::Failure(failure),
        }
    }
}

impl<K> channel::Rejection for ResponseError<K> {
    fn status(&self) -> u16 {
        self.status().as_u16()
    }

    fn subcode(&self) -> Option<&str> {
        self.subcode()
    }

    fn denial(&self) -> Option<Denial> {
        let known = self.diagnostics().iter().find_map(Diagnostic::advice);
        match known? {
            Advice::RenewToken => Some(Denial::Token),
            Advice::GiveUp => Some(Denial::Lasting),
            _ => None,
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self.retry_after()? {
            RetryAfter::Delay(delay) => Some(delay),
            // Its own clock is the one that the time is of.
            RetryAfter::At(time) => {
                let now = self.headers().get(DATE)?.to_str().ok()?;
                time.duration_since(httpdate::parse_http_date(now).ok()?).ok()
            }
        }
    }

    fn undecoded(&self) -> Option<Undecoded<'_>> {
        let is_truncated = match self.cause() {
            Cause::Truncated(_) => true,
            Cause::Undecodable(_) => false,
            Cause::Service(_) | Cause::LegacyDiscovery(_) | Cause::NotUcwa | Cause::Empty => return None,
        };
        let notation = match self.media_type().and_then(WireFormat::from_content_type)? {
            WireFormat::Json => Notation::Json,
            #[cfg(feature = "xml")]
            WireFormat::Xml => Notation::Xml,
        };
        let document = Undecoded { body: self.body(), notation, is_truncated };
        self.status().is_success().then_some(document)
    }
}
