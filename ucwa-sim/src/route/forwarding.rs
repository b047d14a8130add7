//! Places of call forwarding.

use super::table::places;

places! {
    /// Places of call forwarding.
    ForwardingPlace {}
    |_segments| None
}
