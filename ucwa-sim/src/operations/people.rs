//! Contacts and search.

use ucwa_types::api::{
    MyContacts, MyContactsEmbedded, MyContactsLinks, Search, SearchEmbedded, SearchLinks, SubscribedContacts,
    SubscribedContactsLinks,
};
use ucwa_types::operation::Get;
use ucwa_types::rest::server;

use super::is_expanded;
use crate::answer::{self, Handled};
use crate::ids::AppId;
use crate::route::PeoplePlace as Place;
use crate::world::{Incoming, World};

/// The default limit of a search.
const RESULTS: i64 = 10;

impl World {
    /// An operation on contacts.
    pub(crate) fn people_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let (format, hrefs) = (incoming.format(), self.hrefs(app));
        match place {
            Place::MyContacts => {
                let contacts = self.my_contacts(app);
                let mut links = MyContactsLinks::default().with_self(hrefs.to("people/contacts"));
                let mut embedded = MyContactsEmbedded::default();
                if is_expanded(incoming) {
                    embedded = embedded.with_contact(contacts);
                } else {
                    links.contact = contacts.into_iter().filter_map(|contact| contact.links.self_).collect();
                }
                answer::ok(&MyContacts::default().with_links(links).with_embedded(embedded), format)
            }
            Place::SubscribedContacts => {
                let contacts = self.subscribed(app).into_iter().filter(|uri| self.find_user(uri).is_some());
                let contacts = contacts.map(|uri| hrefs.contact(&uri));
                let links = SubscribedContactsLinks::default()
                    .with_self(hrefs.to("people/subscribedContacts"))
                    .with_contact(contacts);
                answer::ok(&SubscribedContacts::default().with_links(links), format)
            }
            Place::Search => self.search(app, incoming),
            Place::Contact(uri) => answer::found(self.contact(app, uri), format),
            Place::ContactPresence(uri) => answer::found(self.contact_presence(app, uri), format),
            Place::ContactNote(uri) => answer::found(self.contact_note(app, uri), format),
            Place::ContactLocation(uri) => answer::found(self.contact_location(app, uri), format),
            Place::ContactModalities(uri) => answer::found(self.contact_modalities(app, uri), format),
            _ => answer::ok(&self.people(app), format),
        }
    }

    /// Finds users by a part of the name or the address.
    fn search(&self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let query = server::read::<Search, Get>(incoming.request)?.query;
        let text = query.query.unwrap_or_default();
        let mut own = form_urlencoded::Serializer::new(String::new());
        own.append_pair("query", &text);
        if let Some(limit) = query.limit {
            own.append_pair("limit", &limit.to_string());
        }
        let own = self.hrefs(app).to(&format!("people/search?{}", own.finish()));
        let wanted = text.to_lowercase();
        let wanted = wanted.trim().trim_start_matches("sip:");
        let limit = usize::try_from(query.limit.unwrap_or(RESULTS)).unwrap_or_default();
        let is_found = |user: &&crate::state::User| {
            let person = &user.person;
            person.name.to_lowercase().contains(wanted) || person.uri.to_lowercase().contains(wanted)
        };
        let mut found =
            self.users.iter().filter(is_found).filter_map(|user| self.contact(app, &user.person.uri));
        let contacts: Vec<_> = found.by_ref().take(limit).collect();
        let groups = self.config.distribution_groups.iter();
        let groups = groups.filter(|it| it.name.to_lowercase().contains(wanted) || it.uri.contains(wanted));
        let mut groups = groups.filter_map(|group| self.distribution_group(app, &group.uri, false));
        let some: Vec<_> = groups.by_ref().take(limit - contacts.len()).collect();
        let search = Search::default()
            .with_more_results_available(found.next().is_some() || groups.next().is_some())
            .with_links(SearchLinks::default().with_self(self.revised(own)))
            .with_embedded(SearchEmbedded::default().with_contact(contacts).with_distribution_group(some));
        answer::ok(&search, incoming.format())
    }
}
