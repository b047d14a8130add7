//! What applications get events of.

use ucwa_types::api::{ErrorCode, ErrorSubcode};
use ucwa_types::event::EventType;

use crate::ids::{ConversationId, InvitationId, MessageId, SubscriptionId};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Happening {
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
    CommunicationUpdated,
    MeUpdated,
    /// A part of the user's own presence.
    Own(EventType, Part),
    /// A part of a contact's presence.
    ContactUpdated(String, Part),
    /// A contact is now covered by a subscription, or no longer.
    Subscribed(EventType, String),
    Subscription(EventType, SubscriptionId),
    ContactsSubscriptionUpdated,
}

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failure(ErrorCode, ErrorSubcode),
}

/// A side of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The user of the application.
    Local,
    /// The other user.
    Peer,
}

/// A part of a user's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Presence,
    Note,
    Location,
    Modalities,
}
