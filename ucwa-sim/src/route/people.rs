//! Places of contacts and search.

use super::table::{places, uri};
use crate::hrefs::{Hrefs, segment};

places! {
    /// Places of contacts and search.
    PeoplePlace {
        People = "people";
        MyContacts = "myContacts";
        SubscribedContacts = "subscribedContacts";
        Search = "search";
        Contact(String) = "contact";
        ContactPresence(String) = "contactPresence";
        ContactNote(String) = "contactNote";
        ContactLocation(String) = "contactLocation";
        ContactModalities(String) = "contactSupportedModalities";
    }
    |segments| Some(match segments {
        ["people"] => Self::People,
        ["people", "contacts"] => Self::MyContacts,
        ["people", "subscribedcontacts"] => Self::SubscribedContacts,
        ["people", "search"] => Self::Search,
        ["people", who] => Self::Contact(uri(who)),
        ["people", who, "presence"] => Self::ContactPresence(uri(who)),
        ["people", who, "note"] => Self::ContactNote(uri(who)),
        ["people", who, "location"] => Self::ContactLocation(uri(who)),
        ["people", who, "supportedmedia"] => Self::ContactModalities(uri(who)),
        _ => return None,
    })
}

impl Hrefs {
    /// A contact.
    pub(crate) fn contact(&self, uri: &str) -> String {
        self.to(&format!("people/{}", segment(uri)))
    }

    /// This path below a contact.
    pub(crate) fn of_contact(&self, uri: &str, path: &str) -> String {
        format!("{}/{path}", self.contact(uri))
    }
}
