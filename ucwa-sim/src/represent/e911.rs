//! Resources of emergency calls.
