//! Changes of privacy relationships.

use ucwa_types::api::PrivacyRelationshipLevel;

use crate::happening::{PARTS, PeopleHappening, PrivacyHappening};
use crate::ids::{AppId, UserId};
use crate::world::World;

impl World {
    /// Sets the level of a contact; `None` for the automatic one. Who is blocked, or is so no longer, sees another presence.
    pub(crate) fn set_privacy(&mut self, user: UserId, uri: &str, level: Option<PrivacyRelationshipLevel>) {
        let (was, was_blocked) = (self.privacy_level(user, uri), self.is_blocked(user, uri));
        self.areas.privacy.set(user, uri, level);
        if self.privacy_level(user, uri) != was {
            for app in self.subscribers_of(uri, user) {
                self.emit(app, PrivacyHappening::Updated(uri.to_owned()));
            }
        }
        let Some(own) = self.users.get(user.0).map(|user| user.person.uri.clone()) else { return };
        if self.is_blocked(user, uri) != was_blocked
            && let Some(contact) = self.find_user(uri)
        {
            for app in self.subscribers_of(&own, contact) {
                for part in PARTS {
                    self.emit(app, PeopleHappening::ContactUpdated(own.clone(), part));
                }
            }
        }
    }

    /// The applications of a user that are subscribed to the presence of this contact.
    fn subscribers_of(&self, uri: &str, user: UserId) -> Vec<AppId> {
        let subscribers = self.subscribers.get(uri).into_iter().flatten();
        let own = subscribers.filter(|app| self.applications.get(app).is_some_and(|it| it.user == user));
        own.copied().collect()
    }
}
