//! Places of policies.

use super::table::places;

places! {
    /// Places of policies.
    PolicyPlace {}
    |_segments| None
}
