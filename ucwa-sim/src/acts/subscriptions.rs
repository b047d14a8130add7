//! Subscriptions to presence, and their end.

use std::collections::BTreeSet;
use std::time::Duration;

use ucwa_types::event::EventType;

use crate::happening::{PARTS, PeopleHappening};
use crate::ids::{AppId, SubscriptionId};
use crate::state::Subscription;
use crate::uri;
use crate::world::{Due, World};

/// How long an extended subscription lasts at most, as documented.
const LONGEST: Duration = Duration::from_secs(30 * 60);

impl World {
    /// The users whose presence an application is subscribed to.
    pub(crate) fn subscribed(&self, app: AppId) -> BTreeSet<String> {
        let Some(application) = self.applications.get(&app) else { return BTreeSet::new() };
        let mut uris: BTreeSet<String> =
            application.subscriptions.values().flat_map(|subscription| subscription.uris.clone()).collect();
        if application.contacts_until.is_some()
            && let Some(user) = self.users.get(application.user.0)
        {
            uris.extend(user.list.contacts().cloned());
        }
        uris
    }

    /// Subscribes to the presence of these users.
    pub(crate) fn subscribe(&mut self, app: AppId, uris: &[String], duration: Duration) -> SubscriptionId {
        let id: SubscriptionId = self.ids.id();
        let before = self.subscribed(app);
        let until = self.now() + duration;
        let uris = uris.iter().map(|it| uri::normal(it)).collect();
        if let Some(application) = self.applications.get_mut(&app) {
            application.subscriptions.insert(id, Subscription { uris, until, is_announced: false });
        }
        self.remind_of_end(until, &Due::Subscription(app, id));
        self.emit(app, PeopleHappening::Subscription(EventType::Added, id));
        self.tell_of_subscribed(app, &before);
        id
    }

    /// Adds these users to a subscription.
    pub(crate) fn add_to_subscription(&mut self, app: AppId, id: SubscriptionId, uris: &[String]) {
        let before = self.subscribed(app);
        if let Some(subscription) = self.subscription_mut(app, id) {
            subscription.uris.extend(uris.iter().map(|it| uri::normal(it)));
        }
        self.tell_of_subscribed(app, &before);
    }

    /// Removes a user from a subscription. Returns whether the user was in it.
    pub(crate) fn remove_from_subscription(&mut self, app: AppId, id: SubscriptionId, uri: &str) -> bool {
        let before = self.subscribed(app);
        let is_removed = self.subscription_mut(app, id).is_some_and(|it| it.uris.remove(uri));
        self.tell_of_subscribed(app, &before);
        is_removed
    }

    /// Extends a subscription.
    pub(crate) fn extend_subscription(&mut self, app: AppId, id: SubscriptionId, duration: Duration) {
        let now = self.now();
        let Some(subscription) = self.subscription_mut(app, id) else { return };
        subscription.until = extended(subscription.until, now, duration);
        subscription.is_announced = false;
        let until = subscription.until;
        self.remind_of_end(until, &Due::Subscription(app, id));
    }

    /// Ends a subscription.
    pub(crate) fn unsubscribe(&mut self, app: AppId, id: SubscriptionId) {
        let before = self.subscribed(app);
        let removed = self.applications.get_mut(&app).and_then(|it| it.subscriptions.remove(&id));
        if removed.is_some() {
            self.emit(app, PeopleHappening::Subscription(EventType::Deleted, id));
            self.tell_of_subscribed(app, &before);
        }
    }

    /// Subscribes to the whole contact list, or extends that subscription; `None` ends it.
    pub(crate) fn subscribe_to_contacts(&mut self, app: AppId, duration: Option<Duration>) {
        let before = self.subscribed(app);
        let now = self.now();
        let Some(application) = self.applications.get_mut(&app) else { return };
        let current = application.contacts_until;
        let until = duration.map(|more| current.map_or(now + more, |until| extended(until, now, more)));
        application.contacts_until = until;
        if let Some(until) = until {
            self.remind_of_end(until, &Due::Contacts(app));
        }
        self.tell_of_subscribed(app, &before);
    }

    /// Ends a subscription, or warns of its end, if that is due.
    pub(crate) fn look_at_subscription(&mut self, app: AppId, id: SubscriptionId) {
        let (now, warning) = (self.now(), self.config.times.warning);
        let Some(subscription) = self.subscription_mut(app, id) else { return };
        if now >= subscription.until {
            self.unsubscribe(app, id);
        } else if now + warning >= subscription.until && !subscription.is_announced {
            subscription.is_announced = true;
            self.emit(app, PeopleHappening::Subscription(EventType::Updated, id));
        }
    }

    /// Does the same for the subscription to the contact list.
    pub(crate) fn look_at_contacts(&mut self, app: AppId) {
        let until = self.applications.get(&app).and_then(|application| application.contacts_until);
        let (now, warning) = (self.now(), self.config.times.warning);
        match until {
            Some(until) if now >= until => {
                self.subscribe_to_contacts(app, None);
                self.emit(app, PeopleHappening::ContactsSubscriptionUpdated);
            }
            Some(until) if now + warning >= until => {
                self.emit(app, PeopleHappening::ContactsSubscriptionUpdated);
            }
            _ => {}
        }
    }

    fn subscription_mut(&mut self, app: AppId, id: SubscriptionId) -> Option<&mut Subscription> {
        self.applications.get_mut(&app)?.subscriptions.get_mut(&id)
    }

    /// Asks to be reminded when a subscription ends, and of the warning before it.
    fn remind_of_end(&mut self, until: Duration, due: &Due) {
        self.clock.remind(until.saturating_sub(self.config.times.warning), due.clone());
        self.clock.remind(until, due.clone());
    }

    /// Removes an application from all subscribers.
    pub(crate) fn forget_subscriber(&mut self, app: AppId) {
        for uri in self.subscribed(app) {
            self.remove_subscriber(&uri, app);
        }
    }

    fn remove_subscriber(&mut self, uri: &str, app: AppId) {
        if let Some(subscribers) = self.subscribers.get_mut(uri) {
            subscribers.remove(&app);
            if subscribers.is_empty() {
                self.subscribers.remove(uri);
            }
        }
    }

    /// Adds events for the users who are newly covered, and for those who are no longer covered.
    pub(super) fn tell_of_subscribed(&mut self, app: AppId, before: &BTreeSet<String>) {
        let after = self.subscribed(app);
        for uri in after.difference(before) {
            self.subscribers.entry(uri.clone()).or_default().insert(app);
            self.tell_of_contact(app, EventType::Added, uri);
        }
        for uri in before.difference(&after) {
            self.remove_subscriber(uri, app);
            self.tell_of_contact(app, EventType::Deleted, uri);
        }
        for uri in after.difference(before) {
            // A user who does not exist has no presence.
            if self.find_user(uri).is_some() {
                for part in PARTS {
                    self.emit(app, PeopleHappening::ContactUpdated(uri.clone(), part));
                }
            }
        }
    }

    /// Adds an event of a contact. A URI that no user has gets none, since the link of the event would lead nowhere.
    fn tell_of_contact(&mut self, app: AppId, r#type: EventType, uri: &str) {
        if self.find_user(uri).is_some() {
            self.emit(app, PeopleHappening::Subscribed(r#type, uri.to_owned()));
        }
    }
}

/// The end of a subscription that is extended now by this much.
fn extended(until: Duration, now: Duration, more: Duration) -> Duration {
    now + (until.saturating_sub(now) + more).min(LONGEST)
}
