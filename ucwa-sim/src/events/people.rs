//! Events of contacts and subscriptions.

use ucwa_types::Link;
use ucwa_types::api::{
    Contact, ContactLocation, ContactNote, ContactPresence, ContactSupportedModalities,
    MyContactsAndGroupsSubscription, PresenceSubscription, SubscribedContacts,
};
use ucwa_types::event::EventType;

use super::describe::{Described, about, people};
use crate::happening::{Part, PeopleHappening};
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_people(&self, app: AppId, happening: &PeopleHappening) -> Described {
        let hrefs = self.hrefs(app);
        match happening {
            PeopleHappening::ContactUpdated(uri, part) => {
                let updated = EventType::Updated;
                let event = match part {
                    Part::Presence => about::<ContactPresence>(updated, hrefs.of_contact(uri, "presence")),
                    Part::Note => about::<ContactNote>(updated, hrefs.of_contact(uri, "note")),
                    Part::Location => about::<ContactLocation>(updated, hrefs.of_contact(uri, "location")),
                    Part::Modalities => {
                        about::<ContactSupportedModalities>(updated, hrefs.of_contact(uri, "supportedMedia"))
                    }
                };
                Described::medium(
                    people(&hrefs),
                    event.with_collection(&Link::<Contact>::new(hrefs.contact(uri))),
                )
            }
            PeopleHappening::Subscribed(r#type, uri) => {
                let collection = Link::<SubscribedContacts>::new(hrefs.to("people/subscribedContacts"));
                let event = about::<Contact>(r#type.clone(), hrefs.contact(uri));
                Described::medium(people(&hrefs), event.with_collection(&collection))
            }
            PeopleHappening::Subscription(r#type, id) => {
                let event = about::<PresenceSubscription>(r#type.clone(), hrefs.subscription(*id));
                let is_sent = *r#type == EventType::Updated;
                Described::medium(
                    people(&hrefs),
                    self.with(event, is_sent.then(|| self.subscription(app, *id)).flatten()),
                )
            }
            PeopleHappening::ContactsSubscriptionUpdated => {
                let href = hrefs.to("people/contactsAndGroupsSubscription");
                Described::medium(
                    people(&hrefs),
                    about::<MyContactsAndGroupsSubscription>(EventType::Updated, href),
                )
            }
        }
    }
}
