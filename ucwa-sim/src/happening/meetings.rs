//! Online meetings.

use ucwa_types::event::EventType;

use crate::ids::ConversationId;

/// Something that happened to online meetings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MeetingHappening {
    /// The online meeting that a conversation is.
    OnlineMeeting(EventType, ConversationId),
}
