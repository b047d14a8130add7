//! Groups.

use ucwa_types::event::EventType;

use crate::keys::GroupKey;

/// Something that happened to groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GroupHappening {
    Group(EventType, GroupKey),
    /// A contact is now in a group, or no longer.
    Contact(EventType, GroupKey, String),
    /// A contact is now on the contact list, or no longer.
    Listed(EventType, String),
}
