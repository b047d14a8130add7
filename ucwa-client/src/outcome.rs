//! What comes of a call, with the types of the call.

use ucwa_types::event::Event;
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{Call, Callable, Reply};

use crate::error::{Error, ProtocolError};
use crate::session::Outcome;
use crate::tree::{Official, Tree};

/// How an operation has ended.
#[derive(Debug)]
pub enum Completion<O, T: Tree = Official> {
    /// With its `completed` event, which says whether it succeeded ([`Event::is_success`]) and why not.
    Event(Box<Event<T::Resources>>),
    /// With its answer: it is one that no event tells of.
    Reply(Box<Reply<O>>),
}

/// Reads the answer to a call.
pub(crate) fn reply<T: Tree, R, M: HttpMethod>(
    call: &Call<R, M>,
    outcome: Outcome<T>,
) -> Result<Reply<R::Output>, Error<T::Error>>
where
    R: Callable<M, Error = T::Error>,
{
    match outcome {
        Outcome::Answer(response) => Ok(call.read(response)?),
        Outcome::Failed(error) => Err(error),
        // Only operations are completed, which are read below.
        Outcome::Completed(_) => Err(Error::OutcomeUnknown(None)),
    }
}

/// Reads how an operation has ended.
pub(crate) fn completion<T: Tree, R, M: HttpMethod>(
    call: &Call<R, M>,
    outcome: Outcome<T>,
) -> Result<Completion<R::Output, T>, Error<T::Error>>
where
    R: Callable<M, Error = T::Error>,
{
    match outcome {
        Outcome::Completed(event) => Ok(Completion::Event(event)),
        other => reply(call, other).map(|reply| Completion::Reply(Box::new(reply))),
    }
}

/// The representation in a reply.
pub(crate) fn output<O, T: Tree>(reply: Reply<O>) -> Result<O, Error<T::Error>> {
    reply.output.ok_or(Error::Protocol(ProtocolError::NoBody))
}

/// Whether the answer is a success that cannot be read: it was damaged on the way, or a proxy has sent it. It can be fetched again.
pub(crate) fn is_damaged<O, T: Tree>(result: &Result<Reply<O>, Error<T::Error>>) -> bool {
    result.as_ref().is_err_and(Error::is_damaged)
}
