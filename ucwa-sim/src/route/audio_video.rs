//! Places of audio and video.

use super::table::places;

places! {
    /// Places of audio and video.
    AudioVideoPlace {}
    |_segments| None
}
