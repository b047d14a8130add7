//! Places of groups.

use super::table::places;

places! {
    /// Places of groups.
    GroupPlace {
        MyGroups = "myGroups";
        DefaultGroup = "defaultGroup";
        GroupContacts = "groupContacts";
    }
    |segments| Some(match segments {
        ["people", "groups"] => Self::MyGroups,
        ["people", "groups", "default"] => Self::DefaultGroup,
        ["people", "groups", "default", "contacts"] => Self::GroupContacts,
        _ => return None,
    })
}
