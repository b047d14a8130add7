//! Operations of groups.

use ucwa_types::api::{GroupContacts, GroupContactsEmbedded, GroupContactsLinks, MyGroups, MyGroupsLinks};

use crate::answer::{self, Handled, ServiceError};
use crate::ids::AppId;
use crate::route::GroupPlace as Place;
use crate::world::{Incoming, World};

impl World {
    /// An operation on groups.
    pub(crate) fn groups_operation(&mut self, app: AppId, place: &Place, incoming: &Incoming<'_>) -> Handled {
        let (format, hrefs) = (incoming.format(), self.hrefs(app));
        match place {
            Place::MyGroups if incoming.request.method() == http::Method::POST => {
                Err(ServiceError::not_offered(place.rel(), "groups cannot be added"))
            }
            Place::MyGroups => {
                let links = MyGroupsLinks::default()
                    .with_self(hrefs.to("people/groups"))
                    .with_default_group(hrefs.to("people/groups/default"));
                answer::ok(&MyGroups::default().with_links(links), format)
            }
            Place::DefaultGroup => answer::ok(&self.default_group(app), format),
            Place::GroupContacts => {
                let embedded = GroupContactsEmbedded::default().with_contact(self.my_contacts(app));
                let links =
                    GroupContactsLinks::default().with_self(hrefs.to("people/groups/default/contacts"));
                answer::ok(&GroupContacts::default().with_links(links).with_embedded(embedded), format)
            }
        }
    }
}
