//! Places of phones.

use super::table::places;

places! {
    /// Places of phones.
    PhonePlace {}
    |_segments| None
}
