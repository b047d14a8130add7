//! The application, and what it embeds.

use twox_hash::xxhash3_128::Hasher;
use ucwa_types::api::{Application, ApplicationEmbedded, ApplicationLinks, People, PeopleLinks};

use crate::hrefs::instance_parameter;
use crate::ids::AppId;
use crate::world::World;

impl World {
    /// An application, as this instance of it sees it.
    pub(crate) fn application(&self, app: AppId, instance: &str) -> Option<Application> {
        let application = self.applications.get(&app)?;
        let hrefs = self.hrefs(app);
        let own = match instance {
            "" => hrefs.own().to_owned(),
            instance => format!("{}?{}", hrefs.own(), instance_parameter(instance)),
        };
        let mut links = ApplicationLinks::default()
            .with_self(own)
            .with_batch(hrefs.to("batch"))
            .with_policies(hrefs.to("policies"))
            .with_events(application.channels.get(instance)?.href());
        let is_guest = self.guest_of(app).is_some();
        let mut embedded = ApplicationEmbedded::default();
        if !is_guest {
            links = links.with_report_my_network(hrefs.to("reportMyNetwork"));
            embedded = embedded.with_people(self.people(app));
        }
        if let Some(communication) = self.communication(app) {
            embedded = embedded.with_communication(communication);
        }
        if let Some(meetings) = self.online_meetings(app).filter(|_| !is_guest) {
            embedded = embedded.with_online_meetings(meetings);
        }
        if !self.config.quirks.is_without_me
            && let Some(me) = self.me(app)
        {
            embedded = embedded.with_me(me);
        }
        let identity = &application.identity;
        let mut representation = Application::default()
            .with_culture(&*identity.culture)
            .with_user_agent(&*identity.user_agent)
            .with_links(links)
            .with_embedded(embedded);
        if let Some(kind) = &identity.kind {
            representation = representation.with_type(&**kind);
        }
        if !instance.is_empty() {
            representation = representation.with_instance_id(instance);
        }
        self.add_others(app, "application", hrefs.own(), &mut representation.unknown);
        let etag = etag(&representation);
        Some(representation.with_etag(etag))
    }

    /// The entry point to contacts and presence.
    pub(crate) fn people(&self, app: AppId) -> People {
        let hrefs = self.hrefs(app);
        let links = PeopleLinks::default()
            .with_self(hrefs.to("people"))
            .with_presence_subscriptions(hrefs.to("people/presenceSubscriptions"))
            .with_subscribed_contacts(hrefs.to("people/subscribedContacts"))
            .with_presence_subscription_memberships(hrefs.to("people/presenceSubscriptionMemberships"))
            .with_my_groups(self.revised(hrefs.to("people/groups")))
            .with_my_group_memberships(self.revised(hrefs.to("people/groupMemberships")))
            .with_my_privacy_relationships(hrefs.to("people/privacyRelationships"))
            .with_my_contacts(hrefs.to("people/contacts"))
            .with_my_contacts_and_groups_subscription(hrefs.to("people/contactsAndGroupsSubscription"))
            .with_search(self.revised(hrefs.to("people/search")));
        let mut people = People::default().with_links(links);
        self.add_others(app, "people", &hrefs.to("people"), &mut people.unknown);
        people
    }
}

/// The etag of a representation. It changes whenever anything in the representation does.
fn etag(representation: &Application) -> String {
    let digest = Hasher::oneshot(&ucwa_types::json_body::to_vec(representation));
    (digest >> 96).to_string()
}
