//! The documents of the event channel: an [`EventDocument`] holds [`Sender`]s, which hold [`Event`]s.
//!
//! A generated tree has aliases of the same names over its own set of resources: `api::EventDocument`, `api::Sender`,
//! `api::Event`. Do not import `api::*` and `event::*` as globs together; those names are ambiguous then.
//!
//! A test double builds its answers:
//!
//! ```
//! # #[cfg(feature = "default")] {
//! use ucwa_types::Link;
//! use ucwa_types::api::{AnyEvent, Conversation, Event, EventDocument, Participant, Sender, TypingParticipants};
//! use ucwa_types::event::EventType;
//!
//! let ann: Link<Participant> = Link::new("/conversations/1/participants/ann");
//! let typing: Link<TypingParticipants> = Link::new("/conversations/1/messaging/typingParticipants");
//! let event = Event::new(EventType::Added, &ann)
//!     .with_collection(&typing)
//!     .with_resource(Participant::default().with_name("Ann"));
//! let document: EventDocument = EventDocument::default()
//!     .with_sender(Sender::new("conversation", "/conversations/1").with_event(event))
//!     .with_next("/events?ack=2");
//!
//! let events: Vec<AnyEvent<'_>> = document.events().map(AnyEvent::from).collect();
//! let [AnyEvent::ParticipantAdded(event)] = &events[..] else { panic!("{events:?}") };
//! assert_eq!(event.resource().and_then(|participant| participant.name.as_deref()), Some("Ann"));
//! assert!(event.within::<TypingParticipants>().is_some_and(|link| link.same_target(&typing)));
//! assert_eq!(event.within::<Conversation>(), None);
//! # }
//! ```

use crate::error_body::ErrorBody;
use crate::link::Link;
use crate::slots::{EmbeddedResources, Model, Resource, ResourceSet};
use crate::unknown::Unknown;
use crate::{Enumeration, Links, Object};

/// A document of the event channel: one answer to a request for events.
///
/// `R` is the set of resource types that embedded resources are decoded into: `AnyResource` of a generated tree, whose
/// `EventDocument` is this one with it, or [`Value`](crate::Value) for JSON.
#[derive(Clone, Debug, PartialEq, Object)]
#[ucwa(element = "events")]
#[non_exhaustive]
pub struct EventDocument<R: ResourceSet> {
    /// The senders of events, in the order in which to process them.
    #[ucwa(name = "sender")]
    pub senders: Vec<Sender<R>>,
    /// The links to the next request.
    #[ucwa(links)]
    pub links: EventLinks,
    /// Undocumented members.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

/// The links of a document of the event channel. It has one of `next`, `resync` and `resume`.
#[derive(Clone, Debug, Default, PartialEq, Links)]
#[ucwa(setters)]
#[non_exhaustive]
pub struct EventLinks {
    /// The request that this document answers.
    #[ucwa(name = "self")]
    pub self_: Option<Link<()>>,
    /// The next request.
    pub next: Option<Link<()>>,
    /// The next request. Set if events were missed: fetch everything again.
    pub resync: Option<Link<()>>,
    /// The next request. Set if the server dropped the application's conversations and subscriptions.
    pub resume: Option<Link<()>>,
}

/// The events that one resource sent.
#[derive(Clone, Debug, PartialEq, Object)]
#[ucwa(element = "sender")]
#[non_exhaustive]
pub struct Sender<R: ResourceSet> {
    /// The rel of the resource that sent the events.
    pub rel: Option<String>,
    /// The address of that resource.
    pub href: Option<String>,
    /// The events, in the order in which they happened.
    pub events: Vec<Event<R>>,
    /// Undocumented members.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

/// Something that happened to a resource.
#[derive(Clone, Debug, PartialEq, Object)]
#[ucwa(element = "event")]
#[non_exhaustive]
pub struct Event<R: ResourceSet> {
    /// The type of the event: what happened.
    pub r#type: Option<EventType>,
    /// The resource that it happened to; the link has its rel.
    pub link: Option<Link<()>>,
    /// The collection that it happened in, if a resource can be in more than one.
    #[ucwa(name = "in")]
    pub in_: Option<Link<()>>,
    /// The outcome of the operation, if an operation ended.
    pub status: Option<EventStatus>,
    /// The reason of the event.
    pub reason: Option<Box<ErrorBody>>,
    /// The present state of the resource, by its rel. The server may omit it.
    #[ucwa(name = "_embedded")]
    pub embedded: EmbeddedResources<R>,
    /// Undocumented members.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

impl<R: ResourceSet> EventDocument<R> {
    /// Iterates over the events in the order in which they happened, each with its sender.
    pub fn events(&self) -> impl Iterator<Item = (&Sender<R>, &Event<R>)> {
        events(&self.senders)
    }

    /// Adds a sender.
    #[must_use]
    pub fn with_sender(mut self, sender: Sender<R>) -> Self {
        self.senders.push(sender);
        self
    }

    /// Adds senders.
    #[must_use]
    pub fn with_senders(mut self, senders: impl IntoIterator<Item = Sender<R>>) -> Self {
        self.senders.extend(senders);
        self
    }

    /// Sets the link to this document itself.
    #[must_use]
    pub fn with_self(mut self, link: impl Into<Link<()>>) -> Self {
        self.links = self.links.with_self(link);
        self
    }

    /// Sets the link to the next document.
    #[must_use]
    pub fn with_next(mut self, link: impl Into<Link<()>>) -> Self {
        self.links = self.links.with_next(link);
        self
    }

    /// Sets the link to the next document, after events were missed.
    #[must_use]
    pub fn with_resync(mut self, link: impl Into<Link<()>>) -> Self {
        self.links = self.links.with_resync(link);
        self
    }

    /// Sets the link to the next document, after conversations and subscriptions were dropped.
    #[must_use]
    pub fn with_resume(mut self, link: impl Into<Link<()>>) -> Self {
        self.links = self.links.with_resume(link);
        self
    }
}

impl<R: ResourceSet> Sender<R> {
    /// Creates a sender without events, from the rel and the address of a resource.
    #[must_use]
    pub fn new(rel: impl Into<String>, href: impl Into<String>) -> Self {
        Self { rel: Some(rel.into()), href: Some(href.into()), ..Self::default() }
    }

    /// Adds an event.
    #[must_use]
    pub fn with_event(mut self, event: Event<R>) -> Self {
        self.events.push(event);
        self
    }

    /// Adds events.
    #[must_use]
    pub fn with_events(mut self, events: impl IntoIterator<Item = Event<R>>) -> Self {
        self.events.extend(events);
        self
    }
}

/// The events of these senders, each with its sender.
pub(crate) fn events<R: ResourceSet>(senders: &[Sender<R>]) -> impl Iterator<Item = (&Sender<R>, &Event<R>)> {
    senders.iter().flat_map(|sender| sender.events.iter().map(move |event| (sender, event)))
}

/// The link, which names its rel: that of its target, unless it names one itself, as the link to a role has to.
fn named<T: Resource>(link: &Link<T>) -> Link<()> {
    let mut link = link.clone();
    if link.rel().is_none() {
        link.set_attribute("rel", Some(serde_json::Value::from(T::REL)));
    }
    link.cast()
}

impl<R: ResourceSet> Event<R> {
    /// Creates an event of this type about the resource that the link leads to.
    ///
    /// The `rel` of the event's link names the resource. It is that of `T`, unless the link has one. The link to a role, such
    /// as `videoLockedOnParticipant` for a `Participant`, needs one.
    #[must_use]
    pub fn new<T: Resource>(r#type: impl Into<EventType>, link: &Link<T>) -> Self {
        Self { r#type: Some(r#type.into()), link: Some(named(link)), ..Self::default() }
    }

    /// Adds the resource, under the rel that the event's link names.
    #[must_use]
    pub fn with_resource(mut self, resource: impl Into<R>) -> Self {
        let resource = resource.into();
        let rel = self.link.as_ref().and_then(|link| link.rel()).or_else(|| resource.rel());
        let rel = rel.unwrap_or_default().to_owned();
        self.embedded.insert(rel, resource);
        self
    }

    /// Sets the collection that it happened in. Its rel is that of `T`, unless the link has one.
    #[must_use]
    pub fn with_collection<T: Resource>(mut self, link: &Link<T>) -> Self {
        self.in_ = Some(named(link));
        self
    }

    /// Sets how the operation ended.
    #[must_use]
    pub fn with_status(mut self, status: impl Into<EventStatus>) -> Self {
        self.status = Some(status.into());
        self
    }

    /// Sets the reason.
    #[must_use]
    pub fn with_reason(mut self, reason: impl Into<Box<ErrorBody>>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Returns the resource that it happened to, if the server sent it.
    #[must_use]
    pub fn resource(&self) -> Option<&R> {
        self.embedded.get(self.link.as_ref()?.rel()?)
    }

    /// Returns the resource that it happened to, if the server sent it and it is a `T`.
    #[must_use]
    pub fn resource_as<T: Model>(&self) -> Option<&T> {
        self.resource()?.downcast_ref()
    }
}

/// The type of an event: what happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Enumeration)]
#[non_exhaustive]
pub enum EventType {
    /// A resource was added.
    #[ucwa(name = "added")]
    Added,
    /// A resource or an operation was updated.
    #[ucwa(name = "updated")]
    Updated,
    /// A resource was deleted.
    #[ucwa(name = "deleted")]
    Deleted,
    /// An operation began.
    #[ucwa(name = "started")]
    Started,
    /// An operation ended.
    #[ucwa(name = "completed")]
    Completed,
    /// Any other value, unchanged.
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

/// The outcome of an operation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Enumeration)]
#[non_exhaustive]
pub enum EventStatus {
    /// The operation succeeded.
    Success,
    /// The operation failed; see `reason`.
    Failure,
    /// Any other value, unchanged.
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

/// A derived `Default` would require `R: Default`.
macro_rules! empty {
    ($type:ident { $($field:ident),* }) => {
        impl<R: ResourceSet> Default for $type<R> {
            fn default() -> Self {
                Self { $($field: Default::default()),* }
            }
        }
    };
}

empty!(EventDocument { senders, links, unknown });
empty!(Sender { rel, href, events, unknown });
empty!(Event { r#type, link, in_, status, reason, embedded, unknown });

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Event, EventDocument, EventStatus, EventType, Sender};
    use crate::{ErrorBody, Link, Resource, Unknown};

    #[derive(Clone, Debug, Default, PartialEq, Resource)]
    #[ucwa(rel = "badge", setters)]
    struct Badge {
        name: Option<String>,
        #[ucwa(unknown)]
        unknown: Unknown,
    }

    #[derive(Clone, Debug, Default, PartialEq, Resource)]
    #[ucwa(rel = "badges")]
    struct Badges {
        #[ucwa(unknown)]
        unknown: Unknown,
    }

    #[test]
    fn a_document_is_built_as_a_server_sends_it() {
        let badge: Link<Badge> = "/b/1".into();
        let mut role: Link<Badge> = "/b/2".into();
        role.set_attribute("rel", Some(json!("lostBadge")));
        let resource = json!({"rel": "badge", "name": "teal"});
        let events = [
            Event::new(EventType::Updated, &badge)
                .with_collection(&Link::<Badges>::new("/b"))
                .with_resource(resource.clone()),
            Event::new("deleted", &role)
                .with_status(EventStatus::Failure)
                .with_reason(ErrorBody::new("Gone").with_subcode("Lost").with_message("It is lost."))
                .with_resource(json!(null)),
        ];
        assert_eq!(events[0].resource(), Some(&resource));
        assert_eq!(events[0].within::<Badges>().as_ref().map(Link::href), Some("/b"));
        assert_eq!((events[0].within::<Badge>(), events[1].within::<Badges>()), (None, None));
        assert_eq!(events[1].resource(), Some(&Value::Null));
        let document = EventDocument::<Value>::default()
            .with_sender(Sender::new("badges", "/b").with_events(events))
            .with_senders([Sender::new("me", "/me")])
            .with_self("/events?ack=1")
            .with_next(String::from("/events?ack=2"))
            .with_resync("/events?ack=3")
            .with_resume("/events?ack=4");
        let value = json!({
            "sender": [
                {"rel": "badges", "href": "/b", "events": [
                    {
                        "type": "updated",
                        "link": {"href": "/b/1", "rel": "badge"},
                        "in": {"href": "/b", "rel": "badges"},
                        "_embedded": {"badge": resource},
                    },
                    {
                        "type": "deleted",
                        "link": {"href": "/b/2", "rel": "lostBadge"},
                        "status": "Failure",
                        "reason": {"code": "Gone", "subcode": "Lost", "message": "It is lost."},
                        "_embedded": {"lostBadge": null},
                    },
                ]},
                {"rel": "me", "href": "/me"},
            ],
            "_links": {
                "self": {"href": "/events?ack=1"},
                "next": {"href": "/events?ack=2"},
                "resync": {"href": "/events?ack=3"},
                "resume": {"href": "/events?ack=4"},
            },
        });
        assert_eq!(serde_json::to_value(&document).unwrap(), value);
        assert_eq!(serde_json::from_value::<EventDocument<Value>>(value).unwrap(), document);
    }

    #[test]
    fn a_resource_without_a_link_is_under_its_own_rel() {
        let event = Event::<Value>::default().with_resource(json!({"rel": "badge"}));
        assert!(event.embedded.get("badge").is_some());
    }
}
