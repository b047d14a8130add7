//! The state of online meetings: those that users have scheduled.

use std::collections::BTreeMap;
use std::time::Duration;

use ucwa_types::api::{
    AccessLevel, AutomaticLeaderAssignment, EntryExitAnnouncement, LobbyBypassForPhoneUsers,
    OnlineMeetingExtensionType, PhoneUserAdmission,
};
use ucwa_types::{DateTime, Unknown};

use crate::ids::{MeetingId, UserId};

/// How many online meetings a user has at most: the simulator's own limit.
pub(crate) const MEETINGS: usize = 100;

/// What is between the organizer and the id in the URI of an online meeting.
pub(crate) const FOCUS: &str = ";gruu;opaque=app:conf:focus:id:";

/// What a user can choose of an online meeting.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) access: AccessLevel,
    pub(crate) leader_assignment: AutomaticLeaderAssignment,
    pub(crate) announcement: EntryExitAnnouncement,
    pub(crate) bypass: LobbyBypassForPhoneUsers,
    pub(crate) admission: PhoneUserAdmission,
    pub(crate) subject: String,
    pub(crate) description: String,
    /// The normal URIs of those who are invited.
    pub(crate) attendees: Vec<String>,
    /// The normal URIs of the leaders, without the organizer.
    pub(crate) leaders: Vec<String>,
    /// After which time the server may delete the meeting; `None` if it is kept.
    pub(crate) expiration: Option<DateTime>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            access: AccessLevel::Everyone,
            leader_assignment: AutomaticLeaderAssignment::Disabled,
            announcement: EntryExitAnnouncement::Disabled,
            bypass: LobbyBypassForPhoneUsers::Disabled,
            admission: PhoneUserAdmission::Enabled,
            subject: String::new(),
            description: String::new(),
            attendees: Vec::new(),
            leaders: Vec::new(),
            expiration: None,
        }
    }
}

/// An online meeting.
#[derive(Clone, Debug)]
pub(crate) struct Scheduled {
    pub(crate) organizer: UserId,
    /// The normal URI of the organizer.
    pub(crate) organizer_uri: String,
    pub(crate) rel: MeetingRel,
    pub(crate) settings: Settings,
    /// What callers key in.
    pub(crate) conference: String,
    pub(crate) created: Duration,
    pub(crate) etag: u32,
    /// The name of the property that has to be sent back.
    pub(crate) guid: String,
    /// By the id in lower case.
    pub(crate) extensions: BTreeMap<String, Extension>,
}

impl Scheduled {
    /// The URI by which the meeting with this id is joined.
    pub(crate) fn uri(&self, id: MeetingId) -> String {
        format!("{}{FOCUS}{id}", self.organizer_uri)
    }
}

/// How an online meeting came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MeetingRel {
    /// The user has scheduled it.
    Scheduled,
    /// The administrator has assigned it to the user for good.
    Assigned,
    /// Somebody has joined it without scheduling it. It is in no list.
    AdHoc,
}

/// What an application has attached to an online meeting.
#[derive(Clone, Debug)]
pub(crate) struct Extension {
    pub(crate) id: String,
    pub(crate) kind: OnlineMeetingExtensionType,
    /// The properties of the application's own.
    pub(crate) custom: Unknown,
}

/// The online meetings of all users.
#[derive(Debug, Default)]
pub(crate) struct Scheduling {
    all: BTreeMap<MeetingId, Scheduled>,
    assigned: BTreeMap<UserId, MeetingId>,
}

impl Scheduling {
    pub(crate) fn get(&self, id: MeetingId) -> Option<&Scheduled> {
        self.all.get(&id)
    }

    pub(crate) fn get_mut(&mut self, id: MeetingId) -> Option<&mut Scheduled> {
        self.all.get_mut(&id)
    }

    /// Those that a user has scheduled, in the order in which they were.
    pub(crate) fn scheduled(&self, user: UserId) -> Vec<MeetingId> {
        let own = self.all.iter().filter(|(_, it)| it.organizer == user && it.rel == MeetingRel::Scheduled);
        let mut own: Vec<_> = own.map(|(id, it)| (it.created, *id)).collect();
        own.sort_unstable();
        own.into_iter().map(|(_, id)| id).collect()
    }

    /// The one that is assigned to a user.
    pub(crate) fn assigned(&self, user: UserId) -> Option<MeetingId> {
        self.assigned.get(&user).copied().filter(|id| self.all.contains_key(id))
    }

    /// Whether a user had one that is gone.
    pub(crate) fn is_assignment_over(&self, user: UserId) -> bool {
        self.assigned.contains_key(&user)
    }

    pub(crate) fn add(&mut self, id: MeetingId, meeting: Scheduled) {
        if meeting.rel == MeetingRel::Assigned {
            self.assigned.insert(meeting.organizer, id);
        }
        self.all.insert(id, meeting);
    }

    pub(crate) fn remove(&mut self, id: MeetingId) -> Option<Scheduled> {
        self.all.remove(&id)
    }
}
