//! The event channel over HTTP.

use crate::channel;
use crate::event::EventDocument;
use crate::link::Link;
use crate::operation::{Get, Operation};
use crate::rest::call::Call;
use crate::rest::reply::Reply;
use crate::rest::response_error::ResponseError;
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

/// What came back for a request on the event channel. A request without an answer is [`channel::Answer::Lost`].
impl<R: ResourceSet, K> From<Result<Reply<EventDocument<R>>, ResponseError<K>>>
    for channel::Answer<R, ResponseError<K>>
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
}
