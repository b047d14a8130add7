//! Messages: each is delivered once, or its sender gets an event that it failed.

use ucwa_types::api::{Direction, ErrorCode, ErrorSubcode};

use crate::config::Embedding;
use crate::happening::{ConversationHappening, Outcome};
use crate::ids::{AppId, ConversationId, MessageId};
use crate::state::Message;
use crate::world::{Due, World};

/// The content of a message.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    pub(crate) media_type: String,
    pub(crate) text: String,
}

/// Where a message comes from.
struct Sent {
    direction: Direction,
    operation: Option<String>,
    from: Option<String>,
}

impl World {
    /// Sends a message to all others who use messaging. It is not delivered if `is_lost`.
    pub(crate) fn send(
        &mut self,
        id: ConversationId,
        operation: Option<String>,
        content: &Content,
        is_lost: bool,
    ) -> MessageId {
        let message: MessageId = self.ids.id();
        let Some(conversation) = self.conversations.get(&id) else { return message };
        let (app, me) = (conversation.app, conversation.me.clone());
        let others = self.others(id);
        let sent = Sent { direction: Direction::Outgoing, operation, from: None };
        self.keep(id, message, sent, content);
        self.take_down(id, content);
        if let Some(message) = self.message_mut(id, message) {
            message.awaited = others.iter().map(|member| member.key.clone()).collect();
        }
        self.emit(app, ConversationHappening::MessageStarted(id, message));
        let mut arrived = Vec::new();
        for member in others {
            let view = member.view.filter(|_| member.media.messaging && !is_lost);
            match view.and_then(|view| Some((view, self.conversations.get(&view)?.app))) {
                Some((view, there)) => {
                    self.stop_typing(view, &me);
                    if self.deliver(view, there, (id, message), &me, content) {
                        arrived.push(member.key);
                    }
                }
                None => self.miss(id, message, &member.key),
            }
        }
        self.look_at_message(id, message, &arrived);
        message
    }

    /// Brings a message to a recipient. Returns whether it need not be fetched.
    fn deliver(
        &mut self,
        view: ConversationId,
        app: AppId,
        origin: (ConversationId, MessageId),
        from: &str,
        content: &Content,
    ) -> bool {
        let received: MessageId = self.ids.id();
        let sent = Sent { direction: Direction::Incoming, operation: None, from: Some(from.to_owned()) };
        self.keep(view, received, sent, content);
        let is_bot = self.applications.get(&app).is_some_and(|it| it.is_bot);
        if is_bot || self.config.quirks.embedding == Embedding::AsObserved {
            // An embedded message need not be fetched.
            self.emit(app, ConversationHappening::MessageCompleted(view, received, Outcome::Success));
            return true;
        }
        // It is delivered when it is fetched.
        if let Some(received) = self.message_mut(view, received) {
            received.origin = Some(origin);
        }
        self.emit(app, ConversationHappening::MessageStarted(view, received));
        false
    }

    /// Marks a message as fetched. Both sides get an event the first time.
    pub(crate) fn fetch_message(&mut self, id: ConversationId, message: MessageId) {
        let Some(origin) = self.message_mut(id, message).and_then(|message| message.origin.take()) else {
            return;
        };
        let Some(app) = self.conversations.get(&id).map(|conversation| conversation.app) else { return };
        self.emit(app, ConversationHappening::MessageCompleted(id, message, Outcome::Success));
        let key = self.key(id);
        self.look_at_message(origin.0, origin.1, &[key]);
    }

    /// Removes a message after its time. If it was not fetched, both sides get an event.
    pub(crate) fn forget_message(&mut self, id: ConversationId, message: MessageId) {
        // Of one's own, those who have not fetched it will not do so any more.
        let awaited = self.message_mut(id, message).map(|it| it.awaited.clone()).unwrap_or_default();
        awaited.iter().for_each(|key| self.fail_message(id, message, key));
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        let app = conversation.app;
        let Some(removed) = conversation.messages.remove(&message) else { return };
        if let Some(origin) = removed.origin {
            let missed = Outcome::Failure(ErrorCode::LocalFailure, ErrorSubcode::Expired);
            self.emit(app, ConversationHappening::MessageCompleted(id, message, missed));
            let key = self.key(id);
            self.fail_message(origin.0, origin.1, &key);
        }
    }

    /// A message has not reached one of its recipients.
    pub(crate) fn fail_message(&mut self, id: ConversationId, message: MessageId, key: &str) {
        self.miss(id, message, key);
        self.look_at_message(id, message, &[]);
    }

    fn miss(&mut self, id: ConversationId, message: MessageId, key: &str) {
        let Some(message) = self.message_mut(id, message) else { return };
        message.awaited.retain(|it| it != key);
        message.failed.push(key.to_owned());
    }

    /// Records who has received a message. After the last recipient, the sender gets the `completed` event of the message.
    fn look_at_message(&mut self, id: ConversationId, message: MessageId, arrived: &[String]) {
        let Some(app) = self.conversations.get(&id).map(|conversation| conversation.app) else { return };
        let Some(sent) = self.message_mut(id, message) else { return };
        sent.awaited.retain(|key| !arrived.contains(key));
        if !sent.awaited.is_empty() {
            return;
        }
        let outcome = match sent.failed.is_empty() {
            true => Outcome::Success,
            false => Outcome::Failure(ErrorCode::RemoteFailure, ErrorSubcode::Unreachable),
        };
        self.emit(app, ConversationHappening::MessageCompleted(id, message, outcome));
    }

    fn keep(&mut self, id: ConversationId, message: MessageId, sent: Sent, content: &Content) {
        let now = self.now();
        let Content { media_type, text } = content.clone();
        let Sent { direction, operation, from } = sent;
        let kept = Message {
            direction,
            operation,
            media_type,
            text,
            sent: now,
            from,
            awaited: Vec::new(),
            failed: Vec::new(),
            origin: None,
        };
        if let Some(conversation) = self.conversations.get_mut(&id) {
            conversation.messages.insert(message, kept);
        }
        self.clock.remind(now + self.config.times.message, Due::Message(id, message));
    }

    fn message_mut(&mut self, id: ConversationId, message: MessageId) -> Option<&mut Message> {
        self.conversations.get_mut(&id)?.messages.get_mut(&message)
    }
}
