//! Resources of phone audio.
