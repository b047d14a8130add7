//! Places of privacy relationships.

use super::table::places;

places! {
    /// Places of privacy relationships.
    PrivacyPlace {}
    |_segments| None
}
