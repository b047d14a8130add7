//! The user, and the settings of communication.

use ucwa_types::event::EventType;

use crate::happening::parts::Part;

/// Something that happened to the user of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MeHappening {
    CommunicationUpdated,
    MeUpdated,
    /// A part of the user's own presence.
    Own(EventType, Part),
}
