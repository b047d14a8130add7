//! The event channel over HTTP.

use crate::channel;
use crate::codec::ResourceSet;
use crate::event::EventDocument;
use crate::http::call::Call;
use crate::http::failure::{Cause, Failure};
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
impl<R: ResourceSet> From<Result<Reply<EventDocument<R>>, Failure>> for channel::Answer<R> {
    fn from(result: Result<Reply<EventDocument<R>>, Failure>) -> Self {
        match result {
            Ok(Reply { output: Some(document), .. }) => Self::Document(document),
            Ok(reply) => Self::Unusable { status: reply.status.as_u16() },
            Err(failure) => {
                let status = failure.status().as_u16();
                match failure.into_cause() {
                    Cause::Service(error) => Self::Error { status, error },
                    _ => Self::Unusable { status },
                }
            }
        }
    }
}
