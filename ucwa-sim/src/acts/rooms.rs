//! Rooms: who is in a conversation, and who sees whom come and go.

use std::collections::{BTreeMap, BTreeSet};

use ucwa_types::api::{CallState, ConversationState, Importance};
use ucwa_types::event::EventType;

use crate::happening::{Circle, ConversationHappening, ParticipantHappening};
use crate::ids::{AppId, ConversationId, RoomId};
use crate::state::{Conversation, Medium, Member, Modality, Room, Stage};
use crate::world::World;

impl World {
    /// Creates a room without members.
    pub(crate) fn open_room(
        &mut self,
        subject: Option<String>,
        thread: Option<String>,
        importance: Option<Importance>,
    ) -> RoomId {
        let id: RoomId = self.ids.id();
        let room = Room {
            members: Vec::new(),
            views: BTreeSet::new(),
            meeting: None,
            subject: subject.unwrap_or_default(),
            thread: thread.unwrap_or_else(|| self.ids.hex(32)),
            importance: importance.unwrap_or(Importance::Normal),
            created: self.now(),
            guests: BTreeSet::new(),
            entries: Vec::new(),
        };
        self.rooms.insert(id, room);
        id
    }

    /// Adds a user, or somebody unknown, to a room. Returns the key.
    pub(crate) fn add_member(&mut self, room: RoomId, uri: &str, stage: Stage) -> String {
        let name = self.name(uri);
        self.rooms.get_mut(&room).map(|room| room.add(uri, &name, stage)).unwrap_or_default()
    }

    /// Opens the view that an application has of a room.
    pub(crate) fn open_view(
        &mut self,
        app: AppId,
        room: RoomId,
        me: &str,
        state: ConversationState,
    ) -> ConversationId {
        let id: ConversationId = self.ids.id();
        let conversation = Conversation {
            app,
            room,
            me: me.to_owned(),
            state,
            messaging: CallState::Disconnected,
            phone_audio: CallState::Disconnected,
            is_held: false,
            audio_video: CallState::Disconnected,
            session: None,
            formats: Vec::new(),
            typing: BTreeMap::new(),
            messages: BTreeMap::new(),
            invitations: Vec::new(),
            derived_from: None,
            opened: self.now(),
            used: BTreeMap::new(),
        };
        self.conversations.insert(id, conversation);
        if let Some(room) = self.rooms.get_mut(&room) {
            room.views.insert(id);
        }
        id
    }

    /// The room of a conversation.
    pub(crate) fn room(&self, id: ConversationId) -> Option<&Room> {
        self.rooms.get(&self.conversations.get(&id)?.room)
    }

    pub(crate) fn room_mut(&mut self, id: ConversationId) -> Option<&mut Room> {
        self.rooms.get_mut(&self.conversations.get(&id)?.room)
    }

    /// The user of the application, as a member of the room.
    pub(crate) fn local(&self, id: ConversationId) -> Option<&Member> {
        let conversation = self.conversations.get(&id)?;
        self.rooms.get(&conversation.room)?.member(&conversation.me)
    }

    /// The other members who take part, with the views that they have.
    pub(crate) fn others(&self, id: ConversationId) -> Vec<Member> {
        let (Some(room), Some(conversation)) = (self.room(id), self.conversations.get(&id)) else {
            return Vec::new();
        };
        room.joined().filter(|member| member.key != conversation.me).cloned().collect()
    }

    /// Whom a modality is added with: the other user, or the online meeting.
    pub(crate) fn addressee(&self, id: ConversationId) -> String {
        let meeting = self.room(id).and_then(|room| room.meeting.as_ref()).map(|meeting| meeting.uri.clone());
        let other = || self.others(id).first().map(|member| member.uri.clone());
        meeting.or_else(other).unwrap_or_default()
    }

    /// The views of all who take part in a room.
    pub(crate) fn views(&self, room: RoomId) -> Vec<(ConversationId, AppId)> {
        let members = self.rooms.get(&room).into_iter().flat_map(Room::joined);
        let views = members.filter_map(|member| member.view);
        views.filter_map(|view| Some((view, self.conversations.get(&view)?.app))).collect()
    }

    /// Whether the conversation is an online meeting.
    pub(crate) fn is_meeting(&self, id: ConversationId) -> bool {
        self.room(id).is_some_and(|room| room.meeting.is_some())
    }

    /// The user of a view takes part from now on. Returns whether that is new.
    pub(crate) fn enter(&mut self, id: ConversationId) -> bool {
        let Some(key) = self.conversations.get(&id).map(|it| it.me.clone()) else { return false };
        let Some(member) = self.room_mut(id).and_then(|room| room.member_mut(&key)) else { return false };
        member.view = Some(id);
        let is_new = std::mem::replace(&mut member.stage, Stage::Joined) != Stage::Joined;
        let uri = member.uri.clone();
        if let Some(room) = self.room_mut(id) {
            room.guests.insert(uri);
        }
        is_new
    }

    /// Removes members whose invitations have ended without success.
    pub(super) fn forget_uninvited(&mut self, room_id: RoomId) {
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        let views = room.views.iter().filter_map(|view| self.conversations.get(view));
        let rung: Vec<&String> = views.map(|view| &view.me).collect();
        room.members.retain(|member| member.stage != Stage::Invited || rung.contains(&&member.key));
    }

    /// A member leaves: everybody else gets events of it. In a conversation of two, nothing is left for the other one.
    pub(crate) fn depart(&mut self, room_id: RoomId, key: &str) {
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        let is_meeting = room.meeting.is_some();
        let Some(member) = room.member_mut(key) else { return };
        let stage = std::mem::replace(&mut member.stage, Stage::Left);
        let gone = member.clone();
        match stage {
            Stage::Joined if is_meeting => {
                for modality in [Modality::Messaging, Modality::AudioVideo] {
                    self.end_media(room_id, &[key.to_owned()], modality);
                }
                self.tell_of_member(room_id, &EventType::Deleted, &gone);
                for (view, app) in self.views(room_id) {
                    self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
                }
            }
            Stage::Joined => {
                let keys: Vec<String> = self
                    .rooms
                    .get(&room_id)
                    .into_iter()
                    .flat_map(|it| &it.members)
                    .map(|it| it.key.clone())
                    .collect();
                for modality in [Modality::Messaging, Modality::AudioVideo] {
                    self.end_media(room_id, &keys, modality);
                }
                self.tell_of_member(room_id, &EventType::Deleted, &gone);
            }
            Stage::InLobby => self.tell_leaders(room_id, key, &EventType::Deleted),
            Stage::Invited | Stage::Left => {}
        }
        if let Some(room) = self.rooms.get_mut(&room_id) {
            room.remove(key);
        }
    }

    /// Members stop using a modality, and those that end with it. Everybody gets events of it.
    pub(crate) fn end_media(&mut self, room: RoomId, keys: &[String], modality: Modality) {
        let mut ended: Vec<(String, Medium)> = Vec::new();
        for key in keys {
            let Some(member) = self.rooms.get_mut(&room).and_then(|it| it.member_mut(key)) else { continue };
            for medium in modality.media().iter().filter(|medium| member.media.has(**medium)) {
                ended.push((key.clone(), *medium));
            }
            modality.media().iter().for_each(|medium| member.media.remove(*medium));
        }
        for (view, app) in self.views(room) {
            let Some(me) = self.conversations.get(&view).map(|it| it.me.clone()) else { continue };
            let mut changed = Vec::new();
            if keys.contains(&me) {
                if modality == Modality::Messaging {
                    self.stop_all_typing(view);
                }
                changed = self.disconnect(view, modality);
                self.settle(view);
            }
            if modality == Modality::Messaging {
                keys.iter().filter(|key| **key != me).for_each(|key| self.stop_typing(view, key));
            }
            let (own, others): (Vec<_>, Vec<_>) = ended.iter().cloned().partition(|(key, _)| *key == me);
            for (key, medium) in others.into_iter().chain(own) {
                self.emit(app, ParticipantHappening::Medium(EventType::Deleted, view, key, medium));
            }
            for modality in &changed {
                self.emit(app, ConversationHappening::ModalityUpdated(view, *modality));
            }
            if !changed.is_empty() {
                self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
            }
        }
    }

    /// Disconnects the modalities of a group. Returns those of which that is an event.
    fn disconnect(&mut self, id: ConversationId, modality: Modality) -> Vec<Modality> {
        if modality != Modality::Messaging {
            self.end_session(id);
        }
        let Some(conversation) = self.conversations.get_mut(&id) else { return Vec::new() };
        conversation.is_held &= modality == Modality::Messaging;
        let mut changed = Vec::new();
        for modality in modality.group() {
            let old = std::mem::replace(conversation.modality_mut(*modality), CallState::Disconnected);
            // Messaging can perhaps no longer be added, even if it was not used.
            if old != CallState::Disconnected || *modality == Modality::Messaging {
                changed.push(*modality);
            }
        }
        changed
    }

    pub(crate) fn set_modality(&mut self, id: ConversationId, modality: Modality, state: CallState) {
        if let Some(conversation) = self.conversations.get_mut(&id) {
            *conversation.modality_mut(modality) = state;
        }
    }

    /// Sets the state of a conversation of two: it is connected while a modality is.
    pub(crate) fn settle(&mut self, id: ConversationId) {
        let is_meeting = self.is_meeting(id);
        let Some(conversation) = self.conversations.get_mut(&id).filter(|_| !is_meeting) else { return };
        conversation.state = match conversation.is_in_use() {
            true => ConversationState::Connected,
            false => ConversationState::Disconnected,
        };
    }

    /// Tells everybody else that a member came or left, in an online meeting also of the list in which that is.
    pub(crate) fn tell_of_member(&mut self, room: RoomId, r#type: &EventType, member: &Member) {
        let is_meeting = self.rooms.get(&room).is_some_and(|room| room.meeting.is_some());
        for (view, app) in self.views(room) {
            if self.conversations.get(&view).is_none_or(|it| it.me == member.key) {
                continue;
            }
            let key = member.key.clone();
            self.emit(app, ParticipantHappening::Participant(r#type.clone(), view, key.clone()));
            if is_meeting {
                self.emit(
                    app,
                    ParticipantHappening::Circle(r#type.clone(), view, key, Circle::of(&member.role)),
                );
            }
        }
    }

    /// Mutes the audio or the video of a member, or lifts the mute. Everybody gets events of it.
    pub(crate) fn mute(&mut self, room: RoomId, key: &str, medium: Medium, is_muted: bool) {
        let member = self.rooms.get_mut(&room).and_then(|room| room.member_mut(key));
        let Some(flow) = member.and_then(|member| member.media.flow_mut(medium)) else { return };
        flow.is_muted = is_muted;
        for (view, app) in self.views(room) {
            self.emit(app, ParticipantHappening::Medium(EventType::Updated, view, key.to_owned(), medium));
        }
    }
}
