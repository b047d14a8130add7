//! Participants.

use ucwa_types::api::Role;
use ucwa_types::event::EventType;

use crate::ids::ConversationId;
use crate::state::Medium;

/// Something that happened to participants. The text is the key of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParticipantHappening {
    Participant(EventType, ConversationId, String),
    /// A member is in a list of members, or no longer.
    Circle(EventType, ConversationId, String, Circle),
    /// What a member uses.
    Medium(EventType, ConversationId, String, Medium),
}

/// A list of members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Circle {
    Leaders,
    Attendees,
    Lobby,
}

impl Circle {
    /// The list of those with this role.
    pub(crate) fn of(role: &Role) -> Self {
        match role {
            Role::Leader => Self::Leaders,
            _ => Self::Attendees,
        }
    }
}
