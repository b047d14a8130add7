//! Places of a conversation and its messages.

use super::table::places;
use crate::hrefs::Hrefs;
use crate::ids::{ConversationId, MessageId};

places! {
    /// Places of a conversation and its messages.
    ConversationPlace {
        Conversation(ConversationId) = "conversation";
        EnableMuteLock(ConversationId) = "enableAudienceMuteLock";
        DisableMuteLock(ConversationId) = "disableAudienceMuteLock";
        EnableMessaging(ConversationId) = "enableAudienceMessaging";
        DisableMessaging(ConversationId) = "disableAudienceMessaging";
        Messaging(ConversationId) = "messaging";
        AddMessaging(ConversationId) = "addMessaging";
        StopMessaging(ConversationId) = "stopMessaging";
        SendMessage(ConversationId) = "sendMessage";
        Message(ConversationId, MessageId) = "message";
        SetIsTyping(ConversationId) = "setIsTyping";
        TypingParticipants(ConversationId) = "typingParticipants";
    }
    |segments| {
        let ["communication", "conversations", id, rest @ ..] = segments else { return None };
        let id = id.parse().ok()?;
        Some(match rest {
            [] => Self::Conversation(id),
            ["enableaudiencemutelock"] => Self::EnableMuteLock(id),
            ["disableaudiencemutelock"] => Self::DisableMuteLock(id),
            ["enableaudiencemessaging"] => Self::EnableMessaging(id),
            ["disableaudiencemessaging"] => Self::DisableMessaging(id),
            ["messaging"] => Self::Messaging(id),
            ["messaging", "messaginginvitations"] => Self::AddMessaging(id),
            ["messaging", "terminate"] => Self::StopMessaging(id),
            ["messaging", "typing"] => Self::SetIsTyping(id),
            ["messaging", "typingparticipants"] => Self::TypingParticipants(id),
            ["messaging", "messages"] => Self::SendMessage(id),
            ["messaging", "messages", message] => Self::Message(id, message.parse().ok()?),
            _ => return None,
        })
    }
}

impl ConversationPlace {
    /// The conversation that is at this place, or to which it belongs.
    pub(crate) fn id(&self) -> ConversationId {
        match self {
            Self::Conversation(id)
            | Self::EnableMuteLock(id)
            | Self::DisableMuteLock(id)
            | Self::EnableMessaging(id)
            | Self::DisableMessaging(id)
            | Self::Messaging(id)
            | Self::AddMessaging(id)
            | Self::StopMessaging(id)
            | Self::SendMessage(id)
            | Self::Message(id, _)
            | Self::SetIsTyping(id)
            | Self::TypingParticipants(id) => *id,
        }
    }
}

impl Hrefs {
    /// A conversation.
    pub(crate) fn conversation(&self, id: ConversationId) -> String {
        self.to(&format!("communication/conversations/{id}"))
    }

    /// The instant messaging of a conversation.
    pub(crate) fn messaging(&self, id: ConversationId) -> String {
        format!("{}/messaging", self.conversation(id))
    }

    /// A message.
    pub(crate) fn message(&self, id: ConversationId, message: MessageId) -> String {
        format!("{}/messages/{message}", self.messaging(id))
    }
}
