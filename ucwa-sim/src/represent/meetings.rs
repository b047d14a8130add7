//! Resources of online meetings.
