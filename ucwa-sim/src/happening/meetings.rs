//! Online meetings.

/// Something that happened to online meetings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MeetingHappening {}
