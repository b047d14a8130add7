//! Places of participants.

use super::table::{places, uri};
use crate::hrefs::{Hrefs, segment};
use crate::ids::ConversationId;

places! {
    /// Places of participants. The text is the key of a member.
    ParticipantPlace {
        Participant(ConversationId, String) = "participant" | "localParticipant" | "from" | "acceptedByParticipant";
        Admit(ConversationId, String) = "admit";
        Reject(ConversationId, String) = "reject";
        Promote(ConversationId, String) = "promote";
        Demote(ConversationId, String) = "demote";
        Eject(ConversationId, String) = "eject";
        Messaging(ConversationId, String) = "participantMessaging";
        Audio(ConversationId, String) = "participantAudio";
        MuteAudio(ConversationId, String) = "muteAudio";
        UnmuteAudio(ConversationId, String) = "unmuteAudio";
        Video(ConversationId, String) = "participantVideo";
        MuteVideo(ConversationId, String) = "muteVideo";
        UnmuteVideo(ConversationId, String) = "unmuteVideo";
    }
    |segments| {
        let ["communication", "conversations", id, "participants", who, rest @ ..] = segments else { return None };
        let (id, who) = (id.parse().ok()?, uri(who));
        Some(match rest {
            [] => Self::Participant(id, who),
            ["admit"] => Self::Admit(id, who),
            ["reject"] => Self::Reject(id, who),
            ["promote"] => Self::Promote(id, who),
            ["demote"] => Self::Demote(id, who),
            ["eject"] => Self::Eject(id, who),
            ["messaging"] => Self::Messaging(id, who),
            ["audio"] => Self::Audio(id, who),
            ["audio", "mute"] => Self::MuteAudio(id, who),
            ["audio", "unmute"] => Self::UnmuteAudio(id, who),
            ["video"] => Self::Video(id, who),
            ["video", "mute"] => Self::MuteVideo(id, who),
            ["video", "unmute"] => Self::UnmuteVideo(id, who),
            _ => return None,
        })
    }
}

impl ParticipantPlace {
    /// The conversation, and the key of the participant.
    pub(crate) fn of_whom(&self) -> (ConversationId, &str) {
        match self {
            Self::Participant(id, key)
            | Self::Admit(id, key)
            | Self::Reject(id, key)
            | Self::Promote(id, key)
            | Self::Demote(id, key)
            | Self::Eject(id, key)
            | Self::Messaging(id, key)
            | Self::Audio(id, key)
            | Self::MuteAudio(id, key)
            | Self::UnmuteAudio(id, key)
            | Self::Video(id, key)
            | Self::MuteVideo(id, key)
            | Self::UnmuteVideo(id, key) => (*id, key),
        }
    }
}

impl Hrefs {
    /// A participant of a conversation.
    pub(crate) fn participant(&self, id: ConversationId, key: &str) -> String {
        format!("{}/participants/{}", self.conversation(id), segment(key))
    }
}
