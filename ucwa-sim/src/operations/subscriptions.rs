//! Subscriptions to presence.

use std::time::Duration;

use ucwa_types::api::{
    ErrorKind, PresenceSubscription, PresenceSubscriptionMemberships,
    PresenceSubscriptionMembershipsEmbedded, PresenceSubscriptionMembershipsLinks, PresenceSubscriptions,
    PresenceSubscriptionsEmbedded, PresenceSubscriptionsLinks, StartOrRefreshSubscriptionToContactsAndGroups,
};
use ucwa_types::operation::Post;
use ucwa_types::rest::server;

use super::check_people;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::{AppId, SubscriptionId};
use crate::route::SubscriptionPlace as Place;
use crate::world::{Incoming, World};

/// The largest number of contacts that an application can be subscribed to: the simulator's own limit.
const MANY: usize = 1000;

impl World {
    /// An operation on subscriptions.
    pub(crate) fn subscription_operation(
        &mut self,
        app: AppId,
        place: &Place,
        incoming: &Incoming<'_>,
    ) -> Handled {
        let (format, method) = (incoming.format(), incoming.request.method().as_str());
        match (place, method) {
            (Place::PresenceSubscriptions, "POST") => {
                let input = server::read::<PresenceSubscriptions, Post>(incoming.request)?.input;
                let uris = input.uris.unwrap_or_default();
                check_people("uris", &uris)?;
                self.check_room(app, uris.len())?;
                let id = self.subscribe(app, &uris, minutes(input.duration));
                let subscription = self.subscription(app, id).ok_or_else(ServiceError::not_found)?;
                let location = self.hrefs(app).subscription(id);
                answer::created(&location, &subscription, format)
            }
            (Place::PresenceSubscriptions, _) => {
                let mine = self
                    .applications
                    .get(&app)
                    .map(|it| it.subscriptions.keys().copied().collect::<Vec<_>>());
                let subscriptions =
                    mine.unwrap_or_default().into_iter().filter_map(|id| self.subscription(app, id));
                let embedded =
                    PresenceSubscriptionsEmbedded::default().with_presence_subscription(subscriptions);
                let links = PresenceSubscriptionsLinks::default()
                    .with_self(self.hrefs(app).to("people/presenceSubscriptions"));
                let all = PresenceSubscriptions::default().with_links(links).with_embedded(embedded);
                answer::ok(&all, format)
            }
            (Place::PresenceSubscription(id), _) => self.one_subscription(app, *id, incoming),
            (Place::Memberships, "POST") => {
                let id = self.named_subscription(app, incoming)?;
                let input = server::read::<PresenceSubscriptionMemberships, Post>(incoming.request)?.input;
                let uris = input.contact_uris.unwrap_or_default();
                check_people("contactUris", &uris)?;
                self.check_room(app, uris.len())?;
                self.add_to_subscription(app, id, &uris);
                answer::created(&self.hrefs(app).memberships(id), &self.memberships(app, Some(id)), format)
            }
            (Place::Memberships, _) => {
                let id = match incoming.parameter("presenceSubscriptionId") {
                    Some(_) => Some(self.named_subscription(app, incoming)?),
                    None => None,
                };
                answer::ok(&self.memberships(app, id), format)
            }
            (Place::Membership(id, uri), "DELETE") => match self.remove_from_subscription(app, *id, uri) {
                true => answer::done(),
                false => Err(ServiceError::not_found()),
            },
            (Place::Membership(id, uri), _) => {
                let subscription = self.applications.get(&app).and_then(|it| it.subscriptions.get(id));
                match subscription.is_some_and(|it| it.uris.contains(uri)) {
                    true => answer::ok(&self.membership(app, *id, uri), format),
                    false => Err(ServiceError::not_found()),
                }
            }
            (Place::StartContactsSubscription, _) => {
                let received =
                    server::read::<StartOrRefreshSubscriptionToContactsAndGroups, Post>(incoming.request)?;
                self.subscribe_to_contacts(app, Some(minutes(received.input.duration)));
                let location = self.hrefs(app).to("people/contactsAndGroupsSubscription");
                answer::created(&location, &self.contacts_subscription(app), format)
            }
            (Place::StopContactsSubscription, _) => {
                if self.applications.get(&app).is_none_or(|it| it.contacts_until.is_none()) {
                    return Err(ServiceError::not_offered(
                        place.rel(),
                        "there is no subscription to the contact list",
                    ));
                }
                self.subscribe_to_contacts(app, None);
                answer::done()
            }
            _ => answer::ok(&self.contacts_subscription(app), format),
        }
    }

    fn one_subscription(&mut self, app: AppId, id: SubscriptionId, incoming: &Incoming<'_>) -> Handled {
        let subscription = self.subscription(app, id).ok_or_else(ServiceError::not_found)?;
        match incoming.request.method().as_str() {
            "POST" => {
                let received = server::read::<PresenceSubscription, Post>(incoming.request)?;
                self.extend_subscription(app, id, minutes(received.input.duration));
                let location = self.hrefs(app).subscription(id);
                answer::created(&location, &subscription, incoming.format())
            }
            "DELETE" => {
                self.unsubscribe(app, id);
                answer::done()
            }
            _ => answer::ok(&subscription, incoming.format()),
        }
    }

    /// The memberships of one subscription, or of all.
    fn memberships(&self, app: AppId, only: Option<SubscriptionId>) -> PresenceSubscriptionMemberships {
        let all = self.applications.get(&app).map(|it| &it.subscriptions);
        let some = all.into_iter().flatten().filter(|(id, _)| only.is_none_or(|only| only == **id));
        let members = some.flat_map(|(id, it)| it.uris.iter().map(|uri| self.membership(app, *id, uri)));
        let embedded =
            PresenceSubscriptionMembershipsEmbedded::default().with_presence_subscription_membership(members);
        let own = match only {
            Some(id) => self.hrefs(app).memberships(id),
            None => self.hrefs(app).to("people/presenceSubscriptionMemberships"),
        };
        let links = PresenceSubscriptionMembershipsLinks::default().with_self(own);
        PresenceSubscriptionMemberships::default().with_links(links).with_embedded(embedded)
    }

    /// The subscription that the query names.
    fn named_subscription(
        &self,
        app: AppId,
        incoming: &Incoming<'_>,
    ) -> Result<SubscriptionId, ServiceError> {
        let id = incoming.parameter("presenceSubscriptionId").and_then(|id| id.parse().ok());
        let known =
            id.filter(|id| self.applications.get(&app).is_some_and(|it| it.subscriptions.contains_key(id)));
        known.ok_or_else(ServiceError::not_found)
    }

    pub(super) fn check_room(&self, app: AppId, more: usize) -> Result<(), ServiceError> {
        match self.subscribed(app).len() + more > MANY {
            true => {
                let message =
                    format!("An application is subscribed to the presence of {MANY} contacts at most.");
                Err(ServiceError::new(&ErrorKind::ForbiddenLimitExceeded, message))
            }
            false => Ok(()),
        }
    }
}

/// A duration in minutes, which was checked already; 10 if omitted.
fn minutes(given: Option<i64>) -> Duration {
    Duration::from_secs(given.and_then(|minutes| u64::try_from(minutes).ok()).unwrap_or(10) * 60)
}
