//! Groups.

/// Something that happened to groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GroupHappening {}
