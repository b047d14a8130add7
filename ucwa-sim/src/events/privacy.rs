//! Events of privacy relationships.

use ucwa_types::Link;
use ucwa_types::api::{Contact, ContactPrivacyRelationship};
use ucwa_types::event::EventType;

use super::describe::{Described, about, people};
use crate::happening::PrivacyHappening;
use crate::ids::AppId;
use crate::world::World;

impl World {
    pub(super) fn describe_privacy(&self, app: AppId, happening: &PrivacyHappening) -> Described {
        let hrefs = self.hrefs(app);
        let PrivacyHappening::Updated(uri) = happening;
        let href = hrefs.of_contact(uri, "privacyRelationship");
        let event = about::<ContactPrivacyRelationship>(EventType::Updated, href);
        Described::medium(people(&hrefs), event.with_collection(&Link::<Contact>::new(hrefs.contact(uri))))
    }
}
