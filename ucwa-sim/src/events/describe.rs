//! What the events of every area have in common.

use ucwa_types::api::{AnyResource, Event};
use ucwa_types::event::{EventStatus, EventType};
use ucwa_types::{ErrorBody, Link, Resource};

use super::reasons::explained;
use crate::channel::Priority;
use crate::config::Embedding;
use crate::happening::Outcome;
use crate::hrefs::Hrefs;
use crate::world::World;

/// An event with its sender and priority.
pub(super) struct Described {
    pub(super) sender: Sender,
    pub(super) priority: Priority,
    pub(super) event: Event,
}

/// The rel and the href of the resource that sends an event.
pub(super) type Sender = (&'static str, String);

impl Described {
    /// An event of high priority.
    pub(super) fn high(sender: Sender, event: Event) -> Self {
        Self { sender, priority: Priority::High, event }
    }

    /// An event of medium priority.
    pub(super) fn medium(sender: Sender, event: Event) -> Self {
        Self { sender, priority: Priority::Medium, event }
    }
}

/// The sender of most events of calls.
pub(super) fn communication(hrefs: &Hrefs) -> Sender {
    ("communication", hrefs.to("communication"))
}

/// The sender of events of contacts, groups and subscriptions.
pub(super) fn people(hrefs: &Hrefs) -> Sender {
    ("people", hrefs.to("people"))
}

/// The sender of events of the user.
pub(super) fn me(hrefs: &Hrefs) -> Sender {
    ("me", hrefs.to("me"))
}

impl World {
    /// The event with its resource, if servers embed it.
    pub(super) fn with<T: Into<AnyResource>>(&self, event: Event, resource: Option<T>) -> Event {
        match resource.filter(|_| self.config.quirks.embedding == Embedding::AsObserved) {
            Some(resource) => event.with_resource(resource),
            None => event,
        }
    }
}

/// An event about the resource at this address.
pub(super) fn about<T: Resource>(r#type: EventType, href: String) -> Event {
    Event::new(r#type, &Link::<T>::new(href))
}

/// The event with the outcome of the operation.
pub(super) fn ended(event: Event, outcome: &Outcome) -> Event {
    match outcome {
        Outcome::Success => event.with_status(EventStatus::Success),
        Outcome::Failure(code, subcode) => {
            let reason = ErrorBody::new(code.as_str()).with_subcode(subcode.as_str());
            event.with_status(EventStatus::Failure).with_reason(reason.with_message(explained(subcode)))
        }
    }
}
