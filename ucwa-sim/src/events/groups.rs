//! Events of groups.

use ucwa_types::Link;
use ucwa_types::api::{
    Contact, DefaultGroup, DelegatesGroup, DelegatorsGroup, DistributionGroup, Event, Group, MyContacts,
    MyOrganizationGroup, PinnedGroup,
};
use ucwa_types::event::EventType;

use super::describe::{Described, about, people};
use crate::channel::Priority;
use crate::happening::GroupHappening;
use crate::ids::AppId;
use crate::keys::GroupKey;
use crate::world::World;

impl World {
    pub(super) fn describe_groups(&self, app: AppId, happening: &GroupHappening) -> Described {
        let sender = people(&self.hrefs(app));
        match happening {
            GroupHappening::Group(r#type, group) => {
                let priority = match group {
                    GroupKey::Default | GroupKey::Pinned if *r#type != EventType::Updated => Priority::Low,
                    GroupKey::Organization => Priority::Low,
                    _ => Priority::High,
                };
                Described { sender, priority, event: self.about_group(app, r#type, group) }
            }
            GroupHappening::Contact(r#type, group, uri) => {
                let priority = match group {
                    GroupKey::Delegates | GroupKey::Delegators => Priority::Low,
                    _ => Priority::High,
                };
                let event = self.within_group(app, self.about_contact(app, r#type, uri), group);
                Described { sender, priority, event }
            }
            GroupHappening::Listed(r#type, uri) => {
                let collection = Link::<MyContacts>::new(self.hrefs(app).to("people/contacts"));
                Described::high(sender, self.about_contact(app, r#type, uri).with_collection(&collection))
            }
        }
    }

    fn about_contact(&self, app: AppId, r#type: &EventType, uri: &str) -> Event {
        let event = about::<Contact>(r#type.clone(), self.hrefs(app).contact(uri));
        self.with(event, (*r#type != EventType::Deleted).then(|| self.contact(app, uri)).flatten())
    }

    fn about_group(&self, app: AppId, r#type: &EventType, group: &GroupKey) -> Event {
        let (href, ty) = (self.hrefs(app).group(group), r#type.clone());
        let is_gone = *r#type == EventType::Deleted;
        match group {
            GroupKey::Default => self.with(about::<DefaultGroup>(ty, href), self.default_group(app)),
            GroupKey::Pinned => self.with(about::<PinnedGroup>(ty, href), self.pinned_group(app)),
            GroupKey::Delegates => self.with(about::<DelegatesGroup>(ty, href), self.delegates_group(app)),
            GroupKey::Delegators => {
                self.with(about::<DelegatorsGroup>(ty, href), self.delegators_group(app).filter(|_| !is_gone))
            }
            GroupKey::Organization => {
                self.with(about::<MyOrganizationGroup>(ty, href), self.organization_group(app))
            }
            GroupKey::Own(id) => self.with(about::<Group>(ty, href), self.own_group(app, *id)),
            GroupKey::Distribution(uri) => {
                let resource = self.distribution_group(app, uri, false).filter(|_| !is_gone);
                self.with(about::<DistributionGroup>(ty, href), resource)
            }
        }
    }

    /// The event with the group in which it happened.
    fn within_group(&self, app: AppId, event: Event, group: &GroupKey) -> Event {
        let href = self.hrefs(app).group(group);
        match group {
            GroupKey::Default => event.with_collection(&Link::<DefaultGroup>::new(href)),
            GroupKey::Pinned => event.with_collection(&Link::<PinnedGroup>::new(href)),
            GroupKey::Delegates => event.with_collection(&Link::<DelegatesGroup>::new(href)),
            GroupKey::Delegators => event.with_collection(&Link::<DelegatorsGroup>::new(href)),
            GroupKey::Organization => event.with_collection(&Link::<MyOrganizationGroup>::new(href)),
            GroupKey::Own(_) => event.with_collection(&Link::<Group>::new(href)),
            GroupKey::Distribution(_) => event.with_collection(&Link::<DistributionGroup>::new(href)),
        }
    }
}
