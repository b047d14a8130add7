//! Places of emergency calls.

use super::table::places;

places! {
    /// Places of emergency calls.
    EmergencyPlace {}
    |_segments| None
}
