//! Contacts and subscriptions.

use ucwa_types::event::EventType;

use crate::happening::parts::Part;
use crate::ids::SubscriptionId;

/// Something that happened to contacts or subscriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PeopleHappening {
    /// A part of a contact's presence.
    ContactUpdated(String, Part),
    /// A contact is now covered by a subscription, or no longer.
    Subscribed(EventType, String),
    Subscription(EventType, SubscriptionId),
    ContactsSubscriptionUpdated,
}
