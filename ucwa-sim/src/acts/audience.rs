//! What leaders permit everybody in an online meeting.

use ucwa_types::api::Role;
use ucwa_types::event::EventType;

use crate::happening::ConversationHappening;
use crate::ids::RoomId;
use crate::state::{Medium, Modality};
use crate::world::World;

impl World {
    /// Mutes all attendees and keeps them muted, or lets them unmute themselves.
    pub(crate) fn lock_mute(&mut self, room_id: RoomId, is_locked: bool) {
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        let Some(meeting) = &mut room.meeting else { return };
        meeting.is_mute_locked = is_locked;
        let attendees = room.joined().filter(|member| is_locked && member.role != Role::Leader);
        let heard = attendees.filter(|member| member.media.audio.as_ref().is_some_and(|flow| !flow.is_muted));
        for key in heard.map(|member| member.key.clone()).collect::<Vec<_>>() {
            self.mute(room_id, &key, Medium::Audio, true);
        }
        self.tell_of_audience(room_id);
    }

    /// Turns instant messaging on or off for all.
    pub(crate) fn open_messaging(&mut self, room_id: RoomId, is_open: bool) {
        let Some(meeting) = self.rooms.get_mut(&room_id).and_then(|room| room.meeting.as_mut()) else {
            return;
        };
        meeting.has_messaging = is_open;
        self.tell_of_audience(room_id);
        for (view, app) in self.views(room_id) {
            self.emit(app, ConversationHappening::ModalityUpdated(view, Modality::Messaging));
        }
    }

    fn tell_of_audience(&mut self, room: RoomId) {
        for (view, app) in self.views(room) {
            self.emit(app, ConversationHappening::Conversation(EventType::Updated, view));
        }
    }
}
