//! Places of phone audio.

use super::table::places;
use crate::hrefs::Hrefs;
use crate::ids::ConversationId;

places! {
    /// Places of phone audio.
    PhoneAudioPlace {
        Start = "startPhoneAudio";
        StartForDelegator = "startPhoneAudioOnBehalfOfDelegator";
        PhoneAudio(ConversationId) = "phoneAudio";
        Add(ConversationId) = "addPhoneAudio";
        Stop(ConversationId) = "stopPhoneAudio";
        Hold(ConversationId) = "holdPhoneAudio";
        Resume(ConversationId) = "resumePhoneAudio";
        Replace(ConversationId) = "replaceWithPhoneAudio";
    }
    |segments| Some(match segments {
        ["communication", "phoneaudioinvitations"] => Self::Start,
        ["communication", "delegatedphoneaudioinvitations"] => Self::StartForDelegator,
        ["communication", "conversations", id, "phoneaudio", rest @ ..] => {
            let id = id.parse().ok()?;
            match rest {
                [] => Self::PhoneAudio(id),
                ["phoneaudioinvitations"] => Self::Add(id),
                ["terminate"] => Self::Stop(id),
                ["hold"] => Self::Hold(id),
                ["resume"] => Self::Resume(id),
                ["replace"] => Self::Replace(id),
                _ => return None,
            }
        }
        _ => return None,
    })
}

impl PhoneAudioPlace {
    /// The conversation to which the place belongs, if it belongs to one.
    pub(crate) fn id(&self) -> Option<ConversationId> {
        match self {
            Self::Start | Self::StartForDelegator => None,
            Self::PhoneAudio(id)
            | Self::Add(id)
            | Self::Stop(id)
            | Self::Hold(id)
            | Self::Resume(id)
            | Self::Replace(id) => Some(*id),
        }
    }
}

impl Hrefs {
    /// The phone audio of a conversation.
    pub(crate) fn phone_audio(&self, id: ConversationId) -> String {
        format!("{}/phoneAudio", self.conversation(id))
    }
}
