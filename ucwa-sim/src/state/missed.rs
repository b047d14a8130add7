//! The state of missed items: the voicemails of all users.

use std::collections::BTreeMap;

use crate::ids::UserId;

/// How many voicemails a user has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Voicemails {
    pub(crate) all: i64,
    pub(crate) unread: i64,
}

/// The voicemails of all users.
#[derive(Debug, Default)]
pub(crate) struct Missed {
    voicemails: BTreeMap<UserId, Voicemails>,
}

impl Missed {
    /// How many voicemails a user has.
    pub(crate) fn voicemails(&self, user: UserId) -> Voicemails {
        self.voicemails.get(&user).copied().unwrap_or_default()
    }

    /// Leaves a voicemail for a user.
    pub(crate) fn leave(&mut self, user: UserId) {
        let kept = self.voicemails.entry(user).or_default();
        kept.all += 1;
        kept.unread += 1;
    }

    /// The user listens to all voicemails. Returns whether one was unread.
    pub(crate) fn listen(&mut self, user: UserId) -> bool {
        let kept = self.voicemails.entry(user).or_default();
        std::mem::take(&mut kept.unread) > 0
    }
}
