//! Groups of the contact list, and the contacts in them.

use ucwa_types::api::{
    DefaultGroup, DefaultGroupLinks, DelegatesGroup, DelegatesGroupLinks, DelegatorsGroup,
    DelegatorsGroupLinks, DistributionGroup, DistributionGroupEmbedded, DistributionGroupLinks, Group,
    GroupContacts, GroupContactsEmbedded, GroupContactsLinks, GroupLinks, GroupMemberships,
    GroupMembershipsEmbedded, GroupMembershipsLinks, MyGroupMembership, MyGroupMembershipLinks,
    MyGroupMemberships, MyGroupMembershipsEmbedded, MyGroupMembershipsLinks, MyGroups, MyGroupsEmbedded,
    MyGroupsLinks, MyOrganizationGroup, MyOrganizationGroupLinks, PinnedGroup, PinnedGroupLinks,
};

use crate::ids::{AppId, GroupId};
use crate::keys::GroupKey;
use crate::world::World;

/// The value of the property that has to be sent back.
pub(crate) const PASS_BACK: &str = "please pass this in a PUT request";

macro_rules! built_in {
    ($($(#[$docs:meta])* $function:ident: $type:ident, $links:ident, $key:ident, $name:literal;)*) => {
        impl World {$(
            $(#[$docs])*
            pub(crate) fn $function(&self, app: AppId) -> Option<$type> {
                let (hrefs, group) = (self.hrefs(app), GroupKey::$key);
                let members = self.members(app, &group)?;
                let mut links = $links::default()
                    .with_self(hrefs.group(&group))
                    .with_group_contacts(hrefs.of_group(&group, "contacts"));
                if !members.is_empty() {
                    links = links.with_subscribe_to_group_presence(hrefs.of_group(&group, "presenceSubscription"));
                }
                Some($type::default().with_id(group.id()).with_name($name).with_links(links))
            }
        )*}
    };
}

built_in! {
    /// The group of the contacts that are in no group of the user's own.
    default_group: DefaultGroup, DefaultGroupLinks, Default, "Other Contacts";
    /// The group of the contacts that the user has pinned.
    pinned_group: PinnedGroup, PinnedGroupLinks, Pinned, "Pinned Contacts";
    /// The group of the user's delegates.
    delegates_group: DelegatesGroup, DelegatesGroupLinks, Delegates, "Delegates";
    /// The group of the user's delegators. `None` if nobody has made the user a delegate.
    delegators_group: DelegatorsGroup, DelegatorsGroupLinks, Delegators, "Delegators";
    /// The group of the user's department; `None` if there is nobody else in it.
    organization_group: MyOrganizationGroup, MyOrganizationGroupLinks, Organization, "My Organization";
}

impl World {
    /// The contacts in a group, if they exist; `None` if the user of the application has no such group.
    pub(crate) fn members(&self, app: AppId, group: &GroupKey) -> Option<Vec<String>> {
        let user = self.user_of(app)?;
        let members = match group {
            GroupKey::Delegators => {
                let delegators: Vec<String> =
                    self.delegators_of(&user.person.uri).map(str::to_owned).collect();
                Some(delegators).filter(|delegators| !delegators.is_empty())?
            }
            GroupKey::Organization => {
                let department = user.person.department.as_ref()?;
                let colleagues = self.users.iter().map(|other| &other.person);
                let colleagues = colleagues
                    .filter(|it| it.department.as_ref() == Some(department) && it.uri != user.person.uri);
                let colleagues: Vec<String> = colleagues.map(|it| it.uri.clone()).collect();
                Some(colleagues).filter(|colleagues| !colleagues.is_empty())?
            }
            GroupKey::Distribution(uri) => self.config.distribution_group(uri)?.members.clone(),
            group => user.list.members(group)?,
        };
        Some(members.into_iter().filter(|uri| self.find_user(uri).is_some()).collect())
    }

    /// Those who have made a user their delegate.
    pub(crate) fn delegators_of(&self, uri: &str) -> impl Iterator<Item = &str> {
        let delegators = self.users.iter().filter(move |user| user.list.delegates().contains(uri));
        delegators.map(|user| &*user.person.uri)
    }

    /// All groups, with links or embedded.
    pub(crate) fn my_groups(&self, app: AppId, is_expanded: bool) -> Option<MyGroups> {
        let hrefs = self.hrefs(app);
        let list = &self.user_of(app)?.list;
        let mut links = MyGroupsLinks::default()
            .with_self(self.revised(hrefs.to("people/groups")))
            .with_default_group(hrefs.group(&GroupKey::Default))
            .with_pinned_group(hrefs.group(&GroupKey::Pinned))
            .with_delegates_group(hrefs.group(&GroupKey::Delegates));
        if self.members(app, &GroupKey::Delegators).is_some() {
            links = links.with_delegators_group(hrefs.group(&GroupKey::Delegators));
        }
        if self.members(app, &GroupKey::Organization).is_some() {
            links = links.with_my_organization_group(hrefs.group(&GroupKey::Organization));
        }
        let own = list.own().keys();
        let listed = list.distribution().keys().filter(|uri| self.config.distribution_group(uri).is_some());
        let mut embedded = MyGroupsEmbedded::default();
        if is_expanded {
            embedded = embedded
                .with_group(own.filter_map(|id| self.own_group(app, *id)))
                .with_distribution_group(listed.filter_map(|uri| self.distribution_group(app, uri, false)));
        } else {
            let own = own.map(|id| self.revised(hrefs.group(&GroupKey::Own(*id))));
            let listed = listed.map(|uri| hrefs.group(&GroupKey::Distribution(uri.clone())));
            links = links.with_group(own).with_distribution_group(listed);
        }
        Some(MyGroups::default().with_links(links).with_embedded(embedded))
    }

    /// A group of the user's own.
    pub(crate) fn own_group(&self, app: AppId, id: GroupId) -> Option<Group> {
        let own = self.user_of(app)?.list.own().get(&id)?;
        let (hrefs, group) = (self.hrefs(app), GroupKey::Own(id));
        let mut links = GroupLinks::default()
            .with_self(self.revised(hrefs.group(&group)))
            .with_group_contacts(hrefs.of_group(&group, "contacts"));
        if self.members(app, &group).is_some_and(|members| !members.is_empty()) {
            links = links.with_subscribe_to_group_presence(hrefs.of_group(&group, "presenceSubscription"));
        }
        let mut representation = Group::default()
            .with_id(group.id())
            .with_name(&*own.name)
            .with_etag(own.etag.to_string())
            .with_links(links);
        representation.unknown.insert(&*own.guid, PASS_BACK);
        Some(representation)
    }

    /// A distribution group, with its members or without; `None` if the directory has no such group.
    pub(crate) fn distribution_group(
        &self,
        app: AppId,
        uri: &str,
        is_expanded: bool,
    ) -> Option<DistributionGroup> {
        let known = self.config.distribution_group(uri)?;
        let (hrefs, group) = (self.hrefs(app), GroupKey::Distribution(known.uri.clone()));
        let listed = self.user_of(app)?.list.distribution().get(&known.uri);
        let members = self.members(app, &group)?;
        let mut links = DistributionGroupLinks::default()
            .with_self(hrefs.group(&group))
            .with_expand_distribution_group(hrefs.of_group(&group, "expanded"));
        links = match listed {
            Some(_) => links.with_remove_from_contact_list(hrefs.of_group(&group, "remove")),
            None => links.with_add_to_contact_list(hrefs.of_group(&group, "add")),
        };
        if !members.is_empty() {
            links = links.with_subscribe_to_group_presence(hrefs.of_group(&group, "presenceSubscription"));
        }
        let mut embedded = DistributionGroupEmbedded::default();
        if is_expanded {
            let groups = known.members.iter().filter_map(|uri| self.distribution_group(app, uri, false));
            embedded = embedded
                .with_contact(members.iter().filter_map(|uri| self.contact(app, uri)))
                .with_distribution_group(groups);
        }
        Some(
            DistributionGroup::default()
                .with_uri(&*known.uri)
                .with_id(group.id())
                .with_name(listed.map_or(&*known.name, |name| &**name))
                .with_links(links)
                .with_embedded(embedded),
        )
    }

    /// The contacts in a group, with links or embedded.
    pub(crate) fn group_contacts(
        &self,
        app: AppId,
        group: &GroupKey,
        is_expanded: bool,
    ) -> Option<GroupContacts> {
        let hrefs = self.hrefs(app);
        let members = self.members(app, group)?;
        let mut links = GroupContactsLinks::default().with_self(hrefs.of_group(group, "contacts"));
        let mut embedded = GroupContactsEmbedded::default();
        if is_expanded {
            embedded = embedded.with_contact(members.iter().filter_map(|uri| self.contact(app, uri)));
        } else {
            links = links.with_contact(members.iter().map(|uri| hrefs.contact(uri)));
        }
        Some(GroupContacts::default().with_links(links).with_embedded(embedded))
    }

    /// The membership of a contact in a group that the contact list keeps.
    pub(crate) fn group_membership(&self, app: AppId, group: &GroupKey, uri: &str) -> MyGroupMembership {
        let hrefs = self.hrefs(app);
        let href = hrefs.group(group);
        let links = MyGroupMembershipLinks::default()
            .with_self(self.revised(hrefs.group_membership(group, uri)))
            .with_contact(hrefs.contact(uri));
        let links = match group {
            GroupKey::Default => links.with_default_group(href),
            GroupKey::Pinned => links.with_pinned_group(href),
            GroupKey::Delegates => links.with_delegates_group(href),
            _ => links.with_group(self.revised(href)),
        };
        MyGroupMembership::default().with_links(links)
    }

    /// The memberships of one group, or of all.
    pub(crate) fn group_memberships(&self, app: AppId, only: Option<&GroupKey>) -> Vec<MyGroupMembership> {
        let all = self.user_of(app).map(|user| user.list.memberships()).unwrap_or_default();
        let some = all
            .iter()
            .filter(|(group, uri)| only.is_none_or(|only| only == group) && self.find_user(uri).is_some());
        some.map(|(group, uri)| self.group_membership(app, group, uri)).collect()
    }

    /// The same, as the memberships of the contact list.
    pub(crate) fn my_group_memberships(&self, app: AppId, only: Option<&GroupKey>) -> MyGroupMemberships {
        let own = self.hrefs(app).to("people/groupMemberships");
        let own = match only {
            Some(group) => {
                let mut query = form_urlencoded::Serializer::new(String::new());
                format!("{own}?{}", query.append_pair("groupId", &group.id()).finish())
            }
            None => own,
        };
        let embedded =
            MyGroupMembershipsEmbedded::default().with_my_group_membership(self.group_memberships(app, only));
        let links = MyGroupMembershipsLinks::default().with_self(self.revised(own));
        MyGroupMemberships::default().with_links(links).with_embedded(embedded)
    }

    /// The same, as the memberships of a group.
    pub(crate) fn memberships_of_group(&self, app: AppId, group: &GroupKey) -> GroupMemberships {
        let embedded = GroupMembershipsEmbedded::default()
            .with_my_group_membership(self.group_memberships(app, Some(group)));
        let own = self.hrefs(app).of_group(group, "memberships");
        let links = GroupMembershipsLinks::default().with_self(own);
        GroupMemberships::default().with_links(links).with_embedded(embedded)
    }
}
