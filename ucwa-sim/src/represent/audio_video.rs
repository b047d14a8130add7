//! Resources of audio and video.
