//! Contacts and search.

use ucwa_types::api::{
    ErrorKind, MyContacts, MyContactsEmbedded, MyContactsLinks, Search, Search2, SearchEmbedded, SearchLinks,
    SubscribedContacts, SubscribedContactsLinks,
};
use ucwa_types::operation::Get;
use ucwa_types::rest::server;

use super::is_expanded;
use crate::answer::{self, Handled, ServiceError};
use crate::ids::AppId;
use crate::route::PeoplePlace as Place;
use crate::uri;
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

    /// Finds users and distribution groups by a part of the name or the address, or by the address for mail.
    fn search(&self, app: AppId, incoming: &Incoming<'_>) -> Handled {
        let (text, mail, limit) = match incoming.revision() {
            0 | 1 => {
                let query = server::read::<Search, Get>(incoming.request)?.query;
                (query.query, None, query.limit)
            }
            _ => {
                let query = server::read::<Search2, Get>(incoming.request)?.query;
                (query.query, query.mail, query.limit)
            }
        };
        if text.is_none() && mail.is_none() {
            let message = "`query` and `mail` are missing. A search needs one of them.";
            return Err(ServiceError::new(&ErrorKind::BadRequestParameterValidationFailure, message));
        }
        let mut own = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("query", &text), ("mail", &mail), ("limit", &limit.map(|it| it.to_string()))] {
            if let Some(value) = value {
                own.append_pair(name, value);
            }
        }
        let own = self.hrefs(app).to(&format!("people/search?{}", own.finish()));
        let wanted = text.unwrap_or_default().to_lowercase();
        let wanted = wanted.trim().trim_start_matches("sip:");
        let mail = mail.map(|mail| mail.trim().to_lowercase());
        let limit = usize::try_from(limit.unwrap_or(RESULTS)).unwrap_or_default();
        let is_found = |name: &str, uri: &str| {
            let is_named = name.to_lowercase().contains(wanted) || uri.to_lowercase().contains(wanted);
            is_named && mail.as_ref().is_none_or(|mail| uri::without_scheme(uri) == mail)
        };
        let users = self.users.iter().map(|user| &user.person);
        let mut found = users
            .filter(|person| is_found(&person.name, &person.uri))
            .filter_map(|person| self.contact(app, &person.uri));
        let contacts: Vec<_> = found.by_ref().take(limit).collect();
        let groups = self.config.distribution_groups.iter().filter(|it| is_found(&it.name, &it.uri));
        let mut groups = groups.filter_map(|group| self.distribution_group(app, &group.uri, false));
        let some: Vec<_> = groups.by_ref().take(limit - contacts.len()).collect();
        let search = Search::default()
            .with_more_results_available(found.next().is_some() || groups.next().is_some())
            .with_links(SearchLinks::default().with_self(self.revised(own)))
            .with_embedded(SearchEmbedded::default().with_contact(contacts).with_distribution_group(some));
        answer::ok(&search, incoming.format())
    }
}
