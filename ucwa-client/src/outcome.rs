//! What comes of a call, with the types of the call.

use ucwa_types::event::Event;
use ucwa_types::operation::HttpMethod;
use ucwa_types::rest::{Call, Callable, Reply};
use ucwa_types::{ErrorBody, Link, Model, Resource};

use crate::error::{Asked, Error, ProtocolError};
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

impl<O, T: Tree> Completion<O, T> {
    /// Whether the operation succeeded. A reply is one of a success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        match self {
            Self::Event(event) => event.is_success(),
            Self::Reply(_) => true,
        }
    }

    /// Why it failed, if the event says so.
    #[must_use]
    pub fn reason(&self) -> Option<&ErrorBody> {
        match self {
            Self::Event(event) => event.reason.as_deref(),
            Self::Reply(_) => None,
        }
    }

    /// The resource that the event embeds, such as a `MessagingInvitation`. A server need not embed it: then [`Self::target`] leads
    /// to it.
    #[must_use]
    pub fn resource<M: Model>(&self) -> Option<&M> {
        match self {
            Self::Event(event) => event.resource_as(),
            Self::Reply(_) => None,
        }
    }

    /// The link to what the event is about, if that has this rel.
    #[must_use]
    pub fn target<R: Resource>(&self) -> Option<Link<R>> {
        match self {
            Self::Event(event) if event.rel() == Some(R::REL) => event.link.clone().map(Link::cast),
            _ => None,
        }
    }
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
        Outcome::Answer(response) => {
            call.read(response).map_err(|error| Error::Service(Asked::new(M::NAME, R::REL), error))
        }
        Outcome::Failed(error) => Err(error),
        // Only operations are completed, which are read below.
        Outcome::Completed(_) => Err(Error::OutcomeUnknown(Asked::new(M::NAME, R::REL), None)),
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
pub(crate) fn output<O, T: Tree>(rel: &'static str, reply: Reply<O>) -> Result<O, Error<T::Error>> {
    reply.output.ok_or(Error::Protocol(Asked::new("GET", rel), ProtocolError::NoBody))
}

/// Whether the answer is a success that cannot be read: it was damaged on the way, or a proxy has sent it. It can be fetched again.
pub(crate) fn is_damaged<O, T: Tree>(result: &Result<Reply<O>, Error<T::Error>>) -> bool {
    result.as_ref().is_err_and(Error::is_damaged)
}
