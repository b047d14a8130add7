//! An event with the type of its resource.

use std::fmt;
use std::marker::PhantomData;

use crate::error_body::ErrorBody;
use crate::event::{Event, EventStatus, EventType, Sender};
use crate::link::Link;
use crate::slots::{Model, Resource, ResourceSet};

/// An event about a `T`, with its sender: the content of a variant of [`AnyEvent`](crate::api::AnyEvent).
///
/// It only borrows, and can be copied. [`event`](Self::event) returns the [`Event`] itself, with undocumented members.
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
///             // The server may omit the resource. Then fetch it.
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
    /// Treats the event as one about a `T`.
    #[must_use]
    pub const fn new(sender: &'a Sender<R>, event: &'a Event<R>) -> Self {
        Self { sender, event, resource: PhantomData }
    }

    /// The sender of the event.
    #[must_use]
    pub const fn sender(&self) -> &'a Sender<R> {
        self.sender
    }

    /// The event, unchanged.
    #[must_use]
    pub const fn event(&self) -> &'a Event<R> {
        self.event
    }

    /// The resource, if the server sent it and it is an `M`: for events that are not documented.
    #[must_use]
    pub fn resource_as<M: Model>(&self) -> Option<&'a M> {
        self.event.resource_as()
    }

    /// A link to the resource, also if the server did not send the resource itself.
    #[must_use]
    pub fn target(&self) -> Option<Link<T>> {
        self.event.link.clone().map(Link::cast)
    }

    /// The rel and the type of the event on the wire, each empty if it is omitted.
    #[must_use]
    pub fn name(&self) -> (&'a str, &'a str) {
        self.event.name()
    }

    /// The type of the event.
    #[must_use]
    pub const fn event_type(&self) -> Option<&'a EventType> {
        self.event.r#type.as_ref()
    }

    /// A link to the collection that the event happened in, if that is a `C`.
    #[must_use]
    pub fn within<C: Resource>(&self) -> Option<Link<C>> {
        self.event.within()
    }

    /// Whether the event is of this type and about an `M`: for events that are not documented.
    #[must_use]
    pub fn is<M: Resource>(&self, r#type: &EventType) -> bool {
        self.event.is::<M>(r#type)
    }

    /// Whether the event happened in a collection that is a `C`.
    #[must_use]
    pub fn is_in<C: Resource>(&self) -> bool {
        self.event.is_in::<C>()
    }

    /// The outcome of an operation, if one ended.
    #[must_use]
    pub const fn status(&self) -> Option<&'a EventStatus> {
        self.event.status.as_ref()
    }

    /// The reason of the event.
    #[must_use]
    pub fn reason(&self) -> Option<&'a ErrorBody> {
        self.event.reason.as_deref()
    }

    /// Whether an operation succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.event.is_success()
    }

    /// Whether an operation failed; [`reason`](Self::reason) is why.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.event.is_failure()
    }
}

impl<'a, T: Model, R: ResourceSet> TypedEvent<'a, T, R> {
    /// The present state of the resource, if the server sent it.
    #[must_use]
    pub fn resource(&self) -> Option<&'a T> {
        self.event.resource_as()
    }
}

impl<'a, R: ResourceSet> TypedEvent<'a, (), R> {
    /// The present state of the resource, if the server sent it: without a type where no page documents its rel, or the
    /// event is not documented.
    ///
    /// ```
    /// use ucwa_types::api::{AnyEvent, AnyResource, EventDocument};
    ///
    /// let document: EventDocument = serde_json::from_str(
    ///     r#"{"sender": [{"rel": "conversation", "href": "/c/1", "events": [{
    ///         "type": "updated",
    ///         "link": {"rel": "dataCollaborationSettings", "href": "/c/1/settings"},
    ///         "_embedded": {"dataCollaborationSettings": {"rel": "dataCollaborationSettings", "pages": 3}}
    ///     }]}]}"#,
    /// )?;
    /// let events: Vec<AnyEvent<'_>> = document.events().map(AnyEvent::from).collect();
    /// let [AnyEvent::DataCollaborationSettingsUpdated(event)] = events[..] else { panic!("{events:?}") };
    /// let Some(AnyResource::Unknown(settings)) = event.resource() else { panic!("{event:?}") };
    /// assert_eq!(settings["pages"], 3);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn resource(&self) -> Option<&'a R> {
        self.event.resource()
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
