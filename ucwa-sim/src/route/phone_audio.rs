//! Places of phone audio.

use super::table::places;

places! {
    /// Places of phone audio.
    PhoneAudioPlace {}
    |_segments| None
}
