//! Places of audio and video.

use super::table::places;
use crate::hrefs::Hrefs;
use crate::ids::{ConversationId, InvitationId, RenegotiationId};

places! {
    /// Places of audio and video.
    AudioVideoPlace {
        StartAudio = "startAudio";
        StartVideo = "startVideo";
        StartAudioVideo = "startAudioVideo";
        StartAudioForDelegator = "startAudioOnBehalfOfDelegator";
        StartAudioVideoForDelegator = "startAudioVideoOnBehalfOfDelegator";
        AcceptWithAnswer(InvitationId) = "acceptWithAnswer";
        SendProvisionalAnswer(InvitationId) = "sendProvisionalAnswer";
        AcceptWithPhoneAudio(InvitationId) = "acceptWithPhoneAudio";
        Negotiation(InvitationId) = "audioVideoNegotiation";
        AudioVideo(ConversationId) = "audioVideo";
        AddAudio(ConversationId) = "addAudio";
        AddVideo(ConversationId) = "addVideo";
        AddAudioVideo(ConversationId) = "addAudioVideo";
        StopAudio(ConversationId) = "stopAudio";
        StopVideo(ConversationId) = "stopVideo";
        StopAudioVideo(ConversationId) = "stopAudioVideo";
        EscalateAudio(ConversationId) = "escalateAudio";
        EscalateAudioVideo(ConversationId) = "escalateAudioVideo";
        Session(ConversationId) = "audioVideoSession";
        Renegotiations(ConversationId) = "renegotiations";
        ResumeAudio(ConversationId) = "resumeAudio";
        ResumeAudioVideo(ConversationId) = "resumeAudioVideo";
        Renegotiation(RenegotiationId) = "audioVideoRenegotiation";
        Answer(RenegotiationId) = "answer";
        Dismiss(RenegotiationId) = "dismiss";
    }
    |segments| {
        let ["communication", rest @ ..] = segments else { return None };
        Some(match rest {
            ["audioinvitations"] => Self::StartAudio,
            ["videoinvitations"] => Self::StartVideo,
            ["audiovideoinvitations"] => Self::StartAudioVideo,
            ["delegatedaudioinvitations"] => Self::StartAudioForDelegator,
            ["delegatedaudiovideoinvitations"] => Self::StartAudioVideoForDelegator,
            ["audiovideoinvitations", id, "acceptwithanswer"] => Self::AcceptWithAnswer(id.parse().ok()?),
            ["audiovideoinvitations", id, "sendprovisionalanswer"] => {
                Self::SendProvisionalAnswer(id.parse().ok()?)
            }
            ["audiovideoinvitations", id, "acceptwithphoneaudio"] => {
                Self::AcceptWithPhoneAudio(id.parse().ok()?)
            }
            ["audiovideoinvitations", id, "negotiation"] => Self::Negotiation(id.parse().ok()?),
            ["audiovideorenegotiations", id] => Self::Renegotiation(id.parse().ok()?),
            ["audiovideorenegotiations", id, "answer"] => Self::Answer(id.parse().ok()?),
            ["audiovideorenegotiations", id, "dismiss"] => Self::Dismiss(id.parse().ok()?),
            ["conversations", id, "audiovideo", rest @ ..] => {
                let id = id.parse().ok()?;
                match rest {
                    [] => Self::AudioVideo(id),
                    ["addaudio"] => Self::AddAudio(id),
                    ["addvideo"] => Self::AddVideo(id),
                    ["addaudiovideo"] => Self::AddAudioVideo(id),
                    ["stopaudio"] => Self::StopAudio(id),
                    ["stopvideo"] => Self::StopVideo(id),
                    ["stopaudiovideo"] => Self::StopAudioVideo(id),
                    ["escalateaudio"] => Self::EscalateAudio(id),
                    ["escalateaudiovideo"] => Self::EscalateAudioVideo(id),
                    ["session"] => Self::Session(id),
                    ["session", "renegotiations"] => Self::Renegotiations(id),
                    ["session", "resumeaudio"] => Self::ResumeAudio(id),
                    ["session", "resumeaudiovideo"] => Self::ResumeAudioVideo(id),
                    _ => return None,
                }
            }
            _ => return None,
        })
    }
}

impl Hrefs {
    /// The audio and video of a conversation.
    pub(crate) fn audio_video(&self, id: ConversationId) -> String {
        format!("{}/audioVideo", self.conversation(id))
    }

    /// The media session of a conversation.
    pub(crate) fn session(&self, id: ConversationId) -> String {
        format!("{}/session", self.audio_video(id))
    }

    /// The answers to the offer of an invitation.
    pub(crate) fn negotiation(&self, id: InvitationId) -> String {
        format!("{}/negotiation", self.invitation("audioVideoInvitation", id))
    }

    /// A change of the media of a session.
    pub(crate) fn renegotiation(&self, id: RenegotiationId) -> String {
        self.to(&format!("communication/audioVideoRenegotiations/{id}"))
    }
}
