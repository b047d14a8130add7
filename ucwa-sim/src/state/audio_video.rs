//! The state of audio and video: sessions, and changes of their media.

use std::collections::BTreeMap;

use ucwa_types::api::Direction;

use crate::ids::{AppId, ConversationId, RenegotiationId};

#[derive(Debug, Default)]
pub(crate) struct AudioVideo {
    pub(crate) renegotiations: BTreeMap<RenegotiationId, Renegotiation>,
}

impl AudioVideo {
    /// Forgets what belongs to an application that has ended or is reset.
    pub(super) fn forget(&mut self, app: AppId) {
        self.renegotiations.retain(|_, it| it.app != app);
    }
}

/// A media session, as one application sees it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The name that the client has given to it.
    pub(crate) context: String,
    /// The other end.
    pub(crate) remote: String,
}

/// A change of the media of a session, as one application sees it.
#[derive(Clone, Debug)]
pub(crate) struct Renegotiation {
    pub(crate) app: AppId,
    pub(crate) conversation: ConversationId,
    pub(crate) direction: Direction,
    pub(crate) offer: String,
    pub(crate) answer: Option<String>,
    pub(crate) operation: Option<String>,
    /// The same change, as the other side sees it.
    pub(crate) other: Option<RenegotiationId>,
    /// Whether it can be answered or dismissed.
    pub(crate) is_open: bool,
}
