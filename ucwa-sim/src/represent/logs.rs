//! Resources of conversation logs.
