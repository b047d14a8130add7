//! What an event is about.

use crate::event::{Event, EventStatus, EventType};
use crate::link::Link;
use crate::slots::{Resource, ResourceSet};

/// The subject of an event: a rel, a type, and a collection.
///
/// The three together say what has happened. A participant that is added *in* `typingParticipants` has not joined:
///
/// ```
/// # #[derive(Clone, Debug, Default, PartialEq, ucwa_types::Resource)]
/// # #[ucwa(rel = "participant")]
/// # struct Participant { #[ucwa(unknown)] unknown: ucwa_types::Unknown }
/// # #[derive(Clone, Debug, Default, PartialEq, ucwa_types::Resource)]
/// # #[ucwa(rel = "typingParticipants")]
/// # struct TypingParticipants { #[ucwa(unknown)] unknown: ucwa_types::Unknown }
/// use ucwa_types::api::Event;
/// use ucwa_types::event::EventType;
///
/// let event: Event = serde_json::from_str(
///     r#"{
///         "type": "added",
///         "link": {"rel": "participant", "href": "/ucwa/v1/conversations/1/participants/ann@example.com"},
///         "in": {"rel": "typingParticipants", "href": "/ucwa/v1/conversations/1/typingParticipants"}
///     }"#,
/// )?;
/// assert!(event.is::<Participant>(&EventType::Added) && event.is_in::<TypingParticipants>());
/// assert_eq!(event.within::<TypingParticipants>().unwrap().href(), "/ucwa/v1/conversations/1/typingParticipants");
/// assert!(event.within::<Participant>().is_none());
///
/// // The same as a pattern, for rels without a type too.
/// let said = match event.subject() {
///     (Some("participant"), Some(EventType::Added), Some("typingParticipants")) => "is typing",
///     (Some("participant"), Some(EventType::Added), _) => "is here",
///     _ => "did something",
/// };
/// assert_eq!(said, "is typing");
/// # Ok::<(), serde_json::Error>(())
/// ```
impl<R: ResourceSet> Event<R> {
    /// The rel of the resource that the event is about.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        self.link.as_ref()?.rel()
    }

    /// The href of the resource that the event is about.
    #[must_use]
    pub fn href(&self) -> Option<&str> {
        self.link.as_ref().map(Link::href)
    }

    /// The rel of the collection that the event happened in.
    #[must_use]
    pub fn in_rel(&self) -> Option<&str> {
        self.in_.as_ref()?.rel()
    }

    /// The rel and the type of the event on the wire, each empty if it is omitted.
    #[must_use]
    pub fn name(&self) -> (&str, &str) {
        (self.rel().unwrap_or_default(), self.r#type.as_ref().map_or("", EventType::as_str))
    }

    /// The rel, the type of the event, and the rel of the collection, for a `match`.
    #[must_use]
    pub fn subject(&self) -> (Option<&str>, Option<&EventType>, Option<&str>) {
        (self.rel(), self.r#type.as_ref(), self.in_rel())
    }

    /// Whether the event is of this type and about a `T`, in any collection. A role of a `T` (`localParticipant` for
    /// `participant`) has another rel: see [`Self::subject`].
    #[must_use]
    pub fn is<T: Resource>(&self, r#type: &EventType) -> bool {
        self.rel() == Some(T::REL) && self.r#type.as_ref() == Some(r#type)
    }

    /// Whether the event happened in a collection that is a `T`.
    #[must_use]
    pub fn is_in<T: Resource>(&self) -> bool {
        self.in_rel() == Some(T::REL)
    }

    /// A link to the collection that the event happened in, if that is a `T`.
    #[must_use]
    pub fn within<T: Resource>(&self) -> Option<Link<T>> {
        self.in_.clone().filter(|_| self.is_in::<T>()).map(Link::cast)
    }

    /// Whether an operation succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == Some(EventStatus::Success)
    }

    /// Whether an operation failed; see `reason`.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.status == Some(EventStatus::Failure)
    }
}
