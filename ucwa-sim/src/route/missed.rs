//! Places of missed items.

use super::table::places;

places! {
    /// Places of missed items.
    MissedPlace {}
    |_segments| None
}
