//! Places of subscriptions to presence.

use super::table::{places, uri};
use crate::hrefs::{Hrefs, segment};
use crate::ids::SubscriptionId;

places! {
    /// Places of subscriptions to presence.
    SubscriptionPlace {
        PresenceSubscriptions = "presenceSubscriptions";
        PresenceSubscription(SubscriptionId) = "presenceSubscription";
        Memberships = "presenceSubscriptionMemberships" | "memberships" | "addToPresenceSubscription";
        Membership(SubscriptionId, String) = "presenceSubscriptionMembership";
        ContactsSubscription = "myContactsAndGroupsSubscription";
        StartContactsSubscription = "startOrRefreshSubscriptionToContactsAndGroups";
        StopContactsSubscription = "stopSubscriptionToContactsAndGroups";
    }
    |segments| Some(match segments {
        ["people", "presencesubscriptions"] => Self::PresenceSubscriptions,
        ["people", "presencesubscriptions", id] => Self::PresenceSubscription(id.parse().ok()?),
        ["people", "presencesubscriptionmemberships"] => Self::Memberships,
        ["people", "presencesubscriptionmemberships", id, who] => Self::Membership(id.parse().ok()?, uri(who)),
        ["people", "contactsandgroupssubscription"] => Self::ContactsSubscription,
        ["people", "contactsandgroupssubscription", "start"] => Self::StartContactsSubscription,
        ["people", "contactsandgroupssubscription", "stop"] => Self::StopContactsSubscription,
        _ => return None,
    })
}

impl Hrefs {
    /// A subscription to presence.
    pub(crate) fn subscription(&self, id: SubscriptionId) -> String {
        self.to(&format!("people/presenceSubscriptions/{id}"))
    }

    /// The memberships of a subscription.
    pub(crate) fn memberships(&self, id: SubscriptionId) -> String {
        self.to(&format!("people/presenceSubscriptionMemberships?presenceSubscriptionId={id}"))
    }

    /// The membership of a contact in a subscription.
    pub(crate) fn membership(&self, id: SubscriptionId, uri: &str) -> String {
        self.to(&format!("people/presenceSubscriptionMemberships/{id}/{}", segment(uri)))
    }
}
