//! What the event channel answers: an [`EventDocument`] of [`Sender`]s of [`Event`]s.

use serde_json::Value;

use crate::error_body::ErrorBody;
use crate::link::Link;
use crate::slots::{EmbeddedResources, Model, ResourceSet};
use crate::unknown::Unknown;
use crate::{Enumeration, Links, Object};

/// One answer of the event channel.
///
/// `R` is the set of resource types that embedded resources are decoded into; without one they stay JSON values.
#[derive(Clone, Debug, PartialEq, Object)]
#[ucwa(element = "events")]
#[non_exhaustive]
pub struct EventDocument<R: ResourceSet = Value> {
    /// Who sent events, in the order to handle them in.
    pub sender: Vec<Sender<R>>,
    /// Where to go next.
    #[ucwa(links)]
    pub links: EventLinks,
    /// Everything else.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

/// The links of an answer of the event channel. Of `next`, `resync` and `resume` there is one.
#[derive(Clone, Debug, Default, PartialEq, Links)]
#[non_exhaustive]
pub struct EventLinks {
    /// The request that this answers.
    #[ucwa(name = "self")]
    pub self_: Option<Link<EventDocument>>,
    /// The next request.
    pub next: Option<Link<EventDocument>>,
    /// The next request, where events were missed: everything is to be fetched anew.
    pub resync: Option<Link<EventDocument>>,
    /// The next request, where the application was thought gone: conversations and subscriptions are.
    pub resume: Option<Link<EventDocument>>,
}

/// The events that one resource sent.
#[derive(Clone, Debug, PartialEq, Object)]
#[ucwa(element = "sender")]
#[non_exhaustive]
pub struct Sender<R: ResourceSet = Value> {
    /// The rel of the resource that sent them.
    pub rel: Option<String>,
    /// Where that resource is.
    pub href: Option<String>,
    /// The events, in the order they happened in.
    pub events: Vec<Event<R>>,
    /// Everything else.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

/// Something that happened to a resource.
#[derive(Clone, Debug, PartialEq, Object)]
#[ucwa(element = "event")]
#[non_exhaustive]
pub struct Event<R: ResourceSet = Value> {
    /// What happened.
    pub r#type: Option<EventType>,
    /// The resource it happened to; its rel is in the link.
    pub link: Option<Link<()>>,
    /// The collection it happened in, where a resource can be in more than one.
    #[ucwa(name = "in")]
    pub in_: Option<Link<()>>,
    /// How an operation ended.
    pub status: Option<EventStatus>,
    /// Why.
    pub reason: Option<Box<ErrorBody>>,
    /// The resource itself as it is now, by its rel. The server may leave it out.
    #[ucwa(name = "_embedded")]
    pub embedded: EmbeddedResources<R>,
    /// Everything else.
    #[ucwa(unknown)]
    pub unknown: Unknown,
}

impl<R: ResourceSet> EventDocument<R> {
    /// The events in the order they happened in, each with who sent it.
    pub fn events(&self) -> impl Iterator<Item = (&Sender<R>, &Event<R>)> {
        events(&self.sender)
    }
}

/// The events of these senders, each with its sender.
pub(crate) fn events<R: ResourceSet>(senders: &[Sender<R>]) -> impl Iterator<Item = (&Sender<R>, &Event<R>)> {
    senders.iter().flat_map(|sender| sender.events.iter().map(move |event| (sender, event)))
}

impl<R: ResourceSet> Event<R> {
    /// The resource that it happened to, if the server sent it along.
    #[must_use]
    pub fn resource(&self) -> Option<&R> {
        self.embedded.get(self.link.as_ref()?.rel()?)
    }

    /// The resource that it happened to, if the server sent it along and it is a `T`.
    #[must_use]
    pub fn resource_as<T: Model>(&self) -> Option<&T> {
        self.resource()?.downcast_ref()
    }
}

/// What an event says has happened.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Enumeration)]
#[non_exhaustive]
pub enum EventType {
    /// A resource came to be.
    #[ucwa(name = "added")]
    Added,
    /// A resource or an operation changed.
    #[ucwa(name = "updated")]
    Updated,
    /// A resource is gone.
    #[ucwa(name = "deleted")]
    Deleted,
    /// An operation began.
    #[ucwa(name = "started")]
    Started,
    /// An operation ended.
    #[ucwa(name = "completed")]
    Completed,
    /// Anything else.
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Enumeration)]
#[non_exhaustive]
pub enum EventStatus {
    /// As wanted.
    Success,
    /// Not as wanted; the reason says why.
    Failure,
    /// Anything else.
    #[ucwa(unrecognized)]
    Unrecognized(Box<str>),
}

/// A derived `Default` would ask for an `R` to be `Default`.
macro_rules! empty {
    ($type:ident { $($field:ident),* }) => {
        impl<R: ResourceSet> Default for $type<R> {
            fn default() -> Self {
                Self { $($field: Default::default()),* }
            }
        }
    };
}

empty!(EventDocument { sender, links, unknown });
empty!(Sender { rel, href, events, unknown });
empty!(Event { r#type, link, in_, status, reason, embedded, unknown });
