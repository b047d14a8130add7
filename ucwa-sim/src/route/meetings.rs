//! Places of online meetings.

use super::table::places;
use crate::ids::ConversationId;

places! {
    /// Places of online meetings.
    MeetingPlace {
        JoinOnlineMeeting = "joinOnlineMeeting";
        StartOnlineMeeting = "startOnlineMeeting";
        OnlineMeeting(ConversationId) = "onlineMeeting";
        DialIn(ConversationId) = "phoneDialInInformation";
        Participants(ConversationId) = "participants";
        Leaders(ConversationId) = "leaders";
        Attendees(ConversationId) = "attendees";
        Lobby(ConversationId) = "lobby";
        AddParticipant(ConversationId) = "addParticipant";
    }
    |segments| Some(match segments {
        ["communication", "onlinemeetinginvitations"] => Self::JoinOnlineMeeting,
        ["communication", "adhoconlinemeetings"] => Self::StartOnlineMeeting,
        ["communication", "conversations", id, "onlinemeeting", "phonedialininformation"] => {
            Self::DialIn(id.parse().ok()?)
        }
        ["communication", "conversations", id, "onlinemeeting"] => Self::OnlineMeeting(id.parse().ok()?),
        ["communication", "conversations", id, "participants"] => Self::Participants(id.parse().ok()?),
        ["communication", "conversations", id, "leaders"] => Self::Leaders(id.parse().ok()?),
        ["communication", "conversations", id, "attendees"] => Self::Attendees(id.parse().ok()?),
        ["communication", "conversations", id, "lobby"] => Self::Lobby(id.parse().ok()?),
        ["communication", "conversations", id, "participantinvitations"] => {
            Self::AddParticipant(id.parse().ok()?)
        }
        _ => return None,
    })
}
