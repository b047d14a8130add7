//! Resources of participants.
