//! Places of groups, and of the contacts in them.

use super::table::{places, uri};
use crate::hrefs::{Hrefs, segment};
use crate::keys::GroupKey;

places! {
    /// Places of groups.
    GroupPlace {
        MyGroups = "myGroups";
        Group(GroupKey) = "group";
        DefaultGroup = "defaultGroup";
        PinnedGroup = "pinnedGroup";
        DelegatesGroup = "delegatesGroup";
        DelegatorsGroup = "delegatorsGroup";
        MyOrganizationGroup = "myOrganizationGroup";
        DistributionGroup(String) = "distributionGroup";
        GroupContacts(GroupKey) = "groupContacts";
        GroupMemberships(GroupKey) = "groupMemberships";
        SubscribeToGroupPresence(GroupKey) = "subscribeToGroupPresence";
        ExpandDistributionGroup(String) = "expandDistributionGroup";
        AddToContactList(String) = "addToContactList";
        RemoveFromContactList(String) = "removeFromContactList";
        MyGroupMemberships = "myGroupMemberships";
        MyGroupMembership(GroupKey, String) = "myGroupMembership";
        RemoveContactFromAllGroups = "removeContactFromAllGroups";
    }
    |segments| Some(match segments {
        ["people", "groups"] => Self::MyGroups,
        ["people", "groups", id] => match GroupKey::of(id)? {
            GroupKey::Default => Self::DefaultGroup,
            GroupKey::Pinned => Self::PinnedGroup,
            GroupKey::Delegates => Self::DelegatesGroup,
            GroupKey::Delegators => Self::DelegatorsGroup,
            GroupKey::Organization => Self::MyOrganizationGroup,
            GroupKey::Distribution(uri) => Self::DistributionGroup(uri),
            own @ GroupKey::Own(_) => Self::Group(own),
        },
        ["people", "groups", id, "contacts"] => Self::GroupContacts(GroupKey::of(id)?),
        ["people", "groups", id, "memberships"] => Self::GroupMemberships(GroupKey::of(id)?),
        ["people", "groups", id, "presencesubscription"] => Self::SubscribeToGroupPresence(GroupKey::of(id)?),
        ["people", "groups", id, "expanded"] => Self::ExpandDistributionGroup(uri(id)),
        ["people", "groups", id, "add"] => Self::AddToContactList(uri(id)),
        ["people", "groups", id, "remove"] => Self::RemoveFromContactList(uri(id)),
        ["people", "groupmemberships"] => Self::MyGroupMemberships,
        ["people", "groupmemberships", "removecontactfromallgroups"] => Self::RemoveContactFromAllGroups,
        ["people", "groupmemberships", id, who] => Self::MyGroupMembership(GroupKey::of(id)?, uri(who)),
        _ => return None,
    })
}

impl Hrefs {
    /// A group of the contact list.
    pub(crate) fn group(&self, group: &GroupKey) -> String {
        self.to(&format!("people/groups/{}", segment(&group.id())))
    }

    /// This path below a group.
    pub(crate) fn of_group(&self, group: &GroupKey, path: &str) -> String {
        format!("{}/{path}", self.group(group))
    }

    /// The membership of a contact in a group.
    pub(crate) fn group_membership(&self, group: &GroupKey, uri: &str) -> String {
        self.to(&format!("people/groupMemberships/{}/{}", segment(&group.id()), segment(uri)))
    }
}
