//! Resources of call forwarding.
