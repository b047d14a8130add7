//! The event channel over HTTP.

use crate::channel;
use crate::codec::ResourceSet;
use crate::event::EventDocument;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply::Reply;
use crate::link::LinkData;
use crate::operation::{Get, Operation};

impl channel::Request {
    /// The request as an operation on the event channel.
    pub fn call<T>(&self) -> Call<T, Get>
    where
        T: Operation<Get, Input = (), Query: Default>,
    {
        Call::new(&LinkData::new(self.href.as_str()), ())
    }
}

/// What came back for a request on the event channel. A request without an answer is [`channel::Answer::Lost`].
impl<R: ResourceSet> From<Result<Reply<EventDocument<R>>, Failure>> for channel::Answer<R, Failure> {
    fn from(result: Result<Reply<EventDocument<R>>, Failure>) -> Self {
        match result {
            Ok(Reply { output: Some(document), .. }) => Self::Document(document),
            Ok(_) => Self::Nothing,
            Err(failure) => Self::Failure(failure),
        }
    }
}

impl channel::Rejection for Failure {
    fn status(&self) -> u16 {
        self.status().as_u16()
    }

    fn subcode(&self) -> Option<&str> {
        self.subcode()
    }
}
