//! Changes of phone audio.
