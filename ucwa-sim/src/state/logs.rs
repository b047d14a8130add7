//! The state of conversation logs.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use ucwa_types::api::{
    AudioTranscriptStatus, ConversationLogStatus, ConversationLogType, ConversationModalityType, Direction,
    Importance,
};

use crate::ids::{LogId, UserId};

/// How many logs a user has at most: the simulator's own limit. Older ones are forgotten.
pub(crate) const LOGS: usize = 100;

/// A past conversation.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    pub(crate) created: Duration,
    pub(crate) direction: Direction,
    pub(crate) importance: Importance,
    pub(crate) kind: ConversationLogType,
    pub(crate) modalities: Vec<ConversationModalityType>,
    pub(crate) status: ConversationLogStatus,
    pub(crate) subject: String,
    pub(crate) thread: String,
    /// The others in the conversation.
    pub(crate) recipients: Vec<String>,
    /// The URI of the online meeting, if it was one.
    pub(crate) meeting: Option<String>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) is_read: bool,
}

impl Log {
    /// Whether the user did not answer.
    pub(crate) fn is_missed(&self) -> bool {
        self.status == ConversationLogStatus::Missed
    }
}

/// An entry of the transcript of a past conversation.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) at: Duration,
    /// The URI of the user who has written or called.
    pub(crate) author: String,
    pub(crate) said: Said,
}

/// What an entry records.
#[derive(Clone, Debug)]
pub(crate) enum Said {
    Message {
        media_type: String,
        text: String,
    },
    /// The beginning or the end of a call, which then has a duration.
    Call {
        status: AudioTranscriptStatus,
        duration: Option<Duration>,
    },
    /// Content that is not kept.
    Lost,
}

/// The logs of all users, the latest first.
#[derive(Debug, Default)]
pub(crate) struct Logs {
    kept: BTreeMap<UserId, VecDeque<(LogId, Log)>>,
}

impl Logs {
    /// The logs of a user, the latest first.
    pub(crate) fn of(&self, user: UserId) -> impl Iterator<Item = (LogId, &Log)> {
        self.kept.get(&user).into_iter().flatten().map(|(id, log)| (*id, log))
    }

    /// A log of a user.
    pub(crate) fn get(&self, user: UserId, wanted: LogId) -> Option<&Log> {
        self.of(user).find(|(id, _)| *id == wanted).map(|(_, log)| log)
    }

    /// Adds a log, and forgets the oldest one if there are too many.
    pub(crate) fn add(&mut self, user: UserId, id: LogId, log: Log) {
        let kept = self.kept.entry(user).or_default();
        kept.push_front((id, log));
        kept.truncate(LOGS);
    }

    /// Removes a log. Returns whether there was one.
    pub(crate) fn remove(&mut self, user: UserId, id: LogId) -> bool {
        let Some(kept) = self.kept.get_mut(&user) else { return false };
        let before = kept.len();
        kept.retain(|(known, _)| *known != id);
        kept.len() < before
    }

    /// Marks a log as read. Returns whether it was unread.
    pub(crate) fn read(&mut self, user: UserId, wanted: LogId) -> bool {
        let mut kept = self.kept.get_mut(&user).into_iter().flatten();
        let log = kept.find(|(id, _)| *id == wanted).map(|(_, log)| log);
        log.is_some_and(|log| !std::mem::replace(&mut log.is_read, true))
    }
}
