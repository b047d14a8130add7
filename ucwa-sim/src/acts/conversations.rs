//! Conversations: typing, leaving, and the end of messaging.

use ucwa_types::api::{CallState, ConversationState, Direction};
use ucwa_types::event::EventType;

use crate::happening::{ConversationHappening, Who};
use crate::ids::{ConversationId, InvitationId};
use crate::state::Invitation;
use crate::world::{Due, World};

impl World {
    /// Leaves a conversation. It is removed here, and disconnected on the other side.
    pub(crate) fn leave(&mut self, id: ConversationId) {
        match self.open_invitation(id) {
            Some((invitation, Direction::Incoming)) => self.decline(invitation),
            Some((invitation, _)) => self.cancel(invitation),
            None => {}
        }
        let Some(conversation) = self.conversations.get(&id) else { return };
        if let Some(other) = conversation.other {
            self.stay_alone(other);
        }
        self.forget_conversation(id);
    }

    /// Ends instant messaging. Both stay in the conversation, where it can be added again.
    pub(crate) fn stop_messaging(&mut self, id: ConversationId) {
        match self.open_invitation(id) {
            Some((invitation, Direction::Incoming)) => return self.decline(invitation),
            Some((invitation, _)) => return self.cancel(invitation),
            None => {}
        }
        let other = self.conversations.get(&id).and_then(|conversation| conversation.other);
        for id in [Some(id), other].into_iter().flatten() {
            self.disconnect(id);
        }
    }

    /// Shows the user as typing. The other side gets an event when this starts.
    pub(crate) fn type_in(&mut self, id: ConversationId) {
        let until = self.now() + self.config.times.typing;
        let Some(other) = self.conversations.get(&id).and_then(|conversation| conversation.other) else {
            return;
        };
        let Some(conversation) = self.conversations.get_mut(&other) else { return };
        let app = conversation.app;
        if conversation.typing_until.replace(until).is_none() {
            self.emit(app, ConversationHappening::Typing(EventType::Added, other));
        }
        self.clock.remind(until, Due::Typing(other));
    }

    /// Stops showing the peer as typing, if the time is over.
    pub(crate) fn look_at_typing(&mut self, id: ConversationId) {
        let now = self.now();
        if self.conversations.get(&id).and_then(|it| it.typing_until).is_some_and(|until| now >= until) {
            self.stop_typing(id);
        }
    }

    /// Stops showing the peer as typing.
    pub(crate) fn stop_typing(&mut self, id: ConversationId) {
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        let app = conversation.app;
        if conversation.typing_until.take().is_some() {
            self.emit(app, ConversationHappening::Typing(EventType::Deleted, id));
        }
    }

    /// Removes a conversation, as one application sees it.
    pub(crate) fn forget_conversation(&mut self, id: ConversationId) {
        let Some(conversation) = self.conversations.remove(&id) else { return };
        for origin in conversation.messages.values().filter_map(|message| message.origin) {
            self.fail_message(origin.0, origin.1);
        }
        if let Some(other) = conversation.other.and_then(|other| self.conversations.get_mut(&other)) {
            other.other = None;
        }
        self.emit(conversation.app, ConversationHappening::Conversation(EventType::Deleted, id));
        self.invitations.retain(|_, invitation| invitation.conversation != id);
        let invitations = &self.invitations;
        let is_known = |id: &InvitationId| invitations.contains_key(id);
        self.calls.retain(|_, call| is_known(&call.caller) || call.ringing.iter().any(is_known));
    }

    /// The open invitation of a conversation, and its direction.
    fn open_invitation(&self, id: ConversationId) -> Option<(InvitationId, Direction)> {
        let mut invitations = self.invitations.iter();
        let open = |invitation: &Invitation| invitation.conversation == id && invitation.is_open();
        invitations.find(|(_, invitation)| open(invitation)).map(|(id, it)| (*id, it.direction.clone()))
    }

    /// The peer has left.
    fn stay_alone(&mut self, id: ConversationId) {
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        let app = conversation.app;
        conversation.other = None;
        let was_joined = std::mem::take(&mut conversation.is_joined);
        self.disconnect(id);
        if was_joined {
            self.emit(app, ConversationHappening::Participant(EventType::Deleted, id, Who::Peer));
        }
    }

    /// Ends instant messaging, and with it the conversation's only modality.
    fn disconnect(&mut self, id: ConversationId) {
        self.stop_typing(id);
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        let app = conversation.app;
        let was_connected = conversation.messaging == CallState::Connected;
        conversation.messaging = CallState::Disconnected;
        conversation.state = ConversationState::Disconnected;
        if was_connected {
            for who in [Who::Peer, Who::Local] {
                self.emit(app, ConversationHappening::ParticipantMessaging(EventType::Deleted, id, who));
            }
        }
        self.emit(app, ConversationHappening::MessagingUpdated(id));
        self.emit(app, ConversationHappening::Conversation(EventType::Updated, id));
    }
}
