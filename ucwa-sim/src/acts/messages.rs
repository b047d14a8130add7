//! Messages: each is delivered once, or its sender gets an event that it failed.

use ucwa_types::api::{Direction, ErrorCode, ErrorSubcode};

use crate::config::Embedding;
use crate::happening::{ConversationHappening, Outcome};
use crate::ids::{ConversationId, MessageId};
use crate::state::Message;
use crate::world::{Due, World};

/// The content of a message.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) text: String,
}

impl World {
    /// Sends a message to the peer. It is not delivered if `is_lost`.
    pub(crate) fn send(
        &mut self,
        id: ConversationId,
        operation: Option<String>,
        content: &Content,
        is_lost: bool,
    ) -> MessageId {
        let message: MessageId = self.ids.id();
        let Some(conversation) = self.conversations.get(&id) else { return message };
        let (app, other) = (conversation.app, conversation.other.filter(|_| !is_lost));
        self.keep(id, message, Direction::Outgoing, operation, content);
        self.emit(app, ConversationHappening::MessageStarted(id, message));
        match other.and_then(|other| Some((other, self.conversations.get(&other)?.app))) {
            Some((other, there)) => {
                self.stop_typing(other);
                let received: MessageId = self.ids.id();
                self.keep(other, received, Direction::Incoming, None, content);
                let is_bot = self.applications.get(&there).is_some_and(|it| it.is_bot);
                if is_bot || self.config.quirks.embedding == Embedding::AsObserved {
                    // An embedded message need not be fetched.
                    self.emit(
                        there,
                        ConversationHappening::MessageCompleted(other, received, Outcome::Success),
                    );
                    self.emit(app, ConversationHappening::MessageCompleted(id, message, Outcome::Success));
                } else {
                    // It is delivered when it is fetched.
                    if let Some(received) = self.message_mut(other, received) {
                        received.origin = Some((id, message));
                    }
                    self.emit(there, ConversationHappening::MessageStarted(other, received));
                }
            }
            None => self.fail_message(id, message),
        }
        message
    }

    /// Marks a message as fetched. Both sides get an event the first time.
    pub(crate) fn fetch_message(&mut self, id: ConversationId, message: MessageId) {
        let Some(origin) = self.message_mut(id, message).and_then(|message| message.origin.take()) else {
            return;
        };
        let Some(app) = self.conversations.get(&id).map(|conversation| conversation.app) else { return };
        self.emit(app, ConversationHappening::MessageCompleted(id, message, Outcome::Success));
        if let Some(app) = self.conversations.get(&origin.0).map(|conversation| conversation.app) {
            self.emit(app, ConversationHappening::MessageCompleted(origin.0, origin.1, Outcome::Success));
        }
    }

    /// Removes a message after its time. If it was not fetched, both sides get an event.
    pub(crate) fn forget_message(&mut self, id: ConversationId, message: MessageId) {
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        let app = conversation.app;
        let Some(removed) = conversation.messages.remove(&message) else { return };
        if let Some(origin) = removed.origin {
            let missed = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::Expired);
            self.emit(app, ConversationHappening::MessageCompleted(id, message, missed));
            self.fail_message(origin.0, origin.1);
        }
    }

    /// Reports to the sender that a message was not delivered.
    pub(crate) fn fail_message(&mut self, id: ConversationId, message: MessageId) {
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        let (app, peer) = (conversation.app, conversation.peer.clone());
        if let Some(message) = conversation.messages.get_mut(&message) {
            message.failed = Some(peer);
        }
        let outcome = Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Unreachable);
        self.emit(app, ConversationHappening::MessageCompleted(id, message, outcome));
    }

    fn keep(
        &mut self,
        id: ConversationId,
        message: MessageId,
        direction: Direction,
        operation: Option<String>,
        content: &Content,
    ) {
        let now = self.now();
        let Content { media_type, text } = content.clone();
        let kept = Message { direction, operation, media_type, text, sent: now, failed: None, origin: None };
        if let Some(conversation) = self.conversations.get_mut(&id) {
            conversation.messages.insert(message, kept);
        }
        self.clock.remind(now + self.config.times.message, Due::Message(id, message));
    }

    fn message_mut(&mut self, id: ConversationId, message: MessageId) -> Option<&mut Message> {
        self.conversations.get_mut(&id)?.messages.get_mut(&message)
    }
}
