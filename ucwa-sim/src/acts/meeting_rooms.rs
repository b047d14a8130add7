//! The rooms of online meetings: opened by who joins first, and forgotten with the last one.

use ucwa_types::api::{AccessLevel, Importance, Role};
use ucwa_types::event::EventType;

use crate::happening::MeetingHappening;
use crate::ids::{AppId, MeetingId, RoomId};
use crate::state::{Meeting, MeetingRel, Room, Settings};
use crate::world::World;

impl World {
    /// A meeting that this user organizes.
    pub(crate) fn new_meeting(&mut self, organizer: &str) -> Meeting {
        let settings = Settings { access: AccessLevel::Invited, ..Settings::default() };
        let uri = match self.find_user(organizer) {
            Some(user) => {
                let id = self.create_meeting(user, MeetingRel::AdHoc, settings);
                self.areas.scheduling.get(id).map(|known| known.uri(id)).unwrap_or_default()
            }
            None => String::new(),
        };
        Meeting::new(uri, organizer)
    }

    /// The room of an online meeting, which is opened if nobody is in it.
    pub(crate) fn open_meeting_room(&mut self, id: MeetingId) -> Option<RoomId> {
        let known = self.areas.scheduling.get(id)?;
        let uri = known.uri(id);
        if let Some(room) = self.meeting_room(&uri) {
            return Some(room);
        }
        let (subject, settings) = (known.settings.subject.clone(), known.settings.clone());
        let mut meeting = Meeting::new(uri, &known.organizer_uri.clone());
        configure(&mut meeting, &settings);
        let room = self.open_room(Some(subject), None, None);
        self.rooms.get_mut(&room)?.meeting = Some(meeting);
        Some(room)
    }

    /// Opens the room of a new online meeting that nobody has scheduled.
    pub(crate) fn open_new_meeting(
        &mut self,
        app: AppId,
        subject: Option<String>,
        thread: Option<String>,
        importance: Option<Importance>,
    ) -> Option<RoomId> {
        let organizer = self.user_of(app)?.person.uri.clone();
        let meeting = self.new_meeting(&organizer);
        let room = self.open_room(subject, thread, importance);
        self.rooms.get_mut(&room)?.meeting = Some(meeting);
        Some(room)
    }

    /// Applies changed settings to an online meeting in which somebody is. All who take part get an event of it.
    pub(super) fn reconfigure(&mut self, id: MeetingId) {
        let Some(known) = self.areas.scheduling.get(id) else { return };
        let (uri, settings) = (known.uri(id), known.settings.clone());
        let Some(room_id) = self.meeting_room(&uri) else { return };
        let Some(room) = self.rooms.get_mut(&room_id) else { return };
        room.subject.clone_from(&settings.subject);
        if let Some(meeting) = &mut room.meeting {
            configure(meeting, &settings);
        }
        for (view, app) in self.views(room_id) {
            self.emit(app, MeetingHappening::OnlineMeeting(EventType::Updated, view));
        }
    }

    /// Forgets the online meeting of a room in which nobody is any more, unless it is scheduled.
    pub(super) fn end_room(&mut self, room: RoomId) {
        let Some(meeting) = self.rooms.remove(&room).and_then(|room| room.meeting) else { return };
        if let Some(id) = self.find_meeting(&meeting.uri)
            && self.areas.scheduling.get(id).is_some_and(|known| known.rel == MeetingRel::AdHoc)
        {
            self.delete_meeting(id);
        }
    }

    /// Notes whom an online meeting lets in from now on.
    pub(super) fn note_invited(&mut self, room: RoomId, uri: &str) {
        if let Some(meeting) = self.rooms.get_mut(&room).and_then(|room| room.meeting.as_mut()) {
            meeting.invited.entry(uri.to_owned()).or_insert(Role::Attendee);
        }
    }

    /// The room of the online meeting with this URI, if somebody is in it.
    pub(crate) fn meeting_room(&self, uri: &str) -> Option<RoomId> {
        let is_it = |room: &Room| room.meeting.as_ref().is_some_and(|it| it.uri.eq_ignore_ascii_case(uri));
        self.rooms.iter().find(|(_, room)| is_it(room)).map(|(id, _)| *id)
    }
}

/// Applies what the organizer has chosen: who enters, and who leads.
fn configure(meeting: &mut Meeting, settings: &Settings) {
    meeting.access = settings.access.clone();
    meeting.leading = settings.leader_assignment.clone();
    for uri in &settings.attendees {
        meeting.invited.insert(uri.clone(), Role::Attendee);
    }
    for uri in &settings.leaders {
        meeting.invited.insert(uri.clone(), Role::Leader);
    }
}
