//! Calls: what the invitations of several applications belong to.

use ucwa_types::ExternalResource;
use ucwa_types::api::{Direction, InvitationState, ModalityType};

use super::room::Modality;
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
        }
    }
}

/// What a call is for.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// Instant messaging.
    Messaging,
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
            Self::Participant | Self::Joining => None,
        }
    }

    /// Whether an application with these modalities can take the call.
    pub(crate) fn is_for(&self, modalities: &[ModalityType]) -> bool {
        match self {
            Self::Messaging => modalities.contains(&ModalityType::Messaging),
            Self::Participant => true,
            Self::Joining => false,
        }
    }
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
        matches!(self.state, InvitationState::Connecting | InvitationState::Alerting)
    }
}
