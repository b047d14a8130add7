//! Privacy relationships.

use ucwa_types::api::{
    ContactPrivacyRelationship2, ContactPrivacyRelationship2Links, MyPrivacyRelationship,
    MyPrivacyRelationshipLinks, MyPrivacyRelationships, MyPrivacyRelationshipsEmbedded,
    MyPrivacyRelationshipsLinks, PrivacyRelationshipLevel,
};

use crate::ids::{AppId, UserId};
use crate::world::World;

/// The levels that a contact can have.
const LEVELS: [PrivacyRelationshipLevel; 5] = [
    PrivacyRelationshipLevel::Blocked,
    PrivacyRelationshipLevel::External,
    PrivacyRelationshipLevel::Colleagues,
    PrivacyRelationshipLevel::Workgroup,
    PrivacyRelationshipLevel::FriendsAndFamily,
];

impl World {
    /// The level of a contact: the one that was set, or the default of the server.
    pub(crate) fn privacy_level(&self, user: UserId, uri: &str) -> PrivacyRelationshipLevel {
        self.areas.privacy.level(user, uri).cloned().unwrap_or(PrivacyRelationshipLevel::Colleagues)
    }

    /// Whether a user has blocked a contact.
    pub(crate) fn is_blocked(&self, user: UserId, uri: &str) -> bool {
        self.areas.privacy.level(user, uri) == Some(&PrivacyRelationshipLevel::Blocked)
    }

    /// Whether a contact has blocked the user of an application, and so shows no presence there.
    pub(crate) fn hides_from(&self, app: AppId, contact: &str) -> bool {
        let viewer = self.user_of(app).map(|user| user.person.uri.as_str());
        self.find_user(contact).zip(viewer).is_some_and(|(contact, viewer)| self.is_blocked(contact, viewer))
    }

    /// The privacy relationship with a contact; `None` if no user has this URI.
    pub(crate) fn contact_privacy(&self, app: AppId, uri: &str) -> Option<ContactPrivacyRelationship2> {
        let user = self.applications.get(&app)?.user;
        let uri = &self.user(uri)?.person.uri;
        let own = self.hrefs(app).of_contact(uri, "privacyRelationship");
        let mut links = ContactPrivacyRelationship2Links::default();
        if self.areas.privacy.level(user, uri).is_some() {
            links = links.with_reset_contact_privacy_relationship(format!("{own}/reset"));
        }
        let links = links.with_self(self.revised(own));
        let level = self.privacy_level(user, uri);
        Some(ContactPrivacyRelationship2::default().with_relationship_level(level).with_links(links))
    }

    /// The contacts of one level; `None` if no contact can have it.
    pub(crate) fn my_privacy(
        &self,
        app: AppId,
        level: &PrivacyRelationshipLevel,
    ) -> Option<MyPrivacyRelationship> {
        if !LEVELS.contains(level) {
            return None;
        }
        let id = self.applications.get(&app)?.user;
        let hrefs = self.hrefs(app);
        let listed = self.users.get(id.0)?.list.contacts();
        let mut contacts: Vec<&String> = listed.chain(self.areas.privacy.contacts(id)).collect();
        contacts.sort_unstable();
        contacts.dedup();
        let contacts = contacts
            .into_iter()
            .filter(|uri| self.find_user(uri).is_some() && self.privacy_level(id, uri) == *level);
        let links = MyPrivacyRelationshipLinks::default()
            .with_self(hrefs.privacy_level(level))
            .with_contact(contacts.map(|uri| hrefs.contact(uri)));
        Some(MyPrivacyRelationship::default().with_relationship_level(level.clone()).with_links(links))
    }

    /// The contacts of each level.
    pub(crate) fn all_privacy(&self, app: AppId) -> MyPrivacyRelationships {
        let all = LEVELS.iter().filter_map(|level| self.my_privacy(app, level));
        let embedded = MyPrivacyRelationshipsEmbedded::default().with_my_privacy_relationship(all);
        let links = MyPrivacyRelationshipsLinks::default()
            .with_self(self.hrefs(app).to("people/privacyRelationships"));
        MyPrivacyRelationships::default().with_links(links).with_embedded(embedded)
    }
}
