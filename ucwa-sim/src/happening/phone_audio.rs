//! Phone audio.

/// Something that happened to phone audio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PhoneAudioHappening {}
