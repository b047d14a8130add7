//! Conversations, invitations and messages.

use ucwa_types::event::EventType;

use crate::happening::parts::{Outcome, Who};
use crate::ids::{ConversationId, InvitationId, MessageId};

/// Something that happened in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConversationHappening {
    InvitationStarted(InvitationId),
    InvitationUpdated(InvitationId),
    InvitationCompleted(InvitationId, Outcome),
    Conversation(EventType, ConversationId),
    Participant(EventType, ConversationId, Who),
    ParticipantMessaging(EventType, ConversationId, Who),
    MessagingUpdated(ConversationId),
    /// The peer has started or stopped typing.
    Typing(EventType, ConversationId),
    MessageStarted(ConversationId, MessageId),
    MessageCompleted(ConversationId, MessageId, Outcome),
}
