//! An event of which it is known what it happened to.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::codec::{Model, ResourceSet};
use crate::event::{Event, Sender};
use crate::link::Link;

/// An event that happened to a `T`, with who sent it: the content of a variant of
/// [`AnyEvent`](crate::api::AnyEvent).
///
/// What does not depend on `T` (`in_`, `status`, `reason`, `is_in`, …) is that of the [`Event`], to which it
/// dereferences. It only borrows, and can be copied.
///
/// ```
/// use ucwa_types::api::{AnyEvent, EventDocument, TypingParticipants};
///
/// let document: EventDocument = serde_json::from_str(
///     r#"{"sender": [{"rel": "conversation", "href": "/ucwa/v1/conversations/1", "events": [{
///         "type": "added",
///         "link": {"rel": "participant", "href": "/ucwa/v1/conversations/1/participants/ann@example.com"},
///         "in": {"rel": "typingParticipants", "href": "/ucwa/v1/conversations/1/typingParticipants"},
///         "_embedded": {"participant": {"rel": "participant", "name": "Ann"}}
///     }]}]}"#,
/// )?;
/// for event in document.events().map(AnyEvent::from) {
///     match event {
///         AnyEvent::ParticipantAdded(event) if event.is_in::<TypingParticipants>() => {
///             // The server may leave the resource out; it is to be fetched then.
///             let name = event.resource().and_then(|participant| participant.name.as_deref());
///             assert_eq!((name, event.target().is_some()), (Some("Ann"), true));
///         }
///         AnyEvent::ParticipantAdded(_) => unreachable!("nobody joined"),
///         AnyEvent::Unknown(event) => println!("{:?}", event.name()),
///         _ => {}
///     }
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct TypedEvent<'a, T, R: ResourceSet> {
    sender: &'a Sender<R>,
    event: &'a Event<R>,
    resource: PhantomData<fn() -> T>,
}

impl<'a, T, R: ResourceSet> TypedEvent<'a, T, R> {
    /// The event, which is taken to have happened to a `T`.
    #[must_use]
    pub const fn new(sender: &'a Sender<R>, event: &'a Event<R>) -> Self {
        Self { sender, event, resource: PhantomData }
    }

    /// Who sent it.
    #[must_use]
    pub const fn sender(&self) -> &'a Sender<R> {
        self.sender
    }

    /// The event as it came.
    #[must_use]
    pub const fn event(&self) -> &'a Event<R> {
        self.event
    }

    /// A link to what it happened to: there also where the resource itself was not sent along.
    #[must_use]
    pub fn target(&self) -> Option<Link<T>> {
        self.event.link.clone().map(Link::cast)
    }
}

impl<'a, T: Model, R: ResourceSet> TypedEvent<'a, T, R> {
    /// What it happened to as it is now, if the server sent it along.
    #[must_use]
    pub fn resource(&self) -> Option<&'a T> {
        self.event.resource_as()
    }
}

impl<T, R: ResourceSet> Deref for TypedEvent<'_, T, R> {
    type Target = Event<R>;

    fn deref(&self) -> &Event<R> {
        self.event
    }
}

impl<T, R: ResourceSet> Clone for TypedEvent<'_, T, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R: ResourceSet> Copy for TypedEvent<'_, T, R> {}

impl<T, R: ResourceSet + fmt::Debug> fmt::Debug for TypedEvent<'_, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.event.fmt(f)
    }
}
