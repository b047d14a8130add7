//! Contacts, and the subscriptions to their presence.

use ucwa_types::DateTime;
use ucwa_types::Link;
use ucwa_types::api::{
    Availability, Contact, ContactDeviceType, ContactLinks, ContactLocation, ContactLocationLinks,
    ContactNote, ContactNoteLinks, ContactPresence, ContactPresenceLinks, ContactSupportedModalities,
    ContactSupportedModalitiesLinks, ContactType, ModalityType, MyContactsAndGroupsSubscription,
    MyContactsAndGroupsSubscriptionLinks, NoteType, PresenceSubscription, PresenceSubscriptionLinks,
    PresenceSubscriptionMembership, PresenceSubscriptionMembershipLinks, SourceNetwork, SubscriptionState,
};

use super::me::activity;
use crate::ids::{AppId, SubscriptionId};
use crate::keys::PhoneType;
use crate::uri;
use crate::world::World;

impl World {
    /// A contact; `None` if no user has this URI.
    pub(crate) fn contact(&self, app: AppId, uri: &str) -> Option<Contact> {
        let id = self.find_user(uri)?;
        let person = &self.user(uri)?.person;
        let hrefs = self.hrefs(app);
        let links = ContactLinks::default()
            .with_contact_privacy_relationship(
                self.revised(hrefs.of_contact(&person.uri, "privacyRelationship")),
            )
            .with_self(hrefs.contact(&person.uri))
            .with_contact_photo(hrefs.photo(&person.uri))
            .with_contact_presence(hrefs.of_contact(&person.uri, "presence"))
            .with_contact_location(hrefs.of_contact(&person.uri, "location"))
            .with_contact_note(hrefs.of_contact(&person.uri, "note"))
            .with_contact_supported_modalities(hrefs.of_contact(&person.uri, "supportedMedia"));
        let mut contact = Contact::default()
            .with_name(&*person.name)
            .with_uri(&*person.uri)
            .with_source_network(SourceNetwork::SameEnterprise)
            .with_type(if person.bot.is_some() { ContactType::Bot } else { ContactType::User })
            .with_links(links);
        contact.email_addresses = uri::mail(&person.uri).map(|mail| vec![mail]);
        contact.title.clone_from(&person.title);
        contact.department.clone_from(&person.department);
        contact.company.clone_from(&person.company);
        contact.office.clone_from(&person.office);
        let number = |kind| Some(self.phone_of(id, kind)).filter(|phone| phone.is_shown)?.number;
        contact.work_phone_number = number(PhoneType::Work);
        contact.home_phone_number = number(PhoneType::Home);
        contact.mobile_phone_number = number(PhoneType::Mobile);
        contact.other_phone_number = number(PhoneType::Other);
        self.add_others(app, "contact", &hrefs.contact(&person.uri), &mut contact.unknown);
        Some(contact)
    }

    /// A contact's presence.
    pub(crate) fn contact_presence(&self, app: AppId, uri: &str) -> Option<ContactPresence> {
        let user = self.user(uri)?;
        let shown = if self.hides_from(app, uri) { &Availability::Offline } else { &user.shown };
        let links = ContactPresenceLinks::default()
            .with_self(self.hrefs(app).of_contact(&user.person.uri, "presence"));
        Some(
            ContactPresence::default()
                .with_availability(shown.clone())
                .with_activity(activity(shown))
                .with_device_type(ContactDeviceType::Unknown)
                .with_last_active(self.date(user.active))
                .with_links(links),
        )
    }

    /// A contact's note.
    pub(crate) fn contact_note(&self, app: AppId, uri: &str) -> Option<ContactNote> {
        let user = self.user(uri)?;
        let links =
            ContactNoteLinks::default().with_self(self.hrefs(app).of_contact(&user.person.uri, "note"));
        let note = if self.hides_from(app, uri) { "" } else { &*user.note };
        let note = ContactNote::default().with_message(note);
        Some(note.with_type(NoteType::Personal).with_links(links))
    }

    /// A contact's location.
    pub(crate) fn contact_location(&self, app: AppId, uri: &str) -> Option<ContactLocation> {
        let user = self.user(uri)?;
        let links = ContactLocationLinks::default()
            .with_self(self.hrefs(app).of_contact(&user.person.uri, "location"));
        let location = if self.hides_from(app, uri) { "" } else { &*user.location };
        Some(ContactLocation::default().with_location(location).with_links(links))
    }

    /// A contact's modalities: those of all applications in which the contact is available.
    pub(crate) fn contact_modalities(&self, app: AppId, uri: &str) -> Option<ContactSupportedModalities> {
        let id = self.find_user(uri)?;
        let mut modalities: Vec<ModalityType> = Vec::new();
        let is_hidden = self.hides_from(app, uri);
        for modality in self.available(id).flat_map(|(_, it)| it.modalities()) {
            if !is_hidden && !modalities.contains(modality) {
                modalities.push(modality.clone());
            }
        }
        let href = self.hrefs(app).of_contact(&self.user(uri)?.person.uri, "supportedMedia");
        let links = ContactSupportedModalitiesLinks::default().with_self(href);
        Some(ContactSupportedModalities::default().with_modalities(modalities).with_links(links))
    }

    /// The contacts in the list of the user of an application, if they exist.
    pub(crate) fn my_contacts(&self, app: AppId) -> Vec<Contact> {
        let uris = self.user_of(app).into_iter().flat_map(|user| user.list.contacts());
        uris.filter_map(|uri| self.contact(app, uri)).collect()
    }

    /// A subscription.
    pub(crate) fn subscription(&self, app: AppId, id: SubscriptionId) -> Option<PresenceSubscription> {
        self.applications.get(&app)?.subscriptions.get(&id)?;
        let hrefs = self.hrefs(app);
        let memberships = hrefs.memberships(id);
        let links = PresenceSubscriptionLinks::default()
            .with_self(hrefs.subscription(id))
            .with_memberships(memberships.clone())
            .with_add_to_presence_subscription(memberships);
        Some(PresenceSubscription::default().with_id(id.to_string()).with_links(links))
    }

    /// The membership of a contact in a subscription.
    pub(crate) fn membership(
        &self,
        app: AppId,
        id: SubscriptionId,
        uri: &str,
    ) -> PresenceSubscriptionMembership {
        let hrefs = self.hrefs(app);
        let mut links = PresenceSubscriptionMembershipLinks::default()
            .with_self(hrefs.membership(id, uri))
            .with_presence_subscription(hrefs.subscription(id));
        if self.find_user(uri).is_some() {
            links = links.with_contact(hrefs.contact(uri));
        }
        PresenceSubscriptionMembership::default().with_links(links)
    }

    /// The subscription to the whole contact list.
    pub(crate) fn contacts_subscription(&self, app: AppId) -> MyContactsAndGroupsSubscription {
        let hrefs = self.hrefs(app);
        let is_on = self.applications.get(&app).is_some_and(|it| it.contacts_until.is_some());
        let own = hrefs.to("people/contactsAndGroupsSubscription");
        let mut links = MyContactsAndGroupsSubscriptionLinks::default()
            .with_start_or_refresh_subscription_to_contacts_and_groups(Link::new(format!("{own}/start")));
        if is_on {
            links = links.with_stop_subscription_to_contacts_and_groups(Link::new(format!("{own}/stop")));
        }
        let state = if is_on { SubscriptionState::Connected } else { SubscriptionState::Disconnected };
        MyContactsAndGroupsSubscription::default().with_state(state).with_links(links.with_self(own))
    }

    /// A time of the simulator as a date.
    pub(crate) fn date(&self, at: std::time::Duration) -> DateTime {
        let since = self.config.epoch + at;
        DateTime::from_unix_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
