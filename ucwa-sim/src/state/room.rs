//! Who takes part in a conversation: what the views of all applications have in common.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ucwa_types::api::{
    AccessLevel, AutomaticLeaderAssignment, ConversationModalityType, Importance, MediaDirectionType, Role,
};

use super::logs::Entry;
use crate::ids::ConversationId;

/// A conversation as a whole. Each application that takes part has a view of it, a [`Conversation`](super::Conversation).
#[derive(Debug)]
pub(crate) struct Room {
    /// In the order in which they came.
    pub(crate) members: Vec<Member>,
    /// The views that applications have of it, ringing ones too.
    pub(crate) views: BTreeSet<ConversationId>,
    /// The online meeting that it is; `None` for a conversation of two.
    pub(crate) meeting: Option<Meeting>,
    pub(crate) subject: String,
    pub(crate) thread: String,
    pub(crate) importance: Importance,
    pub(crate) created: Duration,
    /// The URIs of all who have taken part.
    pub(crate) guests: BTreeSet<String>,
    /// What was said, for those who keep a history.
    pub(crate) entries: Vec<Entry>,
}

impl Room {
    pub(crate) fn member(&self, key: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.key.eq_ignore_ascii_case(key))
    }

    pub(crate) fn member_mut(&mut self, key: &str) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.key.eq_ignore_ascii_case(key))
    }

    /// Those who take part.
    pub(crate) fn joined(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.stage == Stage::Joined)
    }

    /// Those who wait in the lobby.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.stage == Stage::InLobby)
    }

    /// Adds somebody. Returns the key: the URI, with a number if the room has that URI already.
    pub(crate) fn add(&mut self, uri: &str, name: &str, stage: Stage) -> String {
        let uri = uri.to_lowercase();
        let same = self.members.iter().filter(|member| member.uri == uri).count();
        let mut number = same + 1;
        let mut key = if same == 0 { uri.clone() } else { format!("{uri};{number}") };
        while self.member(&key).is_some() {
            number += 1;
            key = format!("{uri};{number}");
        }
        if stage == Stage::Joined {
            self.guests.insert(uri.clone());
        }
        self.members.push(Member {
            key: key.clone(),
            uri,
            name: name.to_owned(),
            is_anonymous: false,
            role: Role::Attendee,
            stage,
            view: None,
            media: Media::default(),
        });
        key
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.members.retain(|member| !member.key.eq_ignore_ascii_case(key));
    }
}

/// Someone in a conversation, or on the way into it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// What tells the member from all others of the room, and the end of the address.
    pub(crate) key: String,
    pub(crate) uri: String,
    pub(crate) name: String,
    pub(crate) is_anonymous: bool,
    /// Counts in online meetings only.
    pub(crate) role: Role,
    pub(crate) stage: Stage,
    /// The view of the application with which the member takes part or waits; `None` for a phone, and while it rings.
    pub(crate) view: Option<ConversationId>,
    pub(crate) media: Media,
}

/// How far somebody has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Invited, and seen by nobody else.
    Invited,
    /// In the lobby, and seen by leaders.
    InLobby,
    Joined,
    /// Gone, and known only for the events of that.
    Left,
}

/// What a member uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Media {
    pub(crate) messaging: bool,
    pub(crate) audio: Option<Flow>,
    pub(crate) video: Option<Flow>,
}

impl Media {
    pub(crate) fn has(&self, medium: Medium) -> bool {
        match medium {
            Medium::Messaging => self.messaging,
            Medium::Audio => self.audio.is_some(),
            Medium::Video => self.video.is_some(),
        }
    }

    /// Those in use.
    pub(crate) fn used(&self) -> Vec<Medium> {
        Medium::ALL.into_iter().filter(|medium| self.has(*medium)).collect()
    }

    pub(crate) fn remove(&mut self, medium: Medium) {
        match medium {
            Medium::Messaging => self.messaging = false,
            Medium::Audio => self.audio = None,
            Medium::Video => self.video = None,
        }
    }

    /// Begins to use a medium.
    pub(crate) fn add(&mut self, medium: Medium, flow: Flow) {
        match medium {
            Medium::Messaging => self.messaging = true,
            Medium::Audio => self.audio = Some(flow),
            Medium::Video => self.video = Some(flow),
        }
    }

    pub(crate) fn flow_mut(&mut self, medium: Medium) -> Option<&mut Flow> {
        match medium {
            Medium::Messaging => None,
            Medium::Audio => self.audio.as_mut(),
            Medium::Video => self.video.as_mut(),
        }
    }
}

/// A way in which a member communicates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Medium {
    Messaging,
    Audio,
    Video,
}

impl Medium {
    pub(crate) const ALL: [Self; 3] = [Self::Messaging, Self::Audio, Self::Video];

    /// What it is called in representations.
    pub(crate) const fn name(self) -> ConversationModalityType {
        match self {
            Self::Messaging => ConversationModalityType::Messaging,
            Self::Audio => ConversationModalityType::Audio,
            Self::Video => ConversationModalityType::Video,
        }
    }
}

/// A part of a conversation that is added and stopped as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Modality {
    Messaging,
    PhoneAudio,
    AudioVideo,
}

impl Modality {
    pub(crate) const ALL: [Self; 3] = [Self::Messaging, Self::PhoneAudio, Self::AudioVideo];

    /// The modalities that end together. One side can be on the phone while the other one is not.
    pub(crate) const fn group(self) -> &'static [Self] {
        match self {
            Self::Messaging => &[Self::Messaging],
            Self::PhoneAudio | Self::AudioVideo => &[Self::PhoneAudio, Self::AudioVideo],
        }
    }

    /// What the users of the group use.
    pub(crate) const fn media(self) -> &'static [Medium] {
        match self {
            Self::Messaging => &[Medium::Messaging],
            Self::PhoneAudio | Self::AudioVideo => &[Medium::Audio, Medium::Video],
        }
    }
}

/// How the audio or the video of a member flows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flow {
    /// From the member's point of view.
    pub(crate) direction: MediaDirectionType,
    pub(crate) is_muted: bool,
    /// Identifies the source for the media stack.
    pub(crate) source: String,
}

/// The online meeting that a conversation is.
#[derive(Clone, Debug)]
pub(crate) struct Meeting {
    /// The URI by which it is joined.
    pub(crate) uri: String,
    /// The URI of the organizer.
    pub(crate) organizer: String,
    /// Who need not wait in the lobby.
    pub(crate) access: AccessLevel,
    /// The URIs of those who were invited, each with the role in which they join.
    pub(crate) invited: BTreeMap<String, Role>,
    /// Who joins as a leader without being invited as one.
    pub(crate) leading: AutomaticLeaderAssignment,
    /// Whether attendees are kept muted.
    pub(crate) is_mute_locked: bool,
    /// Whether attendees can send messages.
    pub(crate) has_messaging: bool,
}

impl Meeting {
    /// An online meeting that others enter only if they are invited.
    pub(crate) fn new(uri: String, organizer: &str) -> Self {
        Self {
            uri,
            organizer: organizer.to_owned(),
            access: AccessLevel::Invited,
            invited: BTreeMap::new(),
            leading: AutomaticLeaderAssignment::Disabled,
            is_mute_locked: false,
            has_messaging: true,
        }
    }

    /// The role in which a user joins, or a guest.
    pub(crate) fn role_of(&self, uri: &str, is_guest: bool) -> Role {
        let leads = match self.leading {
            AutomaticLeaderAssignment::Everyone => true,
            AutomaticLeaderAssignment::SameEnterprise => !is_guest,
            _ => false,
        };
        match self.organizer == uri || leads {
            true => Role::Leader,
            false => self.invited.get(uri).cloned().unwrap_or(Role::Attendee),
        }
    }

    /// Whether a user enters without waiting in the lobby, or a guest. All users are of one company, and no guest is.
    pub(crate) fn lets_in(&self, uri: &str, is_guest: bool) -> bool {
        match self.access {
            _ if self.organizer == uri => true,
            AccessLevel::Everyone => true,
            AccessLevel::SameEnterprise => !is_guest,
            AccessLevel::Locked => self.invited.get(uri) == Some(&Role::Leader),
            _ => self.invited.contains_key(uri),
        }
    }
}
