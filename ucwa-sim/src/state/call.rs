//! Calls: what the invitations of several applications belong to.

use std::time::Duration;

use ucwa_types::ExternalResource;
use ucwa_types::api::{Direction, InvitationState, ModalityType};

use super::room::{Medium, Modality};
use crate::ids::{AppId, CallId, ConversationId, InvitationId, RoomId};

/// A call: the invitation of the caller, and those that ring.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) kind: Kind,
    pub(crate) room: RoomId,
    pub(crate) caller: InvitationId,
    pub(crate) ringing: Vec<InvitationId>,
    /// The member who invites.
    pub(crate) from: String,
    /// The URI of whom the call is for.
    pub(crate) to: String,
    /// The member who was invited, or has accepted.
    pub(crate) guest: Option<String>,
    pub(crate) message: Option<ExternalResource>,
    pub(crate) custom: Option<ExternalResource>,
    /// The URI of the user for whom the caller calls.
    pub(crate) delegator: Option<String>,
    /// Until when it rings.
    pub(crate) until: Duration,
    /// The answers so far, of audio and video.
    pub(crate) negotiation: Option<Negotiation>,
    /// The URIs of the users who have forwarded it, the last one at the end.
    pub(crate) forwarded_by: Vec<String>,
    /// The URIs of the users who have transferred the caller, the last one at the end.
    pub(crate) transferred_by: Vec<String>,
    /// The caller's new conversation with somebody else, to whom a call within a conversation was passed on.
    pub(crate) derived: Option<ConversationId>,
    /// The caller's conversation whose call ends if this one succeeds.
    pub(crate) replaces: Option<ConversationId>,
    /// The URI of the user who has accepted.
    pub(crate) accepted_by: Option<String>,
}

impl Call {
    /// A call to this URI, that rings nowhere yet. A member has to be set who calls.
    pub(crate) fn new(kind: Kind, room: RoomId, caller: InvitationId, to: &str) -> Self {
        Self {
            kind,
            room,
            caller,
            ringing: Vec::new(),
            from: String::new(),
            to: crate::uri::normal(to),
            guest: None,
            message: None,
            custom: None,
            delegator: None,
            until: Duration::ZERO,
            negotiation: None,
            forwarded_by: Vec::new(),
            transferred_by: Vec::new(),
            derived: None,
            replaces: None,
            accepted_by: None,
        }
    }
}

/// What a call is for.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Instant messaging.
    Messaging,
    /// Phone audio: first the user's own phone rings.
    PhoneAudio(PhoneCall),
    /// Audio, video or both, over the network.
    AudioVideo(MediaCall),
    /// One more person in an online meeting.
    Participant,
    /// The user's own way into an online meeting.
    Joining,
}

impl Kind {
    /// The rel of the invitations in this direction.
    pub(crate) const fn rel(&self, direction: &Direction) -> &'static str {
        match (self, direction) {
            (Self::Messaging, _) => "messagingInvitation",
            (Self::PhoneAudio(_), _) => "phoneAudioInvitation",
            (Self::AudioVideo(_), _) => "audioVideoInvitation",
            // Who is invited gets an invitation to the online meeting.
            (Self::Participant, Direction::Incoming) => "onlineMeetingInvitation",
            (Self::Participant, _) => "participantInvitation",
            (Self::Joining, _) => "onlineMeetingInvitation",
        }
    }

    /// What is connected if the call succeeds.
    pub(crate) const fn modality(&self) -> Option<Modality> {
        match self {
            Self::Messaging => Some(Modality::Messaging),
            Self::PhoneAudio(_) => Some(Modality::PhoneAudio),
            Self::AudioVideo(_) => Some(Modality::AudioVideo),
            Self::Participant | Self::Joining => None,
        }
    }

    /// What is used if the call succeeds.
    pub(crate) fn media(&self) -> Vec<Medium> {
        match self {
            Self::Messaging => vec![Medium::Messaging],
            Self::PhoneAudio(_) => vec![Medium::Audio],
            Self::AudioVideo(call) => call.media(),
            Self::Participant | Self::Joining => Vec::new(),
        }
    }

    /// Whether an application with these modalities can take the call.
    pub(crate) fn is_for(&self, modalities: &[ModalityType]) -> bool {
        match self {
            Self::Messaging => modalities.contains(&ModalityType::Messaging),
            Self::PhoneAudio(_) => modalities.contains(&ModalityType::PhoneAudio),
            Self::AudioVideo(call) => {
                (!call.has_audio || modalities.contains(&ModalityType::Audio))
                    && (!call.has_video || modalities.contains(&ModalityType::Video))
            }
            Self::Participant => true,
            Self::Joining => false,
        }
    }
}

/// A call by phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PhoneCall {
    /// The URI of the caller's own phone.
    pub(crate) phone: String,
    /// Whether it takes the place of the caller's audio over the network.
    pub(crate) is_replacement: bool,
}

/// A call with audio, video or both.
#[derive(Clone, Debug, Default)]
pub(crate) struct MediaCall {
    pub(crate) has_audio: bool,
    pub(crate) has_video: bool,
    pub(crate) offer: Option<ExternalResource>,
    /// The name that the caller has given to the session.
    pub(crate) context: Option<String>,
    pub(crate) audio_muted: Option<bool>,
    pub(crate) video_muted: Option<bool>,
}

impl MediaCall {
    fn media(&self) -> Vec<Medium> {
        let media = [(self.has_audio, Medium::Audio), (self.has_video, Medium::Video)];
        media.into_iter().filter(|(is_used, _)| *is_used).map(|(_, medium)| medium).collect()
    }

    /// Whether the caller begins with this medium muted.
    pub(crate) fn is_muted(&self, medium: Medium) -> bool {
        let is_muted = if medium == Medium::Video { self.video_muted } else { self.audio_muted };
        is_muted.unwrap_or_default()
    }
}

/// The answers to a media offer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Negotiation {
    pub(crate) provisional: Option<String>,
    pub(crate) answer: Option<String>,
    /// The id of the part of the offer that is answered.
    pub(crate) processed: Option<String>,
    /// Who answers.
    pub(crate) remote: String,
}

/// An invitation, as one application sees it.
#[derive(Debug)]
pub(crate) struct Invitation {
    pub(crate) app: AppId,
    pub(crate) call: CallId,
    pub(crate) conversation: ConversationId,
    pub(crate) direction: Direction,
    pub(crate) state: InvitationState,
    pub(crate) operation: Option<String>,
    /// Whether the conversation began with it, and ends with it unless it succeeds.
    pub(crate) is_first: bool,
}

impl Invitation {
    /// Whether it can still be accepted, declined or cancelled.
    pub(crate) fn is_open(&self) -> bool {
        match self.state {
            InvitationState::Connecting | InvitationState::Alerting | InvitationState::TeamRing => true,
            // For the caller the call goes on.
            InvitationState::Forwarded => self.direction == Direction::Outgoing,
            _ => false,
        }
    }
}
