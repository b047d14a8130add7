//! The parts of the state: users, applications, conversations, calls.

mod audio_video;
mod call;
mod contact_list;
mod forwarding;
mod logs;
mod meetings;
mod missed;
mod others;
mod participants;
mod phone_audio;
mod phones;
mod privacy;
mod room;
mod scheduling;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ucwa_types::api::{
    Availability, CallState, Communication, ConversationState, Direction, MessageFormat, ModalityType,
    PreferredAvailability,
};

pub(crate) use self::audio_video::{Renegotiation, Session};
pub(crate) use self::call::{Call, Invitation, Kind, MediaCall, Negotiation, PhoneCall};
pub(crate) use self::room::{Flow, Media, Medium, Meeting, Member, Modality, Room, Stage};

use self::audio_video::AudioVideo;
pub(crate) use self::contact_list::{CONTACTS, ContactList, DELEGATES, GROUPS, OwnGroup};
use self::forwarding::Forwarding;
pub(crate) use self::forwarding::{CallForwarding, Target};
use self::logs::Logs;
pub(crate) use self::logs::{Entry, Log, Said};
use self::meetings::Meetings;
use self::missed::Missed;
use self::others::Others;
use self::participants::Participants;
use self::phone_audio::PhoneAudio;
pub(crate) use self::phones::Phone;
use self::phones::Phones;
use self::privacy::Privacy;
use self::scheduling::Scheduling;
pub(crate) use self::scheduling::{Extension, FOCUS, MEETINGS, MeetingRel, Scheduled, Settings};
use crate::channel::Channel;
use crate::config::Person;
use crate::ids::{AppId, ConversationId, InvitationId, MeetingId, MessageId, RoomId, SubscriptionId, UserId};

/// A user.
#[derive(Debug)]
pub(crate) struct User {
    /// The configured properties. The URI is in the form of [`uri::normal`](crate::uri::normal).
    pub(crate) person: Person,
    /// The availability that the user has chosen; `None` if it follows from activity.
    pub(crate) chosen: Option<PreferredAvailability>,
    /// The availability that others see.
    pub(crate) shown: Availability,
    pub(crate) note: String,
    pub(crate) location: String,
    pub(crate) list: ContactList,
    /// The online meeting for which somebody without an account has got a token.
    pub(crate) guest_of: Option<MeetingId>,
    /// When the user was last active.
    pub(crate) active: Duration,
}

impl User {
    pub(crate) fn new(mut person: Person) -> Self {
        person.uri = crate::uri::normal(&person.uri);
        let list = ContactList::new(&person.contacts, &person.delegates);
        Self {
            person,
            list,
            guest_of: None,
            chosen: None,
            shown: Availability::Offline,
            note: String::new(),
            location: String::new(),
            active: Duration::ZERO,
        }
    }
}

/// The properties by which an application is recognised when it is created again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) culture: String,
    pub(crate) endpoint_id: String,
    pub(crate) user_agent: String,
    pub(crate) kind: Option<String>,
}

/// An application.
#[derive(Debug)]
pub(crate) struct Application {
    pub(crate) user: UserId,
    pub(crate) identity: Identity,
    /// The event channels, by the id of the instance, which is empty for an application without instances.
    pub(crate) channels: BTreeMap<String, Channel>,
    /// Whether the simulator itself is the client.
    pub(crate) is_bot: bool,
    pub(crate) is_available: bool,
    pub(crate) inactive: Duration,
    /// What a client may change, without links and etag.
    pub(crate) settings: Communication,
    pub(crate) settings_etag: u32,
    /// The name of the property that has to be sent back.
    pub(crate) guid: String,
    pub(crate) subscriptions: BTreeMap<SubscriptionId, Subscription>,
    /// Until when the application is subscribed to the contact list.
    pub(crate) contacts_until: Option<Duration>,
    /// The ids that the client has given to operations, and whether a fault happened to the request: then it can be sent again.
    pub(crate) operations: BTreeMap<String, bool>,
}

impl Application {
    pub(crate) fn modalities(&self) -> &[ModalityType] {
        self.settings.supported_modalities.as_deref().unwrap_or_default()
    }

    pub(crate) fn formats(&self) -> &[MessageFormat] {
        self.settings.supported_message_formats.as_deref().unwrap_or_default()
    }
}

/// A subscription to presence.
#[derive(Debug)]
pub(crate) struct Subscription {
    pub(crate) uris: BTreeSet<String>,
    pub(crate) until: Duration,
    /// Whether its end was announced.
    pub(crate) is_announced: bool,
}

/// A conversation, as one application sees it.
#[derive(Debug)]
pub(crate) struct Conversation {
    pub(crate) app: AppId,
    pub(crate) room: RoomId,
    /// The user of the application, as a member of the room.
    pub(crate) me: String,
    pub(crate) state: ConversationState,
    pub(crate) messaging: CallState,
    pub(crate) phone_audio: CallState,
    /// Whether the phone call is on hold.
    pub(crate) is_held: bool,
    pub(crate) audio_video: CallState,
    /// The media session of audio and video, while there is one.
    pub(crate) session: Option<Session>,
    pub(crate) formats: Vec<MessageFormat>,
    /// The members who are shown as typing, and until when.
    pub(crate) typing: BTreeMap<String, Duration>,
    pub(crate) messages: BTreeMap<MessageId, Message>,
    /// In the order in which they began.
    pub(crate) invitations: Vec<InvitationId>,
    /// The invitation in another conversation from which this one was derived.
    pub(crate) derived_from: Option<InvitationId>,
    pub(crate) opened: Duration,
    /// What the user has communicated with, and since when.
    pub(crate) used: BTreeMap<Medium, Duration>,
}

impl Conversation {
    /// The state of a modality.
    pub(crate) fn modality(&self, modality: Modality) -> &CallState {
        match modality {
            Modality::Messaging => &self.messaging,
            Modality::PhoneAudio => &self.phone_audio,
            Modality::AudioVideo => &self.audio_video,
        }
    }

    pub(crate) fn modality_mut(&mut self, modality: Modality) -> &mut CallState {
        match modality {
            Modality::Messaging => &mut self.messaging,
            Modality::PhoneAudio => &mut self.phone_audio,
            Modality::AudioVideo => &mut self.audio_video,
        }
    }

    /// Whether a modality is connected.
    pub(crate) fn is_in_use(&self) -> bool {
        Modality::ALL.iter().any(|modality| *self.modality(*modality) == CallState::Connected)
    }
}

/// A message, as one application sees it.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) direction: Direction,
    pub(crate) operation: Option<String>,
    pub(crate) media_type: String,
    pub(crate) text: String,
    pub(crate) sent: Duration,
    /// Of an incoming message, the member who has sent it.
    pub(crate) from: Option<String>,
    /// Of an outgoing message, the members who have not fetched it yet.
    pub(crate) awaited: Vec<String>,
    /// Of an outgoing message, the members who did not receive it.
    pub(crate) failed: Vec<String>,
    /// Of an incoming message, the sender's message, until this one is fetched.
    pub(crate) origin: Option<(ConversationId, MessageId)>,
}

/// The state of the areas that have one of their own.
#[derive(Debug, Default)]
pub(crate) struct Areas {
    pub(crate) audio_video: AudioVideo,
    pub(crate) forwarding: Forwarding,
    pub(crate) logs: Logs,
    pub(crate) meetings: Meetings,
    pub(crate) missed: Missed,
    pub(crate) others: Others,
    pub(crate) participants: Participants,
    pub(crate) phone_audio: PhoneAudio,
    pub(crate) phones: Phones,
    pub(crate) privacy: Privacy,
    pub(crate) scheduling: Scheduling,
}

impl Areas {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(crate) fn forget(&mut self, app: AppId) {
        self.audio_video.forget(app);
        self.meetings.forget(app);
        self.others.forget(app);
        self.participants.forget(app);
        self.phone_audio.forget(app);
    }
}
