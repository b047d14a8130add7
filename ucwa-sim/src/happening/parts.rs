//! What the happenings of several areas have.

use ucwa_types::api::{ErrorCode, ErrorSubcode};

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failure(ErrorCode, ErrorSubcode),
}

/// A side of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The user of the application.
    Local,
    /// The other user.
    Peer,
}

/// A part of a user's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Presence,
    Note,
    Location,
    Modalities,
}
