//! Audio and video.

/// Something that happened to audio and video.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AudioVideoHappening {}
