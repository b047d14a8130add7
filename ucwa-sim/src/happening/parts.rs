//! What the happenings of several areas have.

use ucwa_types::api::{ErrorCode, ErrorSubcode};

/// How an operation ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Failure(ErrorCode, ErrorSubcode),
}

/// A part of a user's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Presence,
    Note,
    Location,
    Modalities,
}

/// All parts of a user's presence.
pub(crate) const PARTS: [Part; 4] = [Part::Presence, Part::Note, Part::Location, Part::Modalities];
