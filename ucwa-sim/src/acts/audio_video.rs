//! Changes of audio and video.
