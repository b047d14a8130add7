//! Places of conversation logs.

use super::table::places;

places! {
    /// Places of conversation logs.
    LogPlace {}
    |_segments| None
}
