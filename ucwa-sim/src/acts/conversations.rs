//! Conversations: typing, leaving, and the end of a modality.

use std::collections::BTreeSet;

use ucwa_types::api::Direction;
use ucwa_types::event::EventType;

use crate::happening::ConversationHappening;
use crate::ids::{CallId, ConversationId, InvitationId};
use crate::state::{Invitation, Modality, Room, Stage};
use crate::world::{Due, World};

impl World {
    /// Leaves a conversation. It is removed here. Of two users, the other one keeps it, disconnected.
    pub(crate) fn leave(&mut self, id: ConversationId) {
        for invitation in self.open_invitations(id) {
            self.end_invitation(invitation);
        }
        let Some(conversation) = self.conversations.get(&id) else { return };
        let (room, me) = (conversation.room, conversation.me.clone());
        if self.local(id).is_some_and(|member| member.view == Some(id)) {
            self.depart(room, &me);
        }
        self.forget_conversation(id);
    }

    /// Ends a modality: of two users for both, who stay in the conversation and can add it again, of more for this one.
    pub(crate) fn stop(&mut self, id: ConversationId, modality: Modality) {
        if let Some(invitation) = self.open_invitation(id, modality) {
            return self.end_invitation(invitation);
        }
        let Some(conversation) = self.conversations.get(&id) else { return };
        let (room, me) = (conversation.room, conversation.me.clone());
        let keys = match self.is_meeting(id) {
            true => vec![me],
            false => {
                self.rooms.get(&room).into_iter().flat_map(Room::joined).map(|it| it.key.clone()).collect()
            }
        };
        self.end_media(room, &keys, modality);
        // Who was there by phone has hung up.
        let phones = self.rooms.get(&room).into_iter().flat_map(Room::joined);
        let phones = phones.filter(|member| member.view.is_none() && member.media.used().is_empty());
        for key in phones.map(|member| member.key.clone()).collect::<Vec<_>>() {
            self.depart(room, &key);
        }
    }

    /// Shows the user as typing. The others get an event when this starts.
    pub(crate) fn type_in(&mut self, id: ConversationId) {
        let until = self.now() + self.config.times.typing;
        let key = self.key(id);
        for view in self.others(id).into_iter().filter(|it| it.media.messaging).filter_map(|it| it.view) {
            let Some(conversation) = self.conversations.get_mut(&view) else { continue };
            let app = conversation.app;
            if conversation.typing.insert(key.clone(), until).is_none() {
                self.emit(app, ConversationHappening::Typing(EventType::Added, view, key.clone()));
            }
            self.clock.remind(until, Due::Typing(view));
        }
    }

    /// Stops showing those as typing whose time is over.
    pub(crate) fn look_at_typing(&mut self, id: ConversationId) {
        let now = self.now();
        let typing = self.conversations.get(&id).map(|it| it.typing.clone()).unwrap_or_default();
        for (key, _) in typing.into_iter().filter(|(_, until)| now >= *until) {
            self.stop_typing(id, &key);
        }
    }

    /// Stops showing a member as typing.
    pub(crate) fn stop_typing(&mut self, id: ConversationId, key: &str) {
        let Some(conversation) = self.conversations.get_mut(&id) else { return };
        let app = conversation.app;
        if conversation.typing.remove(key).is_some() {
            self.emit(app, ConversationHappening::Typing(EventType::Deleted, id, key.to_owned()));
        }
    }

    pub(super) fn stop_all_typing(&mut self, id: ConversationId) {
        let typing = self.conversations.get(&id).map(|it| it.typing.clone()).unwrap_or_default();
        typing.into_keys().for_each(|key| self.stop_typing(id, &key));
    }

    /// Removes a conversation, as one application sees it.
    pub(crate) fn forget_conversation(&mut self, id: ConversationId) {
        let log = self.past(id);
        let Some(conversation) = self.conversations.remove(&id) else { return };
        for origin in conversation.messages.values().filter_map(|message| message.origin) {
            self.fail_message(origin.0, origin.1, &conversation.me);
        }
        let member = self.rooms.get(&conversation.room).and_then(|room| room.member(&conversation.me));
        if member.is_some_and(|member| member.view == Some(id) && member.stage == Stage::InLobby) {
            self.tell_leaders(conversation.room, &conversation.me, &EventType::Deleted);
        }
        if let Some(room) = self.rooms.get_mut(&conversation.room)
            && room.member(&conversation.me).is_some_and(|member| member.view == Some(id))
        {
            room.remove(&conversation.me);
        }
        self.emit(conversation.app, ConversationHappening::Conversation(EventType::Deleted, id));
        self.areas.audio_video.renegotiations.retain(|_, it| it.conversation != id);
        let mut calls: BTreeSet<CallId> = BTreeSet::new();
        for invitation in conversation.invitations {
            calls.extend(self.invitations.remove(&invitation).map(|it| it.call));
        }
        let invitations = &self.invitations;
        let is_known = |id: &InvitationId| invitations.contains_key(id);
        for id in calls {
            if self.calls.get(&id).is_some_and(|it| !is_known(&it.caller) && !it.ringing.iter().any(is_known))
            {
                self.calls.remove(&id);
            }
        }
        if let Some(room) = self.rooms.get_mut(&conversation.room) {
            room.views.remove(&id);
            if room.views.is_empty() {
                self.end_room(conversation.room);
            }
        }
        if let Some((user, log)) = log {
            self.keep_log(user, log);
        }
    }

    /// Declines an incoming invitation, or cancels an outgoing one.
    fn end_invitation(&mut self, id: InvitationId) {
        match self.invitations.get(&id).map(|it| it.direction.clone()) {
            Some(Direction::Incoming) => self.decline(id),
            Some(_) => self.cancel(id),
            None => {}
        }
    }

    /// The open invitations of a conversation, and those that were passed on and lead to it.
    fn open_invitations(&self, id: ConversationId) -> Vec<InvitationId> {
        let known = self.conversations.get(&id).into_iter().flat_map(|it| &it.invitations);
        let derived = self.conversations.get(&id).and_then(|it| it.derived_from.as_ref());
        known
            .chain(derived)
            .filter(|it| self.invitations.get(it).is_some_and(Invitation::is_open))
            .copied()
            .collect()
    }

    /// The open invitation of a conversation to a modality.
    fn open_invitation(&self, id: ConversationId, modality: Modality) -> Option<InvitationId> {
        let is_for = |it: &InvitationId| {
            let call = self.invitations.get(it).and_then(|it| self.calls.get(&it.call));
            call.is_some_and(|call| call.kind.modality() == Some(modality))
        };
        self.open_invitations(id).into_iter().find(is_for)
    }
}
