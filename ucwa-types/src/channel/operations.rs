//! Which operation an event belongs to.

use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};

use crate::event::{Event, EventType};
use crate::link::place;
use crate::slots::{AnyRef, Model, Notation, ResourceSet, Slot, Slots, View};

/// The operations that the client has started and that are not yet completed.
///
/// A POST with an `operationId`, which the client chooses, starts an operation. The answer is a 201 with the location of the
/// operation, which goes on in the event channel. Its events can come before that answer, and not each of them embeds the
/// operation, so an event is recognized by either: the `operationId` inside, or the location.
///
/// ```
/// use ucwa_types::channel::Operations;
/// use ucwa_types::api::Event;
///
/// let mut operations = Operations::new();
/// // Before the POST is sent:
/// operations.start("op-1");
/// // The event channel is faster than the answer:
/// let started: Event = serde_json::from_str(
///     r#"{
///         "type": "started",
///         "link": {"rel": "messagingInvitation", "href": "/ucwa/v1/invitations/9"},
///         "_embedded": {"messagingInvitation": {"rel": "messagingInvitation", "operationId": "op-1"}}
///     }"#,
/// )?;
/// assert_eq!(operations.observe(&started).as_deref(), Some("op-1"));
/// // 201, with its `Location`:
/// assert!(operations.locate("op-1", "https://pool.example.com/ucwa/v1/invitations/9").is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Operations<R: ResourceSet> {
    /// Where each operation is, if that is known.
    places: BTreeMap<Box<str>, Option<Box<str>>>,
    /// Events of operations that nobody knows, while there are operations whose place nobody knows.
    unclaimed: VecDeque<Event<R>>,
    /// How many of those are kept.
    capacity: usize,
    /// How many were not.
    dropped: u64,
}

impl<R: ResourceSet> Default for Operations<R> {
    fn default() -> Self {
        Self { places: BTreeMap::new(), unclaimed: VecDeque::new(), capacity: 256, dropped: 0 }
    }
}

impl<R: ResourceSet + Clone> Operations<R> {
    /// Expects events of no operation.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many events are kept for answers that have yet to come, 256 by default. Above that the oldest is discarded,
    /// and counted by [`Self::dropped`].
    #[must_use]
    pub fn with_capacity(self, events: usize) -> Self {
        Self { capacity: events, ..self }
    }

    /// How many unclaimed events were discarded. If this grew between `start` and `locate`, fetch the operation: some of its
    /// events may be lost.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Expects events of an operation. Call it before the POST is sent.
    pub fn start(&mut self, operation_id: impl Into<Box<str>>) {
        self.places.insert(operation_id.into(), None);
    }

    /// Sets the location of an operation: the `Location` of the answer to its POST.
    ///
    /// Returns, in order, the events that turned out to belong to this operation: [`Self::observe`] could not know it when
    /// they came. There are none for an operation that is not expected, or that completed before its POST was answered.
    pub fn locate(&mut self, operation_id: &str, location: &str) -> Vec<Event<R>> {
        let here = place(location);
        match self.places.get_mut(operation_id) {
            Some(known) => *known = Some(here.as_str().into()),
            None => return Vec::new(),
        }
        let unclaimed = std::mem::take(&mut self.unclaimed);
        let (own, others): (Vec<_>, _) =
            unclaimed.into_iter().partition(|event| event.href().is_some_and(|href| place(href) == here));
        self.unclaimed = others.into();
        if own.iter().any(is_last) {
            self.places.remove(operation_id);
        }
        self.forget_unclaimed();
        own
    }

    /// Stops expecting events of an operation: its POST has failed.
    pub fn abandon(&mut self, operation_id: &str) {
        self.places.remove(operation_id);
        self.forget_unclaimed();
    }

    /// Returns the id of the operation that an event belongs to. A `completed` event is the last one that is expected.
    ///
    /// `None` for an event of no operation, or of another client's operation; and for one whose operation is not known yet,
    /// which [`Self::locate`] returns later.
    pub fn observe(&mut self, event: &Event<R>) -> Option<Box<str>> {
        let here = event.href().map(place);
        let Some(id) = self.find(event, here.as_deref()) else {
            self.keep(event);
            return None;
        };
        if is_last(event) {
            self.places.remove(&id);
            self.forget_unclaimed();
        } else if let Some(place) = self.places.get_mut(&id)
            && place.is_none()
        {
            *place = here.map(String::into_boxed_str);
        }
        Some(id)
    }

    /// The ids of the operations whose events are expected, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(|id| &**id)
    }

    fn find(&self, event: &Event<R>, here: Option<&str>) -> Option<Box<str>> {
        let named = event.embedded.iter().filter_map(|(_, resource)| operation_id(resource));
        let mut named = named.filter_map(|id| Some(self.places.get_key_value(&*id)?.0.clone()));
        named.next().or_else(|| {
            let here = here?;
            let mut places = self.places.iter();
            Some(places.find(|(_, place)| place.as_deref() == Some(here))?.0.clone())
        })
    }

    fn keep(&mut self, event: &Event<R>) {
        let of_operation =
            matches!(event.r#type, Some(EventType::Started | EventType::Updated | EventType::Completed));
        // One that names an operation names another's.
        let is_anonymous = event.embedded.iter().all(|(_, resource)| operation_id(resource).is_none());
        if of_operation && is_anonymous && self.places.values().any(Option::is_none) {
            self.unclaimed.push_back(event.clone());
            while self.unclaimed.len() > self.capacity {
                self.unclaimed.pop_front();
                self.dropped += 1;
            }
        }
    }

    fn forget_unclaimed(&mut self) {
        if self.places.values().all(Option::is_some) {
            self.unclaimed.clear();
        }
    }
}

fn is_last<R: ResourceSet>(event: &Event<R>) -> bool {
    event.r#type == Some(EventType::Completed)
}

const OPERATION_ID: &str = "operationId";

fn operation_id<R: ResourceSet>(resource: &R) -> Option<String> {
    match resource.view() {
        AnyRef::Value(value) => value.get(OPERATION_ID)?.as_str().map(str::to_owned),
        AnyRef::Model(model) => documented(model).or_else(|| {
            let value = model.unknown().get(OPERATION_ID)?;
            value.as_text().map(Cow::into_owned)
        }),
    }
}

fn documented(model: &dyn Model) -> Option<String> {
    let slots: &dyn Slots = model;
    let index = slots.names().iter().position(|name| *name == OPERATION_ID)?;
    match slots.slot(index)? {
        Slot::Value(slot) => match slot.view(Notation::Json)? {
            View::Text(text) => Some(text.into_owned()),
            _ => None,
        },
        _ => None,
    }
}
