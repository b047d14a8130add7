//! Audio and video.

use ucwa_types::event::EventType;

use crate::ids::{ConversationId, InvitationId, RenegotiationId};

/// Something that happened to audio and video.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AudioVideoHappening {
    /// There is an answer to the offer of this invitation.
    NegotiationUpdated(InvitationId),
    /// The media session of a conversation.
    Session(EventType, ConversationId),
    RenegotiationStarted(RenegotiationId),
}
