//! What tells groups and phones of a user apart, also in addresses.

use crate::ids::GroupId;
use crate::uri;

/// A group of a contact list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum GroupKey {
    /// The contacts that are in no group of the user's own.
    Default,
    /// The contacts that the user has pinned.
    Pinned,
    /// The people who may act for the user.
    Delegates,
    /// The people for whom the user may act.
    Delegators,
    /// The people of the user's department.
    Organization,
    /// A group that the user has made.
    Own(GroupId),
    /// A group of the directory, by its normal URI.
    Distribution(String),
}

impl GroupKey {
    /// The `id` of the group, which is `groupId` in requests and a segment of addresses.
    pub(crate) fn id(&self) -> String {
        match self {
            Self::Default => "default".to_owned(),
            Self::Pinned => "pinned".to_owned(),
            Self::Delegates => "delegates".to_owned(),
            Self::Delegators => "delegators".to_owned(),
            Self::Organization => "organization".to_owned(),
            Self::Own(id) => id.to_string(),
            Self::Distribution(uri) => uri::short(uri).to_owned(),
        }
    }

    /// The group with this `id`; `None` if no group can have it.
    pub(crate) fn of(id: &str) -> Option<Self> {
        Some(match id {
            "default" => Self::Default,
            "pinned" => Self::Pinned,
            "delegates" => Self::Delegates,
            "delegators" => Self::Delegators,
            "organization" => Self::Organization,
            id if id.contains('@') => Self::Distribution(uri::normal(id)),
            id => Self::Own(id.parse().ok()?),
        })
    }
}

/// The kind of a phone. A user has one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PhoneType {
    Work,
    Home,
    Mobile,
    Other,
}

impl PhoneType {
    /// All kinds, in the order in which they are listed.
    pub(crate) const ALL: [Self; 4] = [Self::Work, Self::Home, Self::Mobile, Self::Other];

    /// The `type` of the phone.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Work => "Work",
            Self::Home => "Home",
            Self::Mobile => "Mobile",
            Self::Other => "Other",
        }
    }

    /// The kind of this name, in any case.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_of_a_group_leads_back() {
        let distribution = |uri: &str| GroupKey::Distribution(uri.to_owned());
        for group in [
            GroupKey::Default,
            GroupKey::Pinned,
            GroupKey::Delegates,
            GroupKey::Delegators,
            GroupKey::Organization,
            GroupKey::Own(GroupId::from(42)),
            distribution("sip:staff@example.com"),
            distribution("mailto:staff@example.com"),
        ] {
            assert_eq!(GroupKey::of(&group.id()), Some(group));
        }
        assert_eq!(GroupKey::of("friends"), None);
    }
}
