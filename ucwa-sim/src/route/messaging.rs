//! Places of invitations of all kinds.

use super::table::places;
use crate::hrefs::Hrefs;
use crate::ids::InvitationId;

places! {
    /// Places of invitations of all kinds.
    InvitationPlace {
        Messaging(InvitationId) = "messagingInvitation";
        PhoneAudio(InvitationId) = "phoneAudioInvitation";
        AudioVideo(InvitationId) = "audioVideoInvitation";
        Participant(InvitationId) = "participantInvitation";
        Meeting(InvitationId) = "onlineMeetingInvitation";
        Accept(InvitationId) = "accept";
        Decline(InvitationId) = "decline";
        Cancel(InvitationId) = "cancel";
    }
    |segments| {
        let ["communication", kind, id, rest @ ..] = segments else { return None };
        let kind: fn(InvitationId) -> Self = match *kind {
            "messaginginvitations" => Self::Messaging,
            "phoneaudioinvitations" => Self::PhoneAudio,
            "audiovideoinvitations" => Self::AudioVideo,
            "participantinvitations" => Self::Participant,
            "onlinemeetinginvitations" => Self::Meeting,
            _ => return None,
        };
        let id = id.parse().ok()?;
        Some(match rest {
            [] => kind(id),
            ["accept"] => Self::Accept(id),
            ["decline"] => Self::Decline(id),
            ["cancel"] => Self::Cancel(id),
            _ => return None,
        })
    }
}

impl InvitationPlace {
    /// The invitation that is at this place, or to which it belongs.
    pub(crate) fn id(&self) -> InvitationId {
        match self {
            Self::Messaging(id)
            | Self::PhoneAudio(id)
            | Self::AudioVideo(id)
            | Self::Participant(id)
            | Self::Meeting(id)
            | Self::Accept(id)
            | Self::Decline(id)
            | Self::Cancel(id) => *id,
        }
    }
}

impl Hrefs {
    /// An invitation with this rel.
    pub(crate) fn invitation(&self, rel: &str, id: InvitationId) -> String {
        self.to(&format!("communication/{rel}s/{id}"))
    }
}
