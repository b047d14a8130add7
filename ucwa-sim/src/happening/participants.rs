//! Participants.

/// Something that happened to participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParticipantHappening {}
