//! Scheduling online meetings.

use twox_hash::xxhash3_128::Hasher;

use crate::ids::{MeetingId, UserId};
use crate::state::{FOCUS, MeetingRel, Scheduled, Settings};
use crate::uri;
use crate::world::World;

/// The largest number that callers key in.
const CONFERENCES: u32 = 899_999;

impl World {
    /// Creates a meeting.
    pub(crate) fn create_meeting(&mut self, user: UserId, rel: MeetingRel, settings: Settings) -> MeetingId {
        let id: MeetingId = self.ids.id();
        let meeting = Scheduled {
            organizer: user,
            organizer_uri: self.users.get(user.0).map(|user| user.person.uri.clone()).unwrap_or_default(),
            rel,
            settings,
            conference: (100_000 + self.ids.up_to(CONFERENCES)).to_string(),
            created: self.now(),
            etag: self.ids.number(),
            guid: self.ids.guid(),
            extensions: std::collections::BTreeMap::new(),
        };
        self.areas.scheduling.add(id, meeting);
        id
    }

    /// Assigns a meeting to a user, once. Its id and its number follow from the URI, so that they are always the same.
    pub(crate) fn assign_meeting(&mut self, user: UserId) {
        let known = self.users.get(user.0).filter(|user| user.guest_of.is_none());
        let Some(uri) = known.map(|user| user.person.uri.clone()) else { return };
        if self.areas.scheduling.is_assignment_over(user) {
            return;
        }
        let digest = Hasher::oneshot(uri.as_bytes());
        let low = |bits: u32| u64::try_from(digest & ((1 << bits) - 1)).unwrap_or_default();
        let meeting = Scheduled {
            organizer: user,
            organizer_uri: uri,
            rel: MeetingRel::Assigned,
            settings: Settings::default(),
            conference: (100_000 + low(32) % 900_000).to_string(),
            created: self.now(),
            etag: u32::try_from(low(31)).unwrap_or_default(),
            guid: String::new(),
            extensions: std::collections::BTreeMap::new(),
        };
        self.areas.scheduling.add(MeetingId::from(low(48)), meeting);
    }

    /// Changes what a user has chosen for a meeting, which gets another etag.
    pub(crate) fn change_meeting(&mut self, id: MeetingId, settings: Settings) {
        let etag = self.ids.number();
        if let Some(meeting) = self.areas.scheduling.get_mut(id) {
            meeting.settings = settings;
            meeting.etag = etag;
        }
        self.reconfigure(id);
    }

    /// Deletes a meeting.
    pub(crate) fn delete_meeting(&mut self, id: MeetingId) {
        self.areas.scheduling.remove(id);
    }

    /// The meeting with this URI.
    pub(crate) fn find_meeting(&self, meeting: &str) -> Option<MeetingId> {
        let meeting = uri::normal(meeting);
        let (organizer, id) = meeting.split_once(FOCUS)?;
        let id = id.parse().ok()?;
        self.areas.scheduling.get(id).filter(|known| known.organizer_uri == organizer).map(|_| id)
    }
}
