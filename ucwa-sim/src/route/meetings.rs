//! Places of online meetings.

use super::table::places;

places! {
    /// Places of online meetings.
    MeetingPlace {}
    |_segments| None
}
