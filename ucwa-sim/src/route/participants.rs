//! Places of participants.

use super::table::places;

places! {
    /// Places of participants.
    ParticipantPlace {}
    |_segments| None
}
