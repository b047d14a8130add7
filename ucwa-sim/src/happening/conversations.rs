//! Conversations, invitations and messages.

use ucwa_types::event::EventType;

use crate::happening::parts::Outcome;
use crate::ids::{ConversationId, InvitationId, MessageId};
use crate::state::Modality;

/// Something that happened in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConversationHappening {
    InvitationStarted(InvitationId),
    InvitationUpdated(InvitationId),
    InvitationCompleted(InvitationId, Outcome),
    Conversation(EventType, ConversationId),
    ModalityUpdated(ConversationId, Modality),
    /// A member has started or stopped typing.
    Typing(EventType, ConversationId, String),
    MessageStarted(ConversationId, MessageId),
    MessageCompleted(ConversationId, MessageId, Outcome),
}
